/** Slow, exact model of the int8 arithmetic in whole numbers of any size: what the C kernels are tested against. */
import type { Rounding } from './quantization.ts'
import type { SoftmaxOperation } from './tensor-graph.ts'

const INT32_MAX = 2n ** 31n - 1n
const INT32_MIN = -(2n ** 31n)

function saturate(value: bigint): bigint {
  return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : value
}

/** round(a · b / 2^31), halves away from zero except at exactly −0.5 steps, as gemmlowp's truncation gives. */
function doublingHighMultiply(a: bigint, b: bigint): bigint {
  const product = a * b
  const nudge = product >= 0n ? 2n ** 30n : 1n - 2n ** 30n
  return saturate((product + nudge) / 2n ** 31n)
}

/** value / 2^exponent, halves away from zero. */
function roundingShiftRight(value: bigint, exponent: number): bigint {
  if (exponent === 0) return value
  const half = 1n << BigInt(exponent - 1)
  const magnitude = ((value < 0n ? -value : value) + half) >> BigInt(exponent)
  return value < 0n ? -magnitude : magnitude
}

export function rescale(accumulator: number, multiplier: number, shift: number, rounding: Rounding): number {
  const value = BigInt(accumulator)
  if (rounding === 'single') {
    const totalShift = BigInt(31 - shift)
    return Number((value * BigInt(multiplier) + (1n << (totalShift - 1n))) >> totalShift)
  }
  const left = shift > 0 ? value << BigInt(shift) : value
  return Number(roundingShiftRight(doublingHighMultiply(left, BigInt(multiplier)), shift < 0 ? -shift : 0))
}

/** exp of a Q0.31 number in [−1/4, 0): Taylor series around −1/8. */
function expNearZero(a: bigint): bigint {
  const expOfMinusEighth = 1895147668n
  const third = 715827883n
  const x = a + 2n ** 28n
  const x2 = doublingHighMultiply(x, x)
  const x3 = doublingHighMultiply(x2, x)
  const x4 = doublingHighMultiply(x2, x2)
  const inner = doublingHighMultiply(roundingShiftRight(x4, 2) + x3, third) + x2
  return saturate(expOfMinusEighth + doublingHighMultiply(expOfMinusEighth, x + roundingShiftRight(inner, 1)))
}

/** Factors exp(−2^k) in Q0.31 for k = −2…4. */
const EXP_FACTORS = [1672461947n, 1302514674n, 790015084n, 290630308n, 39332535n, 720401n, 242n]

/** exp of a Q5.26 number ≤ 0, as Q0.31. */
function expOfNegative(a: bigint): bigint {
  if (a === 0n) return INT32_MAX
  const quarter = 2n ** 24n
  const nearZero = (a & (quarter - 1n)) - quarter
  const remainder = nearZero - a
  let result = expNearZero(saturate(nearZero << 5n))
  EXP_FACTORS.forEach((factor, index) => {
    if (remainder & (quarter << BigInt(index))) result = doublingHighMultiply(result, factor)
  })
  return result
}

/** 1 / (1 + a) of a Q0.31 number in [0, 1): three Newton steps. */
function reciprocalOfOnePlus(a: bigint): bigint {
  const sum = a + INT32_MAX
  const half = (sum + (sum >= 0n ? 1n : -1n)) / 2n
  let x = 1515870810n + doublingHighMultiply(half, -1010580540n)
  for (let step = 0; step < 3; step++) {
    const error = 2n ** 29n - doublingHighMultiply(half, x)
    x += saturate(doublingHighMultiply(x, error) << 2n)
  }
  return saturate(x << 1n)
}

export function oracleSoftmax(layer: SoftmaxOperation, input: Int8Array): Int8Array {
  const largest = input.reduce((a, b) => Math.max(a, b), -128)
  const exponentials = Array.from(input, (value) => {
    const difference = value - largest
    if (difference < layer.diffMin) return undefined
    const scaled = BigInt(difference) << BigInt(layer.inputLeftShift)
    return expOfNegative(doublingHighMultiply(scaled, BigInt(layer.inputMultiplier)))
  })
  const sum = exponentials.reduce((total: bigint, exp) => total + roundingShiftRight(exp ?? 0n, 12), 0n)
  const headroom = Math.clz32(Number(sum))
  const reciprocal = reciprocalOfOnePlus((sum << BigInt(headroom)) - 2n ** 31n)
  const shift = 12 - headroom + 31 - 8
  return Int8Array.from(exponentials, (exp) => {
    if (exp === undefined) return -128
    const value = Number(roundingShiftRight(doublingHighMultiply(reciprocal, exp), shift)) - 128
    return Math.min(127, Math.max(-128, value))
  })
}
