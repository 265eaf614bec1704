/** Seeded random numbers: xoshiro128** (Blackman and Vigna, 2018), seeded by splitmix32. No host randomness. */

export interface Random {
  /** 0 ≤ value < 1, in steps of 2^−24, so exact as float32. */
  nextFloat(): number
  /** 0 ≤ value < limit, a whole number. */
  nextBelow(limit: number): number
  /** Four numbers from which it goes on the same way. */
  save(): Int32Array
  restore(state: Int32Array): void
}

/** Streams keep purposes apart: adding dropout must not change the initial weights. */
export const STREAMS = { weights: 1, shuffle: 2, dropout: 3, split: 4, augment: 5, clusters: 6 } as const

function splitmix32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}

/** `seed` is a whole number, 0 … 2^32 − 1. */
export function seededRandom(seed: number, stream: number): Random {
  const state = new Int32Array(4)
  const fill = splitmix32(seed ^ Math.imul(stream, 0x85ebca6b))
  for (let i = 0; i < 4; i++) state[i] = fill()

  function next(): number {
    const result = Math.imul(rotateLeft(Math.imul(state[1]!, 5), 7), 9)
    const shifted = state[1]! << 9
    state[2]! ^= state[0]!
    state[3]! ^= state[1]!
    state[1]! ^= state[2]!
    state[0]! ^= state[3]!
    state[2]! ^= shifted
    state[3] = rotateLeft(state[3]!, 11)
    return result >>> 0
  }

  return {
    nextFloat: () => (next() >>> 8) / 2 ** 24,
    nextBelow: (limit) => Math.floor((next() / 2 ** 32) * limit),
    save: () => state.slice(),
    restore: (saved) => state.set(saved),
  }
}

/** Fisher–Yates, in place. */
export function shuffle(values: Int32Array, random: Random): Int32Array {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = random.nextBelow(last + 1)
    const kept = values[last]!
    values[last] = values[chosen]!
    values[chosen] = kept
  }
  return values
}

/** 0 … length − 1 in random order. */
export function permutation(length: number, random: Random): Int32Array {
  return shuffle(
    Int32Array.from({ length }, (_value, index) => index),
    random,
  )
}

/** Uniform in ±limit, as float32. */
export function fillUniform(values: Float32Array, limit: number, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = (random.nextFloat() * 2 - 1) * limit
}

/** He et al. 2015, for layers before a ReLU. */
export function heLimit(inputs: number): number {
  return Math.sqrt(6 / inputs)
}

/** Glorot and Bengio 2010, for the others. */
export function glorotLimit(inputs: number, outputs: number): number {
  return Math.sqrt(6 / (inputs + outputs))
}
