/** A first impulse for the data that are there, and why it looks as it does. */
import { AppError } from '../contract/errors.ts'
import { impulseSchema } from '../model/impulse.ts'
import type { DspBlock, Impulse, TrainingSettings } from '../model/impulse.ts'
import type { InputBlock, TimeSeriesInput } from '../model/input-block.ts'
import type { NetworkLayer } from '../model/network-layer.ts'
import type { SampleSummary } from './describe.ts'
import { featureShape } from './feature-shape.ts'
import { isPictures, proposePictureBlock, proposePictureInput, proposePictureNetwork } from './propose-picture.ts'
import { areValues, isRows, proposeRowBlock, proposeRowInput } from './propose-rows.ts'
import {
  isSound,
  proposeSoundBlock,
  proposeSoundNetwork,
  SOUND_RATE_HZ,
  SOUND_STRIDE_MS,
  SOUND_WINDOW_MS,
} from './propose-sound.ts'
import { newDspBlock } from './registry.ts'
import { countWindows, longestStretch } from './windows.ts'

const USUAL_WINDOW_MS = 2000
const WANTED_WINDOWS = 200
/** Fewer windows than this, and a batch of 32 leaves too few steps an epoch. */
const FEW_WINDOWS = 300
const CLASSIFIER = 'classifier'
const STRIDES_MS = [500, 250, 100, 80, 40, 20]

export interface Proposal {
  impulse: Impulse
  /** One sentence a choice, with its numbers. */
  reasons: string[]
}

