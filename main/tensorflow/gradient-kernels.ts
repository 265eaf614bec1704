/**
 * Gradients that the WebAssembly backend of TensorFlow.js 4.22 lacks (convolutions) or answers wrongly (maximum
 * pooling: several samples, overlapping windows), made of kernels that it has.
 */
import type { KernelFunc, NamedTensorInfoMap, Rank, Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs'
import type { Tensorflow } from './load.ts'

interface Sliding {
  strides: [number, number]
  pad: 'same' | 'valid' | number
  dilations?: [number, number] | number
}

interface Sizes {
  /** Of the filter. */
  height: number
  width: number
  strides: [number, number]
  /** Zeros around the image. */
  before: [number, number]
  after: [number, number]
  /** Of the output. */
  out: [number, number]
}

let registered = false

export function registerGradientKernels(tf: Tensorflow): void {
  if (registered) return
  registered = true
  const add = (kernelName: string, compute: (inputs: NamedTensorInfoMap, attributes: Sliding) => TensorInfo): void => {
    const kernelFunc: KernelFunc = ({ inputs, attrs }) => compute(inputs, attrs as unknown as Sliding)
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc })
  }
  add('Conv2DBackpropFilter', (inputs, attributes) => filterGradient(tf, inputs, attributes as FilterAttributes))
  add('DepthwiseConv2dNativeBackpropFilter', (inputs, attributes) =>
    depthwiseFilterGradient(tf, inputs, attributes as FilterAttributes),
  )
  tf.unregisterKernel('MaxPoolGrad', 'wasm')
  add('MaxPoolGrad', (inputs, attributes) => maxPoolGradient(tf, inputs, attributes as PoolAttributes))
  add('DepthwiseConv2dNativeBackpropInput', (inputs, attributes) =>
    depthwiseInputGradient(tf, inputs, attributes as InputAttributes),
  )
}

interface FilterAttributes extends Sliding {
  filterShape: [number, number, number, number]
}

interface PoolAttributes extends Sliding {
  filterSize: [number, number]
}

interface InputAttributes extends Sliding {
  inputShape: [number, number, number, number]
}

/** How the window slides; padding as TensorFlow divides it, the odd one at the end. */
function sizesOf(image: number[], filter: number[], { strides, pad, dilations = 1 }: Sliding): Sizes {
  if ([dilations].flat().some((one) => one !== 1)) throw new Error('no gradient of a dilated convolution')
  const [height = 1, width = 1] = filter
  const one = (size: number, kernel: number, stride: number): { before: number; after: number; out: number } => {
    if (pad === 'valid') return { before: 0, after: 0, out: Math.floor((size - kernel) / stride) + 1 }
    const around = typeof pad === 'number' ? pad : undefined
    const out = around === undefined ? Math.ceil(size / stride) : Math.floor((size + 2 * around - kernel) / stride) + 1
    const zeros = around === undefined ? Math.max(0, (out - 1) * stride + kernel - size) : 2 * around
    const before = around ?? Math.floor(zeros / 2)
    return { before, after: zeros - before, out }
  }
  const [y, x] = [one(image[1] ?? 1, height, strides[0]), one(image[2] ?? 1, width, strides[1])]
  return {
    height,
    width,
    strides,
    before: [y.before, x.before],
    after: [y.after, x.after],
    out: [y.out, x.out],
  }
}

function padded(tf: Tensorflow, image: Tensor4D, { before, after }: Sizes, value = 0): Tensor4D {
  return tf.pad4d(
    image,
    [
      [0, 0],
      [before[0], after[0]],
      [before[1], after[1]],
      [0, 0],
    ],
    value,
  )
}

/** What lies under one place of the filter, for every position of the window. */
function under(tf: Tensorflow, image: Tensor4D, { strides, out }: Sizes, y: number, x: number): Tensor {
  const [samples, , , channels] = image.shape
  const end = [samples, y + (out[0] - 1) * strides[0] + 1, x + (out[1] - 1) * strides[1] + 1, channels]
  return tf.stridedSlice(image, [0, y, x, 0], end, [1, strides[0], strides[1], 1])
}

function eachPlace<T>({ height, width }: Sizes, of: (y: number, x: number) => T): T[] {
  return Array.from({ length: height * width }, (_, place) => of(Math.floor(place / width), place % width))
}

