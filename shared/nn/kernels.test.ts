import { describe, expect, it } from 'vitest'
import { expectSameBits } from '../../test/support/same-bits.ts'
import { kernelMakers, noTrainingWasm, wasmNote } from '../../test/support/training-wasm.ts'
import { padded } from './kernels.ts'

describe.skipIf(noTrainingWasm)(`wasm and plain kernels give the same bits${wasmNote}`, () => {
  it.each([
    [1, 1, 1],
    [5, 33, 20],
    [32, 20, 10],
    [7, 13, 12],
    [33, 31, 28],
    // Larger than what is taken as a whole.
    [35, 300, 44],
  ])('multiplies %i × %i by %i', (rows, inner, outputs) => {
    const columns = padded(outputs)
    const [left, right, bias] = [rows * padded(inner), padded(inner) * columns, columns]
    expectSameBits(left + right + bias + rows * columns, (kernels, at) =>
      kernels.matmul({
        out: at + left + right + bias,
        left: at,
        right: at + left,
        bias: rows % 2 === 0 ? 0 : at + left + right,
        rows,
        inner,
        columns,
        leftRowStride: padded(inner),
        leftInnerStride: 1,
      }),
    )
  })

  it.each([
    [33, 37, 20, false],
    [34, 300, 44, false],
    [34, 300, 44, true],
  ])('multiplies a transposed left side: %i × %i by %i, going on: %s', (rows, inner, columns, goesOn) => {
    const [left, right] = [inner * padded(rows), inner * columns]
    expectSameBits(left + right + rows * columns, (kernels, at) =>
      kernels.matmul({
        out: at + left + right,
        left: at,
        right: at + left,
        bias: 0,
        rows,
        inner,
        columns,
        leftRowStride: 1,
        leftInnerStride: padded(rows),
        goesOn,
      }),
    )
  })

  it('sums columns, transposes and gathers', () => {
    expectSameBits(12 + 31 * 12, (kernels, at) => kernels.columnSums({ out: at, from: at + 12, rows: 31, columns: 12 }))
    expectSameBits(7 * 12 + 12 * 8, (kernels, at) =>
      kernels.transpose({ out: at + 7 * 12, from: at, rows: 7, columns: 10, fromStride: 12, outStride: 8 }),
    )
    expectSameBits(8 + 5 * 8 + 3 * 8, (kernels, at) => {
      kernels.integers().set([4, 0, 2], at)
      kernels.gather({ out: at + 48, data: at + 8, indexes: at, rows: 3, stride: 8 })
    })
  })

  it('works value by value', () => {
    expectSameBits(64, (kernels, at) => kernels.relu(at, 64))
    expectSameBits(64, (kernels, at) => kernels.reluBackward(at, at + 32, 32))
    expectSameBits(96, (kernels, at) => kernels.multiply({ out: at, left: at + 32, right: at + 64, length: 32 }))
    expectSameBits(64, (kernels, at) => kernels.addScaled({ out: at, values: at + 32, factor: 0.1, length: 32 }))
  })

  it.each([2, 4, 5, 12])('makes softmax, loss and gradient of %i classes', (classes) => {
    const [rows, stride] = [9, padded(classes)]
    const block = rows * stride
    expectSameBits(3 * block + 48, (kernels, at) => {
      const [labels, rowWeights, losses] = [at + 3 * block, at + 3 * block + 16, at + 3 * block + 32]
      for (let i = 0; i < block; i++) kernels.floats()[at + i]! *= 20
      for (let row = 0; row < rows; row++) kernels.integers()[labels + row] = row % classes
      const probabilities = at + block
      kernels.softmaxCrossEntropy({ probabilities, losses, logits: at, labels, rows, classes, stride })
      kernels.crossEntropyGradient({ gradient: at + 2 * block, probabilities, labels, rowWeights, rows, stride })
    })
  })

  it('steps with Adam and with momentum', () => {
    expectSameBits(4 * 32, (kernels, at) => {
      for (let i = 0; i < 32; i++) kernels.floats()[at + 96 + i]! **= 2
      kernels.adam({
        values: at,
        gradient: at + 32,
        firstMoment: at + 64,
        secondMoment: at + 96,
        length: 32,
        rate: 0.005,
        beta1: 0.9,
        beta2: 0.999,
        correction1: 1 / (1 - 0.9 ** 3),
        correction2: 1 / (1 - 0.999 ** 3),
        epsilon: 1e-7,
      })
    })
    expectSameBits(96, (kernels, at) =>
      kernels.momentum({ values: at, gradient: at + 32, velocity: at + 64, length: 32, rate: 0.01, momentum: 0.9 }),
    )
  })
})

describe.each(kernelMakers)('memory of %s', (_name, make) => {
  it('hands out aligned zeroed places and takes them back', () => {
    const kernels = make()
    const mark = kernels.mark()
    const first = kernels.allocate(5)
    expect(first % 4).toBe(0)
    expect(first).toBeGreaterThan(0)
    kernels.floats().fill(3, first, first + 5)
    kernels.release(mark)
    expect(kernels.allocate(5)).toBe(first)
    expect([...kernels.floats().subarray(first, first + 5)]).toEqual([0, 0, 0, 0, 0])
  })

  it('keeps what is there when it grows', () => {
    const kernels = make()
    const first = kernels.allocate(4)
    kernels.floats()[first] = 42
    const large = kernels.allocate(1_000_000)
    expect(kernels.floats()[first]).toBe(42)
    expect(kernels.floats().length).toBeGreaterThanOrEqual(large + 1_000_000)
  })

  it('refuses more than 4 GB with a sentence and stays usable', () => {
    const kernels = make()
    expect(() => kernels.allocate(2 ** 30)).toThrow(/needs 4097 MB of memory/)
    expect(kernels.allocate(4)).toBeGreaterThan(0)
  })
})
