import { describe, expect, it } from 'vitest'
import { tryDamagedTfjs } from './tfjs-damage.ts'

describe('damaged TensorFlow.js models at length', () => {
  it('are refused with a reason or read, 100,000 of them', { timeout: 900_000 }, () => {
    const { refused, read, slowestMs } = tryDamagedTfjs(100_000, 6)
    expect(refused + read).toBe(100_000)
    expect(slowestMs).toBeLessThan(5000)
  })
})
