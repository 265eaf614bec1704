/** Figures in which colour says how much: over time, and over frequency, coefficient or part. */
import type { Figure } from '../model/figure.ts'
import type { AudioSettings } from './audio-params.ts'
import { frameWidth } from './audio-params.ts'
import type { DspContext } from './block.ts'

export interface HeatText {
  title: string
  yTitle: string
  zTitle: string
}

const AUDIO_TEXT: Record<AudioSettings['block'], HeatText> = {
  mfcc: { title: 'Cepstrum over time', yTitle: 'Coefficient', zTitle: 'Feature' },
  mfe: { title: 'Mel bands over time', yTitle: 'Band', zTitle: 'Level' },
  spectrogram: { title: 'Spectrogram', yTitle: 'Frequency (Hz)', zTitle: 'Level' },
}

/** All features of one window of MFCC, MFE or Spectrogram. */
export function audioHeatFigure(settings: AudioSettings, context: DspContext, features: Float32Array): Figure {
  const { title, yTitle, zTitle } = AUDIO_TEXT[settings.block]
  const width = frameWidth(settings)
  const stepHz = context.rateHz / settings.fftLength
  const middleMs = (frame: number): number =>
    ((frame * settings.frameStride + settings.frameLength / 2) * 1000) / context.rateHz
  return {
    title,
    xTitle: 'Time (ms)',
    yTitle,
    series: [],
    heat: {
      zTitle,
      x: Float32Array.from({ length: settings.frames }, (_, frame) => middleMs(frame)),
      y: Float32Array.from({ length: width }, (_, row) => (settings.block === 'spectrogram' ? row * stepHz : row + 1)),
      values: features,
    },
  }
}

export interface WaveletHeat {
  /** Readings of each axis after decimation and filter, without their mean. */
  signals: Float32Array[]
  rateHz: number
  level: number
  low: Float32Array
  high: Float32Array
}

const COLUMNS = 128

/** Every second value of the signal seen through the taps, mirrored beyond its ends. */
function half(signal: Float32Array, taps: Float32Array): Float32Array {
  const at = (place: number): number => {
    const period = 2 * signal.length
    const inside = ((place % period) + period) % period
    return signal[inside < signal.length ? inside : period - 1 - inside]!
  }
  return Float32Array.from({ length: Math.ceil(signal.length / 2) }, (_, index) =>
    taps.reduce((sum, tap, place) => sum + tap * at(2 * index + taps.length / 2 - place), 0),
  )
}

/** Row 0 is what is left of the slow part, then the fast parts from slow to fast. All axes together. */
export function waveletHeatFigure({ signals, rateHz, level, low, high }: WaveletHeat): Figure {
  const rows = level + 1
  const squares = new Float32Array(COLUMNS * rows)
  for (const signal of signals) {
    let slow = signal
    for (let step = 0; step < level; step += 1) {
      addSquares(squares, { row: level - step, rows, part: half(slow, high) })
      slow = half(slow, low)
    }
    addSquares(squares, { row: 0, rows, part: slow })
  }
  const readings = signals[0]?.length ?? 0
  return {
    title: 'Wavelet parts over time',
    xTitle: 'Time (ms)',
    yTitle: 'Part (0 is the slowest)',
    series: [],
    heat: {
      zTitle: 'Strength',
      x: Float32Array.from({ length: COLUMNS }, (_, column) => (((column + 0.5) * readings) / COLUMNS / rateHz) * 1000),
      y: Float32Array.from({ length: rows }, (_, row) => row),
      values: squares.map(Math.sqrt),
    },
  }
}

function addSquares(
  squares: Float32Array,
  { row, rows, part }: { row: number; rows: number; part: Float32Array },
): void {
  for (let column = 0; column < COLUMNS; column += 1) {
    const value = part[Math.min(part.length - 1, Math.floor((column * part.length) / COLUMNS))] ?? 0
    squares[column * rows + row]! += value * value
  }
}
