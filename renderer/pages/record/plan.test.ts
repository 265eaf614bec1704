import { describe, expect, it } from 'vitest'
import { planProgress, planRows, planSequence } from './plan.ts'

const labels = ['idle', 'wave', 'circle'].map((name, color) => ({ name, color, count: 0 }))

describe('the sampling plan', () => {
  it('wants three takes of a label unless told otherwise', () => {
    expect(planRows(labels, { wave: 20 }, {}).map(({ want }) => want)).toEqual([3, 20, 3])
  })
  it('walks one label after another, and leaves out what is done', () => {
    const rows = planRows(labels, { wave: 2 }, { idle: 1, circle: 5 })
    expect(planSequence(rows)).toEqual(['idle', 'idle', 'wave', 'wave'])
  })
  it('counts no label for more than is wanted of it', () => {
    expect(planProgress(planRows(labels, { wave: 2 }, { idle: 1, circle: 5 }))).toEqual({ done: 4, wanted: 8 })
    expect(planProgress([])).toEqual({ done: 0, wanted: 0 })
  })
})
