/** A first impulse for the data that are there, and why it looks as it does. */
import { AppError } from '../contract/errors.ts'
import { impulseSchema } from '../model/impulse.ts'
import type { Impulse, InputBlock } from '../model/impulse.ts'
import type { SampleSummary } from './describe.ts'
import { newDspBlock } from './registry.ts'
import { countWindows } from './windows.ts'

const USUAL_WINDOW_MS = 2000
const WANTED_WINDOWS = 200
/** Fewer windows than this, and a batch of 32 leaves too few steps an epoch. */
const FEW_WINDOWS = 300
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

function proposeRate(samples: SampleSummary[], reasons: string[]): number {
  const rates = samples.map((sample) => sample.rateHz)
  const [low, middle, high] = [Math.min(...rates), median(rates), Math.max(...rates)]
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

function proposeWindow(samples: SampleSummary[], reasons: string[]): number {
  const lengths = samples.map((sample) => Math.floor((sample.readings * 1000) / sample.rateHz + 1e-6))
  const usable = lengths.filter((length) => length > 0)
  const shortest = Math.min(...usable)
  if (shortest >= USUAL_WINDOW_MS) {
    const length = milliseconds(USUAL_WINDOW_MS)
    reasons.push(
      `Window ${length} ms: long enough for one gesture, and the shortest sample has ${milliseconds(shortest)} ms.`,
    )
    return USUAL_WINDOW_MS
  }
  // Few very short samples must not make all windows short: leave out at most one in twenty.
  const sorted = usable.toSorted((left, right) => left - right)
  const windowMs = Math.min(USUAL_WINDOW_MS, sorted[Math.floor(usable.length / 20)] ?? shortest)
  const left = usable.filter((length) => length < windowMs).length
  const rest = left > 0 ? `; ${left} shorter ones are left out` : ''
  reasons.push(`Window ${milliseconds(windowMs)} ms: as long as your short samples allow${rest}.`)
  return windowMs
}

/** The longest stride that still gives enough windows. */
function proposeStride(
  input: Omit<InputBlock, 'windowIncreaseMs'>,
  samples: SampleSummary[],
  reasons: string[],
): number {
  const count = (strideMs: number): number =>
    samples.reduce((sum, sample) => sum + countWindows({ ...input, windowIncreaseMs: strideMs }, sample), 0)
  const fitting = STRIDES_MS.filter((strideMs) => strideMs <= input.windowSizeMs)
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

export function proposeImpulse(samples: SampleSummary[]): Proposal {
  const usable = samples.filter((sample) => sample.readings > 0)
  if (usable.length === 0) throw new AppError('data/empty')
  const reasons: string[] = []
  const frequencyHz = proposeRate(usable, reasons)
  const axes = proposeAxes(usable, reasons)
  const windowSizeMs = proposeWindow(usable, reasons)
  const partial = { kind: 'time-series' as const, windowSizeMs, frequencyHz, padZeros: false, axes }
  const input = { ...partial, windowIncreaseMs: proposeStride(partial, usable, reasons) }
  const dsp = newDspBlock('spectral-analysis')
  const fftLength = proposeFftLength((windowSizeMs * frequencyHz) / 1000)
  dsp.params['fft-length'] = fftLength
  reasons.push(`Spectral Analysis with FFT length ${fftLength}: how strong each axis moves, and how fast.`)
  reasons.push('Network 20, 10: small enough for every board, and trained in well under a second.')
  const windows = usable.reduce((sum, sample) => sum + countWindows(input, sample), 0)
  if (windows < FEW_WINDOWS) reasons.push(`Batches of 8: with ${windows} windows, small batches give enough steps.`)
  const impulse = impulseSchema.parse({
    version: 1,
    input,
    dsp: [dsp],
    learn: [
      {
        id: 'classifier',
        block: 'classification',
        inputs: [dsp.id],
        layers: [
          { type: 'dense', units: 20 },
          { type: 'dense', units: 10 },
        ],
        training: windows < FEW_WINDOWS ? { batchSize: 8 } : {},
      },
    ],
  })
  return { impulse, reasons }
}
