import { describe, expect, it } from 'vitest'
import { expFloat, logFloat } from './float-math.ts'

describe('float-math', () => {
  it('is within 2e-7 relative of exp from −87 to 0', () => {
    for (let x = -87; x <= 0; x += 0.0173) {
      const value = Math.fround(x)
      expect(Math.abs(expFloat(value) / Math.exp(value) - 1)).toBeLessThan(2e-7)
    }
  })

  it('gives exact ends: 1 at 0, 0 far below, NaN for NaN', () => {
    expect(expFloat(0)).toBe(1)
    expect(expFloat(-88)).toBe(0)
    expect(expFloat(-Infinity)).toBe(0)
    expect(expFloat(Number.NaN)).toBeNaN()
  })

  it('is within 2e-7 of ln from 1e-7 to 4096', () => {
    for (let x = 1e-7; x <= 4096; x *= 1.0137) {
      const value = Math.fround(x)
      const exact = Math.log(value)
      expect(Math.abs(logFloat(value) - exact)).toBeLessThan(2e-7 * Math.max(1, Math.abs(exact)))
    }
    expect(logFloat(1)).toBe(0)
  })
})
