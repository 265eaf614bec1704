import { describe, expect, it } from 'vitest'
import { cosineOfTurn, rateAt, type ScheduleChoice } from './schedule.ts'

const sizes = { learningRate: 0.1, stepsPerEpoch: 10, epochs: 20 }

function rates(choice: ScheduleChoice, ...steps: number[]): number[] {
  return steps.map((step) => rateAt(choice, step, sizes))
}

describe('learning-rate schedules', () => {
  it('stay, fall along a cosine, or fall in steps', () => {
    expect(rates({ kind: 'constant' }, 0, 99, 199)).toEqual([0.1, 0.1, 0.1])
    const [start, middle, end] = rates({ kind: 'cosine' }, 0, 100, 200)
    expect(start).toBeCloseTo(0.1, 12)
    expect(middle).toBeCloseTo(0.05, 12)
    expect(end).toBeCloseTo(0, 12)
    const steps = rates({ kind: 'step', everyEpochs: 5, factor: 0.5 }, 0, 49, 50, 150)
    expect(steps).toEqual([0.1, 0.1, 0.05, 0.0125])
  })

  it('warm up evenly first', () => {
    const warm: ScheduleChoice = { kind: 'cosine', warmUpEpochs: 0.5 }
    const [first, last, full] = rates(warm, 0, 4, 5)
    expect([first, last]).toEqual([0.1 / 5, 0.1])
    expect(full).toBeCloseTo(0.1, 12)
    expect(rates({ kind: 'constant', warmUpEpochs: 1 }, 4, 10)).toEqual([0.05, 0.1])
  })

  it('have the cosine of the library but for rounding', () => {
    for (let share = 0; share <= 1; share += 0.01)
      expect(Math.abs(cosineOfTurn(share) - Math.cos(Math.PI * share))).toBeLessThan(1e-12)
  })
})
