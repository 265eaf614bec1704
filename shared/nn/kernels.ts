/** The arithmetic of training as an interface: one memory, and operations on places in it. */
import type { Window } from './window.ts'

/** Index of the first float of a block in the kernels' memory. 0 means "none": nothing is ever placed there. */
export type Place = number

/** Vectors have four floats; rows are padded to whole vectors with zeros. */
const LANES = 4

export function padded(length: number): number {
  return Math.ceil(length / LANES) * LANES
}

/** out[rows, columns] = bias + left · right. */
export interface Product {
  out: Place
  left: Place
  /** `[inner, columns]`, row-major. */
  right: Place
  /** `[columns]`, or 0 for none. */
  bias: Place
  rows: number
  inner: number
  /** Padded. */
  columns: number
  /** left(row, k) lies at row · leftRowStride + k · leftInnerStride. */
  leftRowStride: number
  leftInnerStride: number
  /** Go on with the sums that are in `out`, instead of beginning with the bias. */
  goesOn?: boolean
}

export interface Transposition {
  out: Place
  from: Place
  rows: number
  columns: number
  fromStride: number
  outStride: number
}

export interface Softmax {
  /** `[rows, stride]`, padding becomes 0. */
  probabilities: Place
  /** `[rows]`: −ln of the probability of the row's label. */
  losses: Place
  logits: Place
  /** `[rows]` of int32. */
  labels: Place
  rows: number
  classes: number
  stride: number
}

export interface CrossEntropyGradient {
  gradient: Place
  probabilities: Place
  labels: Place
  /** `[rows]`: what the loss of each row is multiplied by. */
  rowWeights: Place
  rows: number
  stride: number
}

export interface AdamStep {
  values: Place
  gradient: Place
  firstMoment: Place
  secondMoment: Place
  length: number
  rate: number
  beta1: number
  beta2: number
  /** 1 / (1 − β^step). */
  correction1: number
  correction2: number
  epsilon: number
}

export interface MomentumStep {
  values: Place
  gradient: Place
  velocity: Place
  length: number
  rate: number
  momentum: number
}

export interface Gathering {
  out: Place
  data: Place
  /** `[rows]` of int32. */
  indexes: Place
  rows: number
  stride: number
}

export interface Rows {
  /** `[samples, out height, out width, kernel · channels]`, padded. */
  rows: Place
  /** `[samples, height, width, channels]`, padded. */
  image: Place
  window: Window
  samples: number
}

export interface DepthwiseForward {
  out: Place
  image: Place
  /** `[kernel height, kernel width, padded channels]`. */
  weights: Place
  bias: Place
  window: Window
  samples: number
}

export interface DepthwiseBackward extends Omit<DepthwiseForward, 'out' | 'bias'> {
  weightsGradient: Place
  /** 0 where nobody needs it. */
  imageGradient: Place
  gradient: Place
}

export interface Pooling {
  out: Place
  image: Place
  window: Window
  samples: number
}

export interface Moments {
  mean: Place
  variance: Place
  /** `[pixels, stride]`. */
  values: Place
  pixels: number
  stride: number
}

export interface Normalizing {
  out: Place
  values: Place
  mean: Place
  scale: Place
  shift: Place
  pixels: number
  stride: number
}

export interface NormalizeSums {
  scaleGradient: Place
  shiftGradient: Place
  gradient: Place
  values: Place
  mean: Place
  /** 1 / deviation of each channel. */
  inverse: Place
  pixels: number
  stride: number
}

export interface NormalizeBackward extends NormalizeSums {
  out: Place
  scale: Place
}

export type CurvedActivation = 'relu6' | 'leaky-relu' | 'sigmoid' | 'tanh'

export interface Activating {
  values: Place
  length: number
  kind: CurvedActivation
  /** Slope of the leaky ReLU below 0. */
  leak: number
}

export interface ActivatingBackward extends Omit<Activating, 'values'> {
  gradient: Place
  outputs: Place
}

/** `inner` blocks of `length` floats in each of `outer` groups; strides in floats. */
export interface BlockCopy {
  out: Place
  from: Place
  outer: number
  inner: number
  length: number
  outOuterStride: number
  outInnerStride: number
  fromOuterStride: number
  fromInnerStride: number
}

/** The same values with another number of channels, both padded. */
export interface Repacking {
  out: Place
  from: Place
  samples: number
  /** Values of a sample. */
  length: number
  fromChannels: number
  outChannels: number
}

/**
 * Both implementations (WebAssembly and plain TypeScript) give the same bits: every sum runs left to right in
 * float32, vectors only work on several outputs side by side.
 */
export interface Kernels {
  readonly name: 'wasm' | 'plain'
  /** Zeroed room for `length` floats, until the mark before it is released. May move `floats` and `integers`. */
  allocate(length: number): Place
  mark(): Place
  release(mark: Place): void
  /** The memory as float32 and as int32. Ask again after `allocate`. */
  floats(): Float32Array
  integers(): Int32Array
  memoryBytes(): number
  matmul(product: Product): void
  /** out[column] = Σ from[row, column], first row first. */
  columnSums(sums: { out: Place; from: Place; rows: number; columns: number }): void
  transpose(transposition: Transposition): void
  gather(gathering: Gathering): void
  relu(values: Place, length: number): void
  reluBackward(gradient: Place, outputs: Place, length: number): void
  multiply(product: { out: Place; left: Place; right: Place; length: number }): void
  /** out += factor · values. */
  addScaled(sum: { out: Place; values: Place; factor: number; length: number }): void
  softmaxCrossEntropy(softmax: Softmax): void
  crossEntropyGradient(gradient: CrossEntropyGradient): void
  adam(step: AdamStep): void
  momentum(step: MomentumStep): void
  /** The values under each position of a window, one row a position; outside the image are zeros. */
  windowsToRows(rows: Rows): void
  /** Adds each value of the rows to where it came from. */
  addRowsToWindows(rows: Rows): void
  depthwise(step: DepthwiseForward): void
  /** Adds to both gradients. */
  depthwiseBackward(step: DepthwiseBackward): void
  /** `chosen` (int32): where in the image each value came from. */
  maxPool(pooling: Pooling & { chosen: Place }): void
  /** Adds to the gradient of the image. */
  maxPoolBackward(step: { imageGradient: Place; gradient: Place; chosen: Place; length: number }): void
  averagePool(pooling: Pooling): void
  /** Adds to the gradient of the image. */
  averagePoolBackward(step: { imageGradient: Place; gradient: Place; window: Window; samples: number }): void
  /** Mean and population variance of each channel. */
  channelMoments(moments: Moments): void
  /** out = (values − mean) · scale + shift. */
  normalize(step: Normalizing): void
  normalizeSums(step: NormalizeSums): void
  normalizeBackward(step: NormalizeBackward): void
  activate(step: Activating): void
  activateBackward(step: ActivatingBackward): void
  copyBlocks(copy: BlockCopy): void
  repack(repacking: Repacking): void
}

/** Runs `work` and gives back all it allocated, also when it throws. */
export function withScratch<T>(kernels: Kernels, work: () => T): T {
  const mark = kernels.mark()
  try {
    return work()
  } finally {
    kernels.release(mark)
  }
}
