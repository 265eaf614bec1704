/** A seeded source of chance that gives the same numbers on every machine. */
export interface Random {
  /** 0 up to but not including 1. */
  uniform(): number
  between(low: number, high: number): number
  /** Bell-shaped with deviation 1, never beyond ±6: twelve uniform numbers, since logarithms differ between machines. */
  bell(): number
}

/** Every list of whole numbers starts its own sequence. */
export function createRandom(...seeds: number[]): Random {
  let state = seeds.reduce((mixed, seed) => mix(mixed ^ Math.imul(seed + 1, 0x9e3779b1)), 0x243f6a88)

  // A Weyl sequence through a 32-bit finaliser.
  function uniform(): number {
    state = (state + 0x9e3779b9) | 0
    return (mix(state) >>> 0) / 0x1_0000_0000
  }

  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    bell() {
      let sum = -6
      for (let count = 0; count < 12; count++) sum += uniform()
      return sum
    },
  }
}

function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return mixed ^ (mixed >>> 16)
}
