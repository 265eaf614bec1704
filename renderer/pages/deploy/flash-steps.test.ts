import { describe, expect, it } from 'vitest'
import { ended, noSteps, withStep } from './flash-steps.ts'

describe('withStep', () => {
  it('keeps the bytes of an earlier message', () => {
    const writing = withStep(noSteps(), { step: 'write', state: 'running', bytes: 512 })
    const done = withStep(writing, { step: 'write', state: 'done', ms: 40 })
    expect(done[2]).toEqual({ step: 'write', state: 'done', bytes: 512, ms: 40 })
    expect(done.filter((step) => step.state === 'waiting')).toHaveLength(5)
  })
})

describe('ended', () => {
  it('leaves nothing running', () => {
    const steps = ended(withStep(noSteps(), { step: 'prepare', state: 'running' }))
    expect(steps.map((step) => step.state)).toEqual(['waiting', 'failed', 'waiting', 'waiting', 'waiting', 'waiting'])
  })
})
