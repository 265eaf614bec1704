import { describe, it } from 'vitest'
import { expectSameBits } from '../../test/support/same-bits.ts'
import { noTrainingWasm, wasmNote } from '../../test/support/training-wasm.ts'
import { padded, type CurvedActivation } from './kernels.ts'
import type { Window } from './window.ts'

const SAMPLES = 3

/** Odd sizes, positions outside on all sides, steps that leave a rest. */
const windows: Window[] = [
  shape({ height: 1, width: 9, channels: 5, kernel: [1, 3], strides: [1, 1], before: [0, 1], out: [1, 9] }),
  shape({ height: 7, width: 6, channels: 8, kernel: [3, 3], strides: [2, 2], before: [1, 1], out: [4, 3] }),
  shape({ height: 5, width: 4, channels: 1, kernel: [2, 3], strides: [1, 2], before: [0, 0], out: [4, 1] }),
  shape({ height: 4, width: 5, channels: 6, kernel: [4, 5], strides: [1, 1], before: [0, 0], out: [1, 1] }),
  shape({ height: 5, width: 6, channels: 20, kernel: [3, 3], strides: [1, 1], before: [1, 1], out: [5, 6] }),
  shape({ height: 8, width: 9, channels: 20, kernel: [3, 2], strides: [2, 3], before: [0, 1], out: [4, 3] }),
]

interface Plan {
  height: number
  width: number
  channels: number
  kernel: [number, number]
  strides: [number, number]
  before: [number, number]
  out: [number, number]
}

function shape({ height, width, channels, kernel, strides, before, out }: Plan): Window {
  const [kernelHeight, kernelWidth] = kernel
  const [strideHeight, strideWidth] = strides
  const kernelSizes = { kernelHeight, kernelWidth, strideHeight, strideWidth }
  return {
    height,
    width,
    channels,
    ...kernelSizes,
    top: before[0],
    left: before[1],
    outHeight: out[0],
    outWidth: out[1],
  }
}

function sizes(window: Window): { image: number; rows: number; taps: number; out: number } {
  const pixel = padded(window.channels)
  const positions = SAMPLES * window.outHeight * window.outWidth
  const taps = window.kernelHeight * window.kernelWidth
  return {
    image: SAMPLES * window.height * window.width * pixel,
    rows: positions * padded(taps * window.channels),
    taps: taps * pixel,
    out: positions * pixel,
  }
}

describe.skipIf(noTrainingWasm)(`wasm and plain kernels of layers give the same bits${wasmNote}`, () => {
  it.each(windows)('move windows to rows and back: $height × $width × $channels', (window) => {
    const { image, rows } = sizes(window)
    const places = (at: number) => ({ image: at, rows: at + image, window, samples: SAMPLES })
    expectSameBits(image + rows, (kernels, at) => kernels.windowsToRows(places(at)))
    expectSameBits(image + rows, (kernels, at) => kernels.addRowsToWindows(places(at)))
  })

  it.each(windows)('convolve each channel by itself: $height × $width × $channels', (window) => {
    const { image, taps, out } = sizes(window)
    const bias = padded(window.channels)
    expectSameBits(image + taps + bias + out, (kernels, at) =>
      kernels.depthwise({
        image: at,
        weights: at + image,
        bias: at + image + taps,
        out: at + image + taps + bias,
        window,
        samples: SAMPLES,
      }),
    )
    for (const needed of [0, 1])
      expectSameBits(2 * image + 2 * taps + out, (kernels, at) =>
        kernels.depthwiseBackward({
          image: at,
          weights: at + image,
          weightsGradient: at + image + taps,
          gradient: at + image + 2 * taps,
          imageGradient: needed * (at + image + 2 * taps + out),
          window,
          samples: SAMPLES,
        }),
      )
  })

  it.each(windows)('pool by maximum and by mean: $height × $width × $channels', (window) => {
    const { image, out } = sizes(window)
    expectSameBits(2 * image + 2 * out, (kernels, at) => {
      const [values, chosen, imageGradient] = [at + image, at + image + out, at + image + 2 * out]
      kernels.maxPool({ image: at, out: values, chosen, window, samples: SAMPLES })
      kernels.maxPoolBackward({ imageGradient, gradient: values, chosen, length: out })
    })
    expectSameBits(2 * image + out, (kernels, at) => {
      kernels.averagePool({ image: at, out: at + image, window, samples: SAMPLES })
      kernels.averagePoolBackward({ imageGradient: at + image + out, gradient: at + image, window, samples: SAMPLES })
    })
  })

  it.each([8, 20])('normalise %i channels and take the gradient back', (stride) => {
    const pixels = 23
    const block = pixels * stride
    expectSameBits(4 * block + 6 * stride, (kernels, at) => {
      const [values, gradient, out, back] = [at, at + block, at + 2 * block, at + 3 * block]
      const [mean, variance, scale, shift] = [0, 1, 2, 3].map((index) => at + 4 * block + index * stride) as [
        number,
        number,
        number,
        number,
      ]
      const sums = { scaleGradient: at + 4 * block + 4 * stride, shiftGradient: at + 4 * block + 5 * stride }
      kernels.channelMoments({ mean, variance, values, pixels, stride })
      kernels.normalize({ out, values, mean, scale, shift, pixels, stride })
      const step = { ...sums, gradient, values, mean, inverse: variance, pixels, stride }
      kernels.normalizeSums(step)
      kernels.normalizeBackward({ ...step, out: back, scale })
    })
  })

  it.each<CurvedActivation>(['relu6', 'leaky-relu', 'sigmoid', 'tanh'])('bend values: %s', (kind) => {
    expectSameBits(512, (kernels, at) => {
      for (let i = 0; i < 256; i++) kernels.floats()[at + i]! *= i % 2 === 0 ? 1 : 60
      kernels.activate({ values: at, length: 256, kind, leak: 0.2 })
      kernels.activateBackward({ gradient: at + 256, outputs: at, length: 256, kind, leak: 0.2 })
    })
  })

  it('copy blocks, repack channels and go on with sums', () => {
    expectSameBits(200, (kernels, at) =>
      kernels.copyBlocks({
        out: at + 101,
        from: at + 3,
        outer: 2,
        inner: 3,
        length: 5,
        outOuterStride: 31,
        outInnerStride: 9,
        fromOuterStride: 40,
        fromInnerStride: 7,
      }),
    )
    for (const [fromChannels, outChannels] of [
      [30, 5],
      [5, 30],
      [6, 10],
      [8, 3],
    ] as const)
      expectSameBits(640, (kernels, at) =>
        kernels.repack({ out: at + 300, from: at, samples: 2, length: 120, fromChannels, outChannels }),
      )
    expectSameBits(7 * 12 + 12 * 20 + 7 * 20, (kernels, at) =>
      kernels.matmul({
        out: at + 7 * 12 + 12 * 20,
        left: at,
        right: at + 7 * 12,
        bias: 0,
        rows: 7,
        inner: 11,
        columns: 20,
        leftRowStride: 12,
        leftInnerStride: 1,
        goesOn: true,
      }),
    )
  })
})