/** ∂loss/∂filter[y, x] = xᵀ · dy over all positions. */
function filterGradient(tf: Tensorflow, { x, dy }: NamedTensorInfoMap, attributes: FilterAttributes): TensorInfo {
  const { filterShape } = attributes
  return tf.tidy(() => {
    const image = x as Tensor4D
    const gradient = dy as Tensor4D
    const sizes = sizesOf(image.shape, filterShape, attributes)
    const wide = padded(tf, image, sizes)
    const flat = tf.reshape(gradient, [-1, filterShape[3]])
    const places = eachPlace(sizes, (row, column) => {
      const values = under(tf, wide, sizes, row, column)
      return tf.matMul(tf.reshape(values, [-1, filterShape[2]]), flat, true, false)
    })
    return tf.reshape(tf.stack(places), filterShape)
  })
}

function depthwiseFilterGradient(
  tf: Tensorflow,
  { x, dy }: NamedTensorInfoMap,
  attributes: FilterAttributes,
): TensorInfo {
  const { filterShape } = attributes
  return tf.tidy(() => {
    const image = x as Tensor4D
    const sizes = sizesOf(image.shape, filterShape, attributes)
    const wide = padded(tf, image, sizes)
    const places = eachPlace(sizes, (row, column) =>
      tf.sum(tf.mul(under(tf, wide, sizes, row, column), dy as Tensor4D), [0, 1, 2]),
    )
    return tf.reshape(tf.stack(places), filterShape)
  })
}

/** Every position sends its gradient back to what lay under it: spread by the stride, moved, and added up. */
function depthwiseInputGradient(
  tf: Tensorflow,
  { dy, filter }: NamedTensorInfoMap,
  attributes: InputAttributes,
): TensorInfo {
  const { inputShape } = attributes
  return tf.tidy(() => {
    const kernel = filter as Tensor4D
    const sizes = sizesOf(inputShape, kernel.shape, attributes)
    const parts = eachPlace(sizes, (y, x) => {
      const weights = tf.reshape(tf.slice(kernel, [y, x, 0, 0], [1, 1, inputShape[3], 1]), [1, 1, 1, inputShape[3]])
      return sentBack(tf, { gradient: tf.mul(dy as Tensor4D, weights), sizes, inputShape, y, x })
    })
    return tf.addN(parts)
  })
}

/** Each position's gradient goes to the largest value under the window, the first of equals. */
function maxPoolGradient(
  tf: Tensorflow,
  { dy, input, output }: NamedTensorInfoMap,
  attributes: PoolAttributes,
): TensorInfo {
  return tf.tidy(() => {
    const image = input as Tensor4D
    const sizes = sizesOf(image.shape, attributes.filterSize, attributes)
    const wide = padded(tf, image, sizes, -Infinity)
    let waiting: Tensor4D = tf.onesLike(dy as Tensor4D)
    const parts = eachPlace(sizes, (y, x) => {
      const largest = tf.cast(tf.equal(under(tf, wide, sizes, y, x), output as Tensor4D), 'float32')
      const chosen = tf.mul<Tensor4D>(largest, waiting)
      waiting = tf.sub(waiting, chosen)
      const gradient = tf.mul<Tensor4D>(dy as Tensor4D, chosen)
      return sentBack(tf, { gradient, sizes, inputShape: image.shape, y, x })
    })
    return tf.addN(parts)
  })
}

interface Sending {
  gradient: Tensor4D
  sizes: Sizes
  inputShape: readonly number[]
  /** Place under the window that the gradient is of. */
  y: number
  x: number
}

function sentBack(tf: Tensorflow, { gradient, sizes, inputShape, y, x }: Sending): Tensor4D {
  const [samples = 0, height = 0, width = 0, channels = 0] = inputShape
  const { before, after } = sizes
  const spread = spreadOut(tf, gradient, sizes)
  const below = height + before[0] + after[0] - y - spread.shape[1]
  const right = width + before[1] + after[1] - x - spread.shape[2]
  const moved = tf.pad4d(spread, [
    [0, 0],
    [y, below],
    [x, right],
    [0, 0],
  ])
  return tf.slice(moved, [0, before[0], before[1], 0], [samples, height, width, channels])
}

/** Zeros between the positions, as many as the stride leaves out. */
function spreadOut(tf: Tensorflow, gradient: Tensor4D, { strides, out }: Sizes): Tensor4D {
  const [samples, , , channels] = gradient.shape
  const [rows, columns] = out
  if (strides[0] === 1 && strides[1] === 1) return gradient
  const apart = tf.pad(tf.reshape(gradient, [samples, rows, 1, columns, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, strides[0] - 1],
    [0, 0],
    [0, strides[1] - 1],
    [0, 0],
  ])
  const wide = tf.reshape<Rank.R4>(apart, [samples, rows * strides[0], columns * strides[1], channels])
  const [height, width] = [(rows - 1) * strides[0] + 1, (columns - 1) * strides[1] + 1]
  return tf.slice(wide, [0, 0, 0, 0], [samples, height, width, channels])
}
