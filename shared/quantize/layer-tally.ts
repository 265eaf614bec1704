/** Adds up how far the int8 values of one layer are from the float ones. */
import type { Quantization } from './quantization.ts'

export interface LayerMeasure {
  /** “features”, “1 dense” … */
  name: string
  channels: number
  /** Range of the float values. */
  low: number
  high: number
  scale: number
  zeroPoint: number
  /** Share of the float values outside what int8 holds here, 0…1. */
  clippedShare: number
  /** Signal-to-noise ratio of int8 against float; null where both are equal or all is 0. */
  snrDb: number | null
  /** The noisiest first. */
  worstChannels: { channel: number; snrDb: number | null }[]
  /** Noise over signal of each window; 0 where both are equal. */
  noiseOfWindows: number[]
}

export interface TalliedLayer {
  name: string
  /** In the int8 network. */
  tensor: number
  quantization: Quantization
  channels: number
}

const SHOWN_CHANNELS = 5

function decibels(signal: number, noise: number): number | null {
  return signal > 0 && noise > 0 ? 10 * Math.log10(signal / noise) : null
}

export class LayerTally {
  readonly tensor: number
  readonly #layer: TalliedLayer
  readonly #signal: Float64Array
  readonly #noise: Float64Array
  readonly #windows: number[] = []
  #low = Infinity
  #high = -Infinity
  #clipped = 0
  #count = 0

  constructor(layer: TalliedLayer) {
    this.#layer = layer
    this.tensor = layer.tensor
    this.#signal = new Float64Array(layer.channels)
    this.#noise = new Float64Array(layer.channels)
  }

  /** Both `[rows, …, channels]`. */
  add(float: Float32Array, int8: Int8Array, rows: number): void {
    const width = float.length / rows
    for (let row = 0; row < rows; row++) this.#addWindow(float, int8, { start: row * width, end: (row + 1) * width })
    this.#count += float.length
  }

  #addWindow(float: Float32Array, int8: Int8Array, { start, end }: { start: number; end: number }): void {
    const { channels, quantization } = this.#layer
    const { scale, zeroPoint } = quantization
    const lowest = (-128.5 - zeroPoint) * scale
    const highest = (127.5 - zeroPoint) * scale
    let [signal, noise] = [0, 0]
    for (let index = start; index < end; index++) {
      const value = float[index]!
      const error = value - (int8[index]! - zeroPoint) * scale
      const channel = index % channels
      if (value < this.#low) this.#low = value
      if (value > this.#high) this.#high = value
      if (value < lowest || value > highest) this.#clipped += 1
      this.#signal[channel]! += value * value
      this.#noise[channel]! += error * error
      signal += value * value
      noise += error * error
    }
    this.#windows.push(noise === 0 ? 0 : Math.min(1e6, noise / Math.max(signal, 1e-30)))
  }

  measure(): LayerMeasure {
    const { name, channels, quantization } = this.#layer
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
    const ratio = (channel: number): number => this.#noise[channel]! / Math.max(this.#signal[channel]!, 1e-30)
    const noisy = Array.from({ length: channels }, (_, channel) => channel).filter((at) => this.#noise[at]! > 0)
    const worst = noisy.toSorted((a, b) => ratio(b) - ratio(a)).slice(0, SHOWN_CHANNELS)
    return {
      name,
      channels,
      low: this.#low,
      high: this.#high,
      ...quantization,
      clippedShare: this.#clipped / this.#count,
      snrDb: decibels(sum(this.#signal), sum(this.#noise)),
      worstChannels: worst.map((at) => ({ channel: at, snrDb: decibels(this.#signal[at]!, this.#noise[at]!) })),
      noiseOfWindows: this.#windows,
    }
  }
}
