/** The kernels in plain TypeScript: fallback, and what the WebAssembly ones are checked against, bit for bit. */
import { bumpAllocator, outOfMemory } from './bump-allocator.ts'
import type { Kernels } from './kernels.ts'
import { activate, activateBackward } from './plain/activations.ts'
import { channelMoments, normalize, normalizeBackward, normalizeSums } from './plain/batch-norm.ts'
import * as convolution from './plain/convolution.ts'
import { adam, addScaled, momentum, multiply, relu, reluBackward } from './plain/elementwise.ts'
import { columnSums, copyBlocks, gather, matmul, repack, transpose } from './plain/products.ts'
import { crossEntropyGradient, softmaxCrossEntropy } from './plain/softmax.ts'

/** Place 0 means "none", so memory begins one vector later. */
const FIRST_PLACE = 4
const FIRST_LENGTH = 16_384

function larger(length: number): Float32Array<ArrayBuffer> {
  try {
    return new Float32Array(length)
  } catch (cause) {
    throw outOfMemory(length, cause)
  }
}

export function plainKernels(): Kernels {
  const allocator = bumpAllocator(FIRST_PLACE)
  let floats = new Float32Array(FIRST_LENGTH)
  let integers = new Int32Array(floats.buffer)

  function growTo(end: number): void {
    if (end <= floats.length) return
    const grown = larger(Math.max(end, floats.length * 2))
    grown.set(floats)
    floats = grown
    integers = new Int32Array(grown.buffer)
  }

  return {
    name: 'plain',
    allocate(length) {
      const mark = allocator.mark()
      const { place, end } = allocator.take(length)
      try {
        growTo(end)
      } catch (error) {
        allocator.release(mark)
        throw error
      }
      floats.fill(0, place, end)
      return place
    },
    mark: () => allocator.mark(),
    release: (mark) => allocator.release(mark),
    floats: () => floats,
    integers: () => integers,
    memoryBytes: () => floats.byteLength,
    matmul: (product) => matmul(floats, product),
    columnSums: (sums) => columnSums(floats, sums),
    transpose: (transposition) => transpose(floats, transposition),
    gather: (gathering) => gather(floats, integers, gathering),
    relu: (values, length) => relu(floats, values, length),
    reluBackward: (gradient, outputs, length) => reluBackward(floats, gradient, { outputs, length }),
    multiply: (product) => multiply(floats, product),
    addScaled: (sum) => addScaled(floats, sum),
    softmaxCrossEntropy: (softmax) => softmaxCrossEntropy(floats, integers, softmax),
    crossEntropyGradient: (gradient) => crossEntropyGradient(floats, integers, gradient),
    adam: (step) => adam(floats, step),
    momentum: (step) => momentum(floats, step),
    windowsToRows: (rows) => convolution.windowsToRows(floats, rows),
    addRowsToWindows: (rows) => convolution.addRowsToWindows(floats, rows),
    depthwise: (step) => convolution.depthwise(floats, step),
    depthwiseBackward: (step) => convolution.depthwiseBackward(floats, step),
    maxPool: (pooling) => convolution.maxPool(floats, integers, pooling),
    maxPoolBackward: (step) => convolution.maxPoolBackward(floats, integers, step),
    averagePool: (pooling) => convolution.averagePool(floats, pooling),
    averagePoolBackward: (step) => convolution.averagePoolBackward(floats, step),
    channelMoments: (moments) => channelMoments(floats, moments),
    normalize: (step) => normalize(floats, step),
    normalizeSums: (step) => normalizeSums(floats, step),
    normalizeBackward: (step) => normalizeBackward(floats, step),
    activate: (step) => activate(floats, step),
    activateBackward: (step) => activateBackward(floats, step),
    copyBlocks: (copy) => copyBlocks(floats, copy),
    repack: (repacking) => repack(floats, repacking),
  }
}
