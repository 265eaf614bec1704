/** Small helpers for the figures of a block. */

/** One axis of interleaved rows. */
export function axisValues(window: Float32Array, axes: number, axis: number): Float32Array {
  return Float32Array.from({ length: Math.floor(window.length / axes) }, (_, row) => window[row * axes + axis]!)
}

/** Times in milliseconds of `count` readings. */
export function timesMs(count: number, rateHz: number): Float32Array {
  return Float32Array.from({ length: count }, (_, row) => (row * 1000) / rateHz)
}

export function withoutMean(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  return values.map((value) => value - mean)
}

/** Of values whose mean is 0. */
export function deviationOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length))
}

/** The batch that holds just this one window. */
export function singleWindow(
  window: Float32Array,
  axes: number,
): {
  values: Float32Array
  stride: number
  rows: number
  axes: number[]
  starts: Int32Array
} {
  return {
    values: window,
    stride: axes,
    rows: Math.floor(window.length / axes),
    axes: Array.from({ length: axes }, (_, index) => index),
    starts: Int32Array.of(0),
  }
}
