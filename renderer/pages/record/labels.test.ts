import { describe, expect, it } from 'vitest'
import { recordLabels } from './labels.ts'

const none = { count: 0, seconds: 0 }
const bySplit = { train: none, validation: none, test: none }

describe('recordLabels', () => {
  it('keeps the colours of the project and gives new names the next ones', () => {
    const known = [{ name: 'wave', color: 4, count: 2, seconds: 4, bySplit }]
    expect(recordLabels(known, ['nod'], false)).toEqual([
      { name: 'wave', color: 4, count: 2 },
      { name: 'nod', color: 5, count: 0 },
    ])
  })

  it('offers what the simulated hand can do, once', () => {
    const known = [{ name: 'wave', color: 0, count: 2, seconds: 4, bySplit }]
    expect(recordLabels(known, [], true).map((label) => label.name)).toEqual(['wave', 'idle', 'circle', 'shake'])
  })
})
