/** Convolution and pooling on a plain Float32Array; the same order of sums as kernels/*.c. */
import {
  padded,
  type DepthwiseBackward,
  type DepthwiseForward,
  type Place,
  type Pooling,
  type Rows,
} from '../kernels.ts'
import { forEachPosition, forEachTap, type Window } from '../window.ts'

const f = Math.fround

function rowLength({ kernelHeight, kernelWidth, channels }: Window): number {
  return kernelHeight * kernelWidth * channels
}

export function windowsToRows(memory: Float32Array, { rows, image, window, samples }: Rows): void {
  const { channels } = window
  const length = rowLength(window)
  forEachPosition(window, samples, (reach, index) => {
    const row = rows + index * padded(length)
    memory.fill(0, row, row + length)
    forEachTap(window, reach, (pixel, tap) =>
      memory.copyWithin(row + tap * channels, image + pixel, image + pixel + channels),
    )
  })
}

export function addRowsToWindows(memory: Float32Array, { rows, image, window, samples }: Rows): void {
  const { channels } = window
  forEachPosition(window, samples, (reach, index) => {
    const row = rows + index * padded(rowLength(window))
    forEachTap(window, reach, (pixel, tap) => {
      for (let c = 0; c < channels; c++)
        memory[image + pixel + c] = f(memory[image + pixel + c]! + memory[row + tap * channels + c]!)
    })
  })
}

export function depthwise(memory: Float32Array, step: DepthwiseForward): void {
  const { out, image, weights, bias, window, samples } = step
  const stride = padded(window.channels)
  forEachPosition(window, samples, (reach, index) => {
    const at = out + index * stride
    memory.copyWithin(at, bias, bias + stride)
    forEachTap(window, reach, (pixel, tap) => {
      for (let c = 0; c < stride; c++)
        memory[at + c] = f(memory[at + c]! + f(memory[image + pixel + c]! * memory[weights + tap * stride + c]!))
    })
  })
}

export function depthwiseBackward(memory: Float32Array, step: DepthwiseBackward): void {
  const { weightsGradient, imageGradient, gradient, image, weights, window, samples } = step
  const stride = padded(window.channels)
  forEachPosition(window, samples, (reach, index) => {
    const from = gradient + index * stride
    forEachTap(window, reach, (pixel, tap) => {
      for (let c = 0; c < stride; c++) {
        const slope = memory[from + c]!
        const to = weightsGradient + tap * stride + c
        memory[to] = f(memory[to]! + f(slope * memory[image + pixel + c]!))
        if (imageGradient === 0) continue
        const back = imageGradient + pixel + c
        memory[back] = f(memory[back]! + f(slope * memory[weights + tap * stride + c]!))
      }
    })
  })
}

export function maxPool(memory: Float32Array, integers: Int32Array, pooling: Pooling & { chosen: Place }): void {
  const { out, image, chosen, window, samples } = pooling
  const stride = padded(window.channels)
  forEachPosition(window, samples, (reach, index) => {
    for (let c = 0; c < stride; c++) {
      let [best, bestAt] = [0, -1]
      forEachTap(window, reach, (pixel) => {
        const value = memory[image + pixel + c]!
        if (bestAt >= 0 && !(value > best)) return
        best = value
        bestAt = pixel + c
      })
      memory[out + index * stride + c] = best
      integers[chosen + index * stride + c] = bestAt
    }
  })
}

export function maxPoolBackward(
  memory: Float32Array,
  integers: Int32Array,
  step: { imageGradient: Place; gradient: Place; chosen: Place; length: number },
): void {
  for (let i = 0; i < step.length; i++) {
    const at = step.imageGradient + integers[step.chosen + i]!
    memory[at] = f(memory[at]! + memory[step.gradient + i]!)
  }
}

export function averagePool(memory: Float32Array, { out, image, window, samples }: Pooling): void {
  const stride = padded(window.channels)
  forEachPosition(window, samples, (reach, index) => {
    const at = out + index * stride
    let count = 0
    memory.fill(0, at, at + stride)
    forEachTap(window, reach, (pixel) => {
      count += 1
      for (let c = 0; c < stride; c++) memory[at + c] = f(memory[at + c]! + memory[image + pixel + c]!)
    })
    for (let c = 0; c < stride; c++) memory[at + c] = memory[at + c]! / count
  })
}

export function averagePoolBackward(
  memory: Float32Array,
  {
    imageGradient,
    gradient,
    window,
    samples,
  }: { imageGradient: Place; gradient: Place; window: Window; samples: number },
): void {
  const stride = padded(window.channels)
  forEachPosition(window, samples, (reach, index) => {
    let count = 0
    forEachTap(window, reach, () => (count += 1))
    forEachTap(window, reach, (pixel) => {
      for (let c = 0; c < stride; c++) {
        const share = f(memory[gradient + index * stride + c]! / count)
        memory[imageGradient + pixel + c] = f(memory[imageGradient + pixel + c]! + share)
      }
    })
  })
}
