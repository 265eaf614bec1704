/** The kernels' integer arithmetic in exact whole numbers, for tables that are made once, before anything runs. */
import { clamp, INT8_MAX, INT8_MIN } from './fixed-point.ts'
import type { Rounding } from './quantization.ts'
import type { FixedScale } from './tensor-graph.ts'

const TWO_31 = 2n ** 31n
const INT32_MAX = TWO_31 - 1n

/** Upper half of 2ab, rounded to nearest. */
export function doublingHighMultiply(a: bigint, b: bigint): bigint {
  const product = a * b
  if (product === TWO_31 * TWO_31) return INT32_MAX
  return (product + (product >= 0n ? 2n ** 30n : 1n - 2n ** 30n)) / TWO_31
}

/** x / 2^exponent, halves away from zero. */
export function roundingDivide(x: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return x
  const half = 1n << (exponent - 1n)
  return x >= 0n ? (x + half) >> exponent : -((-x + half) >> exponent)
}

/** The runtime's `tml_requantize`. */
export function requantize(value: number, { multiplier, shift }: FixedScale, rounding: Rounding = 'double'): number {
  const factor = BigInt(multiplier)
  if (rounding === 'single') {
    const total = BigInt(31 - shift)
    return Number(BigInt.asIntN(32, (BigInt(value) * factor + (1n << (total - 1n))) >> total))
  }
  const shifted = BigInt.asIntN(32, BigInt(value) << BigInt(Math.max(shift, 0)))
  return Number(roundingDivide(doublingHighMultiply(shifted, factor), BigInt(Math.max(-shift, 0))))
}

function saturatingShiftLeft(x: bigint, bits: bigint): bigint {
  const shifted = x << bits
  return shifted > INT32_MAX ? INT32_MAX : shifted < -TWO_31 ? -TWO_31 : shifted
}

/** e^(−2^i) in Q0.31, i = −2 … 4. */
const POWERS = [1672461947n, 1302514674n, 790015084n, 290630308n, 39332535n, 720401n, 242n]

/** e^a for a in [−1/4, 0), Q0.31. */
function expOfLastQuarter(a: bigint): bigint {
  const expMinusEighth = 1895147668n
  const third = 715827883n
  const x = a + 2n ** 28n
  const x2 = doublingHighMultiply(x, x)
  const x3 = doublingHighMultiply(x2, x)
  const x4 = doublingHighMultiply(x2, x2)
  const series = roundingDivide(doublingHighMultiply(roundingDivide(x4, 2n) + x3, third) + x2, 1n)
  return expMinusEighth + doublingHighMultiply(expMinusEighth, x + series)
}

/** e^a for a ≤ 0 with `integerBits` before the point; Q0.31 out. */
function expOnNegative(a: bigint, integerBits: number): bigint {
  if (a === 0n) return INT32_MAX
  const fractionBits = BigInt(31 - integerBits)
  const quarter = 1n << (fractionBits - 2n)
  const within = (a & (quarter - 1n)) - quarter
  const remainder = within - a
  return POWERS.slice(0, integerBits + 2).reduce(
    (result, power, index) => {
      const bit = 1n << (fractionBits - 2n + BigInt(index))
      return (remainder & bit) === 0n ? result : doublingHighMultiply(result, power)
    },
    expOfLastQuarter(saturatingShiftLeft(within, BigInt(integerBits))),
  )
}

/** 2 / (1 + a) for a in [0, 1) in Q2.29, by Newton and Raphson. */
function twiceReciprocalOfOnePlus(a: bigint): bigint {
  const halfDenominator = (a + INT32_MAX + 1n) / 2n
  let x = 1515870810n + doublingHighMultiply(halfDenominator, -1010580540n)
  for (let round = 0; round < 3; round++) {
    const rest = 2n ** 29n - doublingHighMultiply(halfDenominator, x)
    x += saturatingShiftLeft(doublingHighMultiply(x, rest), 2n)
  }
  return x
}

const INPUT_INTEGER_BITS = 4

/** 1 / (1 + e^−a): Q4.27 in, Q0.31 out. */
export function logisticFixed(a: bigint): bigint {
  if (a === 0n) return 2n ** 30n
  const positive = saturatingShiftLeft(twiceReciprocalOfOnePlus(expOnNegative(a < 0n ? a : -a, INPUT_INTEGER_BITS)), 1n)
  return a > 0n ? positive : INT32_MAX - positive
}

/** tanh a: Q4.27 in, Q0.31 out. */
export function tanhFixed(a: bigint): bigint {
  if (a === 0n) return 0n
  // The same number read with one bit more before the point is twice as large.
  const exponential = expOnNegative(a < 0n ? a : -a, INPUT_INTEGER_BITS + 1)
  const positive = saturatingShiftLeft(twiceReciprocalOfOnePlus(exponential) - 2n ** 29n, 2n)
  return a > 0n ? positive : -positive
}

/** Any function of one byte as a table from −128 up. */
export function tableOf(answer: (value: number) => number): Int8Array {
  return Int8Array.from({ length: 256 }, (_, index) => clamp(answer(index - 128), INT8_MIN, INT8_MAX))
}
