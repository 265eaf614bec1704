/** The arithmetic of training as an interface: one memory, and operations on places in it. */

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
