import { describe, expect, it } from 'vitest'
import { spectralBlock, testImpulse } from '../../../test/support/random-model.ts'
import { impulseSchema } from '../../../shared/model/impulse.ts'
import {
  nameProblem,
  withAxis,
  withBlock,
  withChangedBlock,
  withInput,
  withLearn,
  withoutBlock,
  withoutLearn,
} from './impulse-edits.ts'

const one = testImpulse([spectralBlock()])
const two = withBlock(one, 'flatten')

describe('blocks of an impulse', () => {
  it('come with a free name and feed the first learning block', () => {
    const three = withBlock(two, 'flatten')
    expect(three.dsp.map(({ id }) => id)).toEqual(['spectral-analysis', 'flatten', 'flatten-2'])
    expect(three.learn[0]!.inputs).toEqual(['spectral-analysis', 'flatten', 'flatten-2'])
    expect(impulseSchema.parse(three)).toEqual(three)
  })

  it('leave no learning block without an input, and the last one stays', () => {
    const only = withInput(two, two.learn[0]!, 'flatten', false)
    expect(withoutBlock(only, 'spectral-analysis').learn[0]!.inputs).toEqual(['flatten'])
    expect(withoutBlock(one, 'spectral-analysis')).toEqual(one)
  })

  it('keep their learning blocks when they get another name', () => {
    const named = withChangedBlock(two, 'flatten', { id: 'levels' })
    expect(named.dsp[1]!.id).toBe('levels')
    expect(named.learn[0]!.inputs).toEqual(['spectral-analysis', 'levels'])
    expect(nameProblem('Levels', [])).toMatch(/small letters/)
    expect(nameProblem('levels', ['levels'])).toBe('Another block is called levels.')
    expect(nameProblem('levels', [])).toBeNull()
  })

  it('read the axes that are ticked, in the order of the input', () => {
    const without = withAxis(one, one.dsp[0]!, 'accY', false)
    expect(without.dsp[0]!.axes).toEqual(['accX', 'accZ'])
    expect(withAxis(without, without.dsp[0]!, 'accY', true).dsp[0]).toEqual(one.dsp[0])
  })
})

describe('learning blocks', () => {
  it.each(['classification', 'regression', 'anomaly-kmeans', 'anomaly-gmm'] as const)('can be added: %s', (kind) => {
    const added = withLearn(two, kind)
    expect(added.learn[1]).toMatchObject({ block: kind, inputs: ['spectral-analysis', 'flatten'] })
    expect(new Set(added.learn.map(({ id }) => id)).size).toBe(2)
    expect(impulseSchema.parse(added)).toEqual(added)
    expect(withoutLearn(added, added.learn[1]!.id)).toEqual(two)
  })

  it('join the blocks that are ticked, never none', () => {
    const first = withInput(two, two.learn[0]!, 'spectral-analysis', false)
    expect(first.learn[0]!.inputs).toEqual(['flatten'])
    expect(withInput(first, first.learn[0]!, 'flatten', false)).toEqual(first)
    expect(withInput(first, first.learn[0]!, 'spectral-analysis', true).learn[0]!.inputs).toEqual(two.learn[0]!.inputs)
  })
})
