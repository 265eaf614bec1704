import { describe, expect, it } from 'vitest'
import { permutation, seededRandom, STREAMS } from './random.ts'

describe('seededRandom', () => {
  it('repeats itself for a seed and differs between seeds and streams', () => {
    const draw = (seed: number, stream: number): number[] => {
      const random = seededRandom(seed, stream)
      return Array.from({ length: 8 }, () => random.nextFloat())
    }
    expect(draw(1, STREAMS.weights)).toEqual(draw(1, STREAMS.weights))
    expect(draw(2, STREAMS.weights)).not.toEqual(draw(1, STREAMS.weights))
    expect(draw(1, STREAMS.shuffle)).not.toEqual(draw(1, STREAMS.weights))
  })

  it('keeps giving the numbers that old projects were trained with', () => {
    const random = seededRandom(1, STREAMS.weights)
    // From a second implementation, in Python's whole numbers.
    expect(Array.from({ length: 4 }, () => random.nextBelow(1000))).toEqual([492, 260, 352, 195])
  })

  it('fills 0 … 1 evenly, also for seed 0', () => {
    const random = seededRandom(0, STREAMS.dropout)
    const bins = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 100_000; i++) bins[Math.floor(random.nextFloat() * 10)]! += 1
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  it('puts every number in every place equally often', () => {
    const random = seededRandom(3, STREAMS.shuffle)
    const counts = Array.from({ length: 16 }, () => 0)
    for (let i = 0; i < 40_000; i++) permutation(4, random).forEach((value, place) => (counts[place * 4 + value]! += 1))
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })
})
