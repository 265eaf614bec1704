/** Sizes of what flows between layers. */
import { AppError } from '../contract/errors.ts'
import type { Shape } from './graph.ts'
import { padded } from './kernels.ts'
import type { Window } from './window.ts'

export function flat(values: number): Shape {
  return { height: 1, width: 1, channels: values }
}

export function isFlat({ height, width }: Shape): boolean {
  return height === 1 && width === 1
}

/** Values of a sample. */
export function valueCount({ height, width, channels }: Shape): number {
  return height * width * channels
}

/** Floats of a sample in memory: pixels are padded to whole vectors. */
export function sampleStride({ height, width, channels }: Shape): number {
  return height * width * padded(channels)
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.height === b.height && a.width === b.width && a.channels === b.channels
}

export function shapeText({ height, width, channels }: Shape): string {
  return `${height} × ${width} × ${channels}`
}

export interface Sliding {
  /** `[height, width]`. */
  kernel: readonly [number, number]
  strides: readonly [number, number]
  padding: 'same' | 'valid'
}

/**
 * The window over a shape. `same`: ⌈size / stride⌉ positions, what is missing is added around the image, the odd one
 * after it; `valid`: only whole windows. As TensorFlow does it.
 */
export function windowOver(shape: Shape, { kernel, strides, padding }: Sliding, name: string): Window {
  const { height, width, channels } = shape
  const vertical = positions(height, { kernel: kernel[0], stride: strides[0], padding })
  const horizontal = positions(width, { kernel: kernel[1], stride: strides[1], padding })
  if (vertical.count < 1 || horizontal.count < 1)
    throw new AppError('impulse/invalid', {
      message: `${name}: a window of ${kernel[0]} × ${kernel[1]} is larger than its input of ${height} × ${width}.`,
      hint: 'Choose a smaller kernel, or the padding "same".',
    })
  return {
    height,
    width,
    channels,
    outHeight: vertical.count,
    outWidth: horizontal.count,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideHeight: strides[0],
    strideWidth: strides[1],
    top: vertical.before,
    left: horizontal.before,
  }
}

function positions(
  size: number,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: Sliding['padding'] },
): { count: number; before: number } {
  if (padding === 'valid') return { count: Math.floor((size - kernel) / stride) + 1, before: 0 }
  const count = Math.ceil(size / stride)
  return { count, before: Math.floor(Math.max((count - 1) * stride + kernel - size, 0) / 2) }
}

export function windowInput({ height, width, channels }: Window): Shape {
  return { height, width, channels }
}

export function windowOutput(window: Window, channels: number): Shape {
  return { height: window.outHeight, width: window.outWidth, channels }
}
