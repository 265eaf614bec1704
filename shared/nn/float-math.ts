/** exp and ln in float32, step by step as in kernels/softmax.c: the same bits on every machine. */

const f = Math.fround

const LOG2_E = f(1.44269504)
/** ln 2 in two parts; the first has few bits, so that its product with a small integer is exact. */
const LN2_HIGH = f(0.693359375)
const LN2_LOW = f(-0.00021219444)
const EXP_SERIES = [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1].map(f)
const LOG_SERIES = [1 / 9, 1 / 7, 1 / 5, 1 / 3, 1].map(f)
const SQRT_2 = f(1.41421354)

const scratch = new Float32Array(1)
const scratchBits = new Int32Array(scratch.buffer)

/** 2^n for n in −126 … 127. */
function powerOfTwo(n: number): number {
  scratchBits[0] = (n + 127) << 23
  return scratch[0]!
}

function horner(series: readonly number[], x: number): number {
  let sum = series[0]!
  for (let i = 1; i < series.length; i++) sum = f(f(sum * x) + series[i]!)
  return sum
}

/** exp of a value ≤ 0; 0 below −87, so that nothing subnormal appears. Relative error below 2e-7. */
export function expFloat(value: number): number {
  if (value < -87) return 0
  if (Number.isNaN(value)) return value
  const x = value > 0 ? 0 : value
  const n = Math.floor(f(f(x * LOG2_E) + 0.5))
  const r = f(f(x - f(n * LN2_HIGH)) - f(n * LN2_LOW))
  return f(horner(EXP_SERIES, r) * powerOfTwo(n))
}

/** ln of a positive normal value. Absolute error below 2e-7 for values around 1. */
export function logFloat(value: number): number {
  scratch[0] = value
  const bits = scratchBits[0]!
  let exponent = (bits >> 23) - 127
  scratchBits[0] = (bits & 0x7fffff) | 0x3f800000
  let mantissa = scratch[0]
  if (mantissa > SQRT_2) {
    mantissa = f(mantissa * 0.5)
    exponent += 1
  }
  const s = f(f(mantissa - 1) / f(mantissa + 1))
  const sum = horner(LOG_SERIES, f(s * s))
  return f(f(exponent * LN2_HIGH) + f(f(exponent * LN2_LOW) + f(f(2 * s) * sum)))
}
