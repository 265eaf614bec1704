import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planArena, planArenaTightly } from './planner.ts'

const chain = (...sizes: number[]): { bytes: number; firstUse: number; lastUse: number }[] =>
  sizes.map((bytes, step) => ({ bytes, firstUse: step, lastUse: step + 1 }))

describe('arena planner', () => {
  it('lets the layers of a chain take turns in two places', () => {
    expect(planArena(chain(20, 10, 20, 10))).toEqual({ offsets: [0, 20, 0, 20], arenaBytes: 32, lowerBoundBytes: 32 })
  })

  it('needs nothing for nothing', () => {
    expect(planArena([])).toEqual({ offsets: [], arenaBytes: 0, lowerBoundBytes: 0 })
  })

  it('never lets two tensors overlap in time and place, nor goes below the bound', () => {
    const tensor = fc.record({ bytes: fc.integer({ min: 1, max: 500 }), start: fc.nat(12), length: fc.nat(6) })
    fc.assert(
      fc.property(fc.array(tensor, { maxLength: 20 }), (drawn) => {
        const tensors = drawn.map(({ bytes, start, length }) => ({ bytes, firstUse: start, lastUse: start + length }))
        const { offsets, arenaBytes, lowerBoundBytes } = planArena(tensors, 16)
        expect(arenaBytes).toBeGreaterThanOrEqual(lowerBoundBytes)
        tensors.forEach((a, i) => {
          expect(offsets[i]! % 16).toBe(0)
          expect(offsets[i]! + a.bytes).toBeLessThanOrEqual(arenaBytes)
          tensors.slice(0, i).forEach((b, j) => {
            const together = a.firstUse <= b.lastUse && b.firstUse <= a.lastUse
            const apart = offsets[i]! >= offsets[j]! + b.bytes || offsets[j]! >= offsets[i]! + a.bytes
            expect(!together || apart).toBe(true)
          })
        })
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('searches for an arrangement that the biggest-first rule misses, and never gets worse', () => {
    const tensor = fc.record({ bytes: fc.integer({ min: 1, max: 500 }), start: fc.nat(8), length: fc.nat(4) })
    let better = 0
    fc.assert(
      fc.property(fc.array(tensor, { minLength: 4, maxLength: 14 }), (drawn) => {
        const tensors = drawn.map(({ bytes, start, length }) => ({ bytes, firstUse: start, lastUse: start + length }))
        const [greedy, tight] = [planArena(tensors), planArenaTightly(tensors)]
        expect(tight.arenaBytes).toBeLessThanOrEqual(greedy.arenaBytes)
        expect(tight.arenaBytes).toBeGreaterThanOrEqual(tight.lowerBoundBytes)
        expect(planArenaTightly(tensors)).toEqual(tight)
        tensors.forEach((a, i) => {
          tensors.slice(0, i).forEach((b, j) => {
            const together = a.firstUse <= b.lastUse && b.firstUse <= a.lastUse
            const [x, y] = [tight.offsets[i]!, tight.offsets[j]!]
            expect(!together || x >= y + b.bytes || y >= x + a.bytes).toBe(true)
          })
        })
        if (tight.arenaBytes < greedy.arenaBytes) better += 1
      }),
      { numRuns: 100, seed: 1 },
    )
    expect(better).toBeGreaterThan(5)
  })

  it('takes thousands of tensors without delay', () => {
    const tensors = chain(...Array.from({ length: 5000 }, (_, index) => 1 + ((index * 37) % 400)))
    expect(planArenaTightly(tensors).offsets.length).toBe(5000)
  })
})
