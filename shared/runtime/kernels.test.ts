/** int8 kernels against a slow oracle in whole numbers of any size. */
import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import type { FullyConnectedParams, SoftmaxParams } from './params.ts'

/** Nearest whole number of a / b, halves away from zero. */
function divideAway(a: bigint, b: bigint): bigint {
  const size = a < 0n ? -a : a
  const quotient = (2n * size + b) / (2n * b)
  return a < 0n ? -quotient : quotient
}

/** As gemmlowp defines it: nearest, but a negative half goes towards zero in the product of two 31-bit fractions. */
function highMultiply(a: bigint, b: bigint): bigint {
  const product = a * b
  return (product + (product >= 0n ? 1n << 30n : 1n - (1n << 30n))) / (1n << 31n)
}

function requantize(sum: bigint, multiplier: bigint, shift: number, single: boolean): bigint {
  if (single) return (sum * multiplier + (1n << BigInt(30 - shift))) >> BigInt(31 - shift)
  const shifted = BigInt.asIntN(32, sum << BigInt(Math.max(0, shift)))
  return divideAway(highMultiply(shifted, multiplier), 1n << BigInt(Math.max(0, -shift)))
}

function fullyConnected(p: FullyConnectedParams, input: Int8Array): number[] {
  return Array.from({ length: p.outputs }, (_, out) => {
    let sum = BigInt(p.bias[out]!)
    for (let i = 0; i < p.inputs; i += 1) {
      sum += (BigInt(input[i]!) + BigInt(p.inputOffset)) * BigInt(p.weights[out * p.inputs + i]!)
    }
    const channel = p.multipliers.length > 1 ? out : 0
    const scaled = requantize(sum, BigInt(p.multipliers[channel]!), p.shifts[channel]!, p.singleRounding)
    const value = Number(scaled) + p.outputOffset
    return Math.min(p.activationMax, Math.max(p.activationMin, value))
  })
}

/** Real softmax of the difference times the real scale: fixed point may differ by one step of 1/256. */
function realSoftmax(p: SoftmaxParams, input: Int8Array): number[] {
  const beta = (p.inputMultiplier * 2 ** p.inputLeftShift) / 2 ** 31 / 2 ** 26
  const largest = Math.max(...input)
  const powers = Array.from(input, (q) => (q - largest >= p.diffMin ? Math.exp((q - largest) * beta) : 0))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => Math.min(127, (power / sum) * 256 - 128))
}

function randomLayer(next: () => number, perChannel: boolean): FullyConnectedParams {
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const [inputs, outputs] = [integer(1, 40), integer(1, 12)]
  const channels = perChannel ? outputs : 1
  return {
    inputs,
    outputs,
    weights: Int8Array.from({ length: inputs * outputs }, () => integer(-127, 127)),
    bias: Int32Array.from({ length: outputs }, () => integer(-100_000, 100_000)),
    multipliers: Int32Array.from({ length: channels }, () => integer(2 ** 30, 2 ** 31 - 1)),
    shifts: Int32Array.from({ length: channels }, () => integer(-14, 2)),
    inputOffset: integer(-127, 128),
    outputOffset: integer(-128, 127),
    activationMin: integer(-128, 0),
    activationMax: integer(1, 127),
    singleRounding: next() < 0.5,
  }
}

describe(`int8 kernels${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME)('multiply, round and clamp as whole numbers do', () => {
    const runtime = testRuntime()
    const next = randomNumbers(21)
    for (let round = 0; round < 2000; round += 1) {
      const params = randomLayer(next, round % 2 === 0)
      const input = Int8Array.from({ length: params.inputs }, () => Math.floor(next() * 256) - 128)
      expect([...runtime.fullyConnected(params, input)]).toEqual(fullyConnected(params, input))
    }
  })

  it.skipIf(NO_RUNTIME)('run many rows as if one by one', () => {
    const runtime = testRuntime()
    const next = randomNumbers(22)
    const params = randomLayer(next, true)
    const input = Int8Array.from({ length: 5 * params.inputs }, () => Math.floor(next() * 256) - 128)
    const rows = [0, 1, 2, 3, 4].flatMap((row) => [
      ...runtime.fullyConnected(params, input.subarray(row * params.inputs, (row + 1) * params.inputs)),
    ])
    expect([...runtime.fullyConnected(params, input)]).toEqual(rows)
  })

  it.skipIf(NO_RUNTIME)('softmax is within one step of the real one', () => {
    const runtime = testRuntime()
    const next = randomNumbers(23)
    for (let round = 0; round < 2000; round += 1) {
      const inputLeftShift = 20 + Math.floor(next() * 4)
      const params: SoftmaxParams = {
        size: 2 + Math.floor(next() * 10),
        inputMultiplier: 2 ** 30 + Math.floor(next() * 2 ** 30),
        inputLeftShift,
        diffMin: -Math.floor((31 * 2 ** 26) / 2 ** inputLeftShift),
      }
      const input = Int8Array.from({ length: params.size }, () => Math.floor(next() * 256) - 128)
      const found = runtime.softmax(params, input)
      const expected = realSoftmax(params, input)
      expected.forEach((value, index) => expect(Math.abs(found[index]! - value)).toBeLessThan(1))
    }
  })

  it.skipIf(NO_RUNTIME)('quantize rounds halves away from zero, clamps, and survives what is no number', () => {
    const runtime = testRuntime()
    const values = Float32Array.of(0.5, -0.5, 1.5, -1.5, 0.49999997, 1e30, -1e30, Infinity, -Infinity, NaN)
    expect([...runtime.quantize(values, 1, 0)]).toEqual([1, -1, 2, -2, 0, 127, -128, 127, -128, 0])
    expect([...runtime.dequantize(Int8Array.of(-128, 0, 127), 0.5, -28)]).toEqual([-50, 14, 77.5])
  })

  it.skipIf(NO_RUNTIME)('functions are as good as float32 allows', () => {
    const runtime = testRuntime()
    const next = randomNumbers(24)
    for (let round = 0; round < 5000; round += 1) {
      const x = Math.fround((next() * 2 - 1) * 80)
      const positive = Math.fround(Math.exp(x))
      expect(runtime.math('sqrtf', positive)).toBe(Math.fround(Math.sqrt(positive)))
      expect(Math.abs(runtime.math('expf', x) / Math.exp(x) - 1)).toBeLessThan(2e-7)
      expect(Math.abs(runtime.math('logf', positive) - Math.log(positive))).toBeLessThan(8e-6)
      expect(Math.abs(runtime.math('sinf', x * 100) - Math.sin(Math.fround(x * 100)))).toBeLessThan(2e-7)
      expect(Math.abs(runtime.math('cosf', x * 100) - Math.cos(Math.fround(x * 100)))).toBeLessThan(2e-7)
    }
  })

  it.skipIf(NO_RUNTIME)('holds no more memory after many calls', () => {
    const runtime = testRuntime()
    const next = randomNumbers(25)
    const params = randomLayer(next, true)
    const input = new Int8Array(params.inputs * 100)
    runtime.fullyConnected(params, input)
    const before = runtime.heldBytes
    for (let round = 0; round < 2000; round += 1) runtime.fullyConnected(params, input)
    expect(runtime.heldBytes).toBe(before)
  })
})
