/** What the C runtime's functions take, as plain data. The meaning of every field is in the C headers. */

/** Floats of one second-order section: b0 b1 b2 a1 a2. */
export const SECTION_FLOATS = 5
/** A decimation step: four sections, then the steady state s1 s2 of each. */
export const DECIMATION_FLOATS = 28
/** Before the bands: with those of the spectrum's own shape, and without. */
export const SPECTRAL_STATISTICS = { withShape: 5, without: 3 } as const

export interface Decimation {
  /** Every factor-th value is kept, 2…10. */
  factor: number
  /** `[DECIMATION_FLOATS]` */
  coefficients: Float32Array
}

export interface SpectralParams {
  scale: number
  /** 0…3 steps. */
  decimations: Decimation[]
  /** `[sections, SECTION_FLOATS]`, 0…4 sections; empty does not filter. */
  filter: Float32Array
  /** Power of two, 4…4096. */
  fftLength: number
  overlap: boolean
  takeLog: boolean
  /** Kept bins, from 1. */
  firstBin: number
  binCount: number
  /** Second pass on the filtered signal decimated by ten. */
  low?: { firstBin: number; binCount: number; decimation: Decimation }
  /** Skewness and kurtosis of the spectrum too. */
  shape: boolean
}

export interface FlattenParams {
  scale: number
  /** Bits: 1 average, 2 minimum, 4 maximum, 8 RMS, 16 deviation, 32 skewness, 64 kurtosis. */
  statistics: number
  /** Of the moving average over windows that follow one another; 0 without. */
  windows: number
}

/** Kinds of blocks that come as a record, as in tml_blocks.h. */
export const BLOCK_KIND = {
  mfcc: 4,
  mfe: 5,
  spectrogram: 6,
  wavelet: 7,
  image: 8,
  normalization: 9,
  bandEnergies: 10,
  envelope: 11,
  hjorth: 12,
  peaks: 13,
  sensorFusion: 14,
  spectralFirst: 15,
  mfccFixed: 20,
  mfeFixed: 21,
  spectralFixed: 22,
} as const

/** One 32-bit field of a C struct: an integer, a float, or a table that the struct points to. */
export type BlockField = number | { float: number } | { floats: Float32Array } | { integers: number[] }

/** A block's parameters as the C runtime has them; its fields stand in the order of the C struct. */
export interface BlockRecord {
  kind: number
  fields: BlockField[]
  /** Working memory of one window, as the C function says it. */
  scratchFloats: number
}

/** Windows of one sample. */
export interface WindowBatch {
  /** The whole sample, interleaved rows. */
  values: Float32Array
  /** Values a row. */
  stride: number
  /** Readings in a window. */
  rows: number
  /** Places within a row that are read, in this order. */
  axes: number[]
  /** Row at which each window begins. */
  starts: Int32Array
}

export interface FullyConnectedParams {
  inputs: number
  outputs: number
  /** `[outputs, inputs]` */
  weights: Int8Array
  bias: Int32Array
  /** One, or one an output. */
  multipliers: Int32Array
  shifts: Int32Array
  /** −(input zero point). */
  inputOffset: number
  outputOffset: number
  activationMin: number
  activationMax: number
  singleRounding: boolean
}

export interface SoftmaxParams {
  size: number
  inputMultiplier: number
  inputLeftShift: number
  diffMin: number
}
