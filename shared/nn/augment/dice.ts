/** The random numbers of augmentation: the same for the same seed, window and copy, whatever else is computed. */
import { seededRandom, STREAMS, type Random } from '../random.ts'

export function diceOf({ seed, row, copy }: { seed: number; row: number; copy: number }): Random {
  const mixed = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(copy + 1, 0x85ebca77)
  return seededRandom((seed ^ mixed) >>> 0, STREAMS.augment)
}

/** Uniform in ±limit. */
export function within(random: Random, limit: number): number {
  return (random.nextFloat() * 2 - 1) * limit
}

/** About normal, with deviation 1: the sum of twelve uniform numbers less 6. */
export function nextNormal(random: Random): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random.nextFloat()
  return sum
}

/** 0 … limit, a whole number. */
export function upTo(random: Random, limit: number): number {
  return random.nextBelow(Math.floor(limit) + 1)
}