function median(values: number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

function milliseconds(value: number): string {
  return value.toLocaleString('en-US')
}

function proposeRate(samples: SampleSummary[], mostHz: number, reasons: string[]): number {
  const rates = samples.map((sample) => sample.rateHz)
  const [low, middle, high] = [Math.min(...rates), median(rates), Math.max(...rates)]
  if (low > mostHz) {
    reasons.push(`Frequency ${mostHz} Hz: speech needs no more, and ${low} Hz would be more work for the board.`)
    return mostHz
  }
  if (high <= low * 1.02) {
    reasons.push(`Frequency ${middle} Hz: all ${samples.length} samples have this rate.`)
    return middle
  }
  reasons.push(
    `Frequency ${low} Hz: rates go from ${low} to ${high} Hz, and every sample can be brought to the lowest.`,
  )
  return low
}

function proposeAxes(samples: SampleSummary[], reasons: string[]): string[] {
  const first = samples[0]?.axes ?? []
  const common = first.filter((axis) => samples.every((sample) => sample.axes.includes(axis)))
  if (common.length === 0) {
    throw new AppError('impulse/axes-missing', {
      message: 'No axis is in every sample.',
      hint: 'Remove the samples of the other sensor, or give their columns the same names.',
    })
  }
  reasons.push(`Axes ${common.join(', ')}: every sample has them.`)
  return common
}

function proposeWindow(
  samples: SampleSummary[],
  { wantedMs, holds }: { wantedMs: number; holds: string },
  reasons: string[],
): number {
  const lengths = samples.map((sample) => Math.floor((longestStretch(sample) * 1000) / sample.rateHz + 1e-6))
  const usable = lengths.filter((length) => length > 0)
  const shortest = Math.min(...usable)
  if (shortest >= wantedMs) {
    const length = milliseconds(wantedMs)
    reasons.push(
      `Window ${length} ms: long enough for ${holds}, and the shortest sample has ${milliseconds(shortest)} ms.`,
    )
    return wantedMs
  }
  // Few very short samples must not make all windows short: leave out at most one in twenty.
  const sorted = usable.toSorted((left, right) => left - right)
  const windowMs = Math.min(wantedMs, sorted[Math.floor(usable.length / 20)] ?? shortest)
  const left = usable.filter((length) => length < windowMs).length
  const rest = left > 0 ? `; ${left} shorter ones are left out` : ''
  reasons.push(`Window ${milliseconds(windowMs)} ms: as long as your short samples allow${rest}.`)
  return windowMs
}

interface StrideSubject {
  input: Omit<TimeSeriesInput, 'windowIncreaseMs'>
  samples: SampleSummary[]
  strides: number[]
}

/** The longest stride that still gives enough windows. */
function proposeStride({ input, samples, strides }: StrideSubject, reasons: string[]): number {
  const count = (strideMs: number): number =>
    samples.reduce((sum, sample) => sum + countWindows({ ...input, windowIncreaseMs: strideMs }, sample), 0)
  const fitting = strides.filter((strideMs) => strideMs <= input.windowSizeMs)
  const candidates = fitting.length > 0 ? fitting : [input.windowSizeMs]
  const chosen =
    candidates.find((strideMs) => count(strideMs) >= WANTED_WINDOWS) ?? candidates.at(-1) ?? input.windowSizeMs
  reasons.push(`Stride ${milliseconds(chosen)} ms: cuts ${count(chosen)} windows out of ${samples.length} samples.`)
  return chosen
}

/** The usual FFT length, or a shorter one where it does not fit twice into the window. */
function proposeFftLength(rows: number): number {
  return [16, 8].find((length) => length * 2 <= rows) ?? 4
}

function proposeMotionBlock(input: TimeSeriesInput, reasons: string[]): DspBlock {
  const dsp = newDspBlock('spectral-analysis')
  const fftLength = proposeFftLength((input.windowSizeMs * input.frequencyHz) / 1000)
  dsp.params['fft-length'] = fftLength
  reasons.push(`Spectral Analysis with FFT length ${fftLength}: how strong each axis moves, and how fast.`)
  return dsp
}

function proposeMotionNetwork(windows: number, reasons: string[]) {
  reasons.push('Network 20, 10: small enough for every board, and trained in well under a second.')
  if (windows < FEW_WINDOWS) reasons.push(`Batches of 8: with ${windows} windows, small batches give enough steps.`)
  const layers: NetworkLayer[] = [20, 10].map((units) => ({ type: 'dense', units, activation: 'relu' }))
  const training: Partial<TrainingSettings> = windows < FEW_WINDOWS ? { batchSize: 8 } : {}
  return { layers, training }
}

/** Of the features that the network will see. */
function shapeOf(draft: { input: InputBlock; dsp: DspBlock[] }): number[] {
  const learn = [
    { id: CLASSIFIER, block: 'classification', inputs: draft.dsp.map(({ id }) => id), layers: [], training: {} },
  ]
  return featureShape(impulseSchema.parse({ version: 1, ...draft, learn }), CLASSIFIER)
}

function proposePictures(samples: SampleSummary[], reasons: string[]): Proposal {
  const input = proposePictureInput(samples, reasons)
  const dsp = proposePictureBlock(input, reasons)
  const network = proposePictureNetwork(shapeOf({ input, dsp: [dsp] }), reasons)
  const learn = [{ id: CLASSIFIER, block: 'classification', inputs: [dsp.id], ...network }]
  return { impulse: impulseSchema.parse({ version: 1, input, dsp: [dsp], learn }), reasons }
}

function proposeRows(samples: SampleSummary[], reasons: string[]): Proposal {
  const input = proposeRowInput(proposeAxes(samples, reasons), reasons)
  const dsp = proposeRowBlock(reasons)
  const values = areValues(samples)
  if (values) reasons.push('Regression: the labels are numbers, so the model learns a value.')
  const block = values ? { id: 'regression', block: 'regression' } : { id: 'classifier', block: 'classification' }
  const learn = [{ ...block, inputs: [dsp.id], ...proposeMotionNetwork(samples.length, reasons) }]
  return { impulse: impulseSchema.parse({ version: 1, input, dsp: [dsp], learn }), reasons }
}

export function proposeImpulse(samples: SampleSummary[]): Proposal {
  const usable = samples.filter((sample) => sample.readings > 0)
  if (usable.length === 0) throw new AppError('data/empty')
  const reasons: string[] = []
  if (isPictures(usable)) return proposePictures(usable, reasons)
  if (isRows(usable)) return proposeRows(usable, reasons)
  const sound = isSound(usable)
  const frequencyHz = proposeRate(usable, sound ? SOUND_RATE_HZ : Infinity, reasons)
  const axes = proposeAxes(usable, reasons)
  const wanted = sound
    ? { wantedMs: SOUND_WINDOW_MS, holds: 'one word' }
    : { wantedMs: USUAL_WINDOW_MS, holds: 'one gesture' }
  const windowSizeMs = proposeWindow(usable, wanted, reasons)
  const partial = { kind: 'time-series' as const, windowSizeMs, frequencyHz, padZeros: false, axes }
  const strides = sound ? [SOUND_STRIDE_MS] : STRIDES_MS
  const input = { ...partial, windowIncreaseMs: proposeStride({ input: partial, samples: usable, strides }, reasons) }
  const windows = usable.reduce((sum, sample) => sum + countWindows(input, sample), 0)
  const dsp = sound ? proposeSoundBlock(input, reasons) : proposeMotionBlock(input, reasons)
  const network = sound
    ? proposeSoundNetwork(shapeOf({ input, dsp: [dsp] }), reasons)
    : proposeMotionNetwork(windows, reasons)
  const learn = [{ id: CLASSIFIER, block: 'classification', inputs: [dsp.id], ...network }]
  return { impulse: impulseSchema.parse({ version: 1, input, dsp: [dsp], learn }), reasons }
}
