import { describe, expect, it } from 'vitest'
import { slideOf } from './slide.ts'

const frequency = { unit: 'Hz', type: 'float' as const }

describe('slide of a parameter', () => {
  it.each([
    [100, { min: 0.5, max: 49.5, step: 0.5 }],
    [62.5, { min: 0.2, max: 31.2, step: 0.2 }],
    [16_000, { min: 50, max: 7950, step: 50 }],
    [1, { min: 0.005, max: 0.495, step: 0.005 }],
  ])('stays below half of %d readings a second', (rateHz, slide) => {
    const found = slideOf(frequency, rateHz)
    expect(found?.min).toBeCloseTo(slide.min, 9)
    expect(found?.max).toBeCloseTo(slide.max, 9)
    expect(found?.step).toBeCloseTo(slide.step, 9)
    expect(found?.max).toBeLessThan(rateHz / 2)
  })

  it('is there for frequencies only', () => {
    expect(slideOf({ unit: '', type: 'float' }, 100)).toBeNull()
    expect(slideOf({ unit: 'Hz', type: 'int' }, 100)).toBeNull()
    expect(slideOf(frequency, 0)).toBeNull()
  })
})
