/** A first impulse for single readings: gas, temperature, weather. */
import type { DspBlock } from '../model/impulse.ts'
import type { TimeSeriesInput } from '../model/input-block.ts'
import type { SampleSummary } from './describe.ts'
import { newDspBlock } from './registry.ts'

/** Nearly every sample is one reading. */
export function isRows(samples: readonly SampleSummary[]): boolean {
  return samples.filter(({ readings }) => readings === 1).length > 0.9 * samples.length
}

/** A window of one reading, whatever the rate says. */
export function proposeRowInput(axes: string[], reasons: string[]): TimeSeriesInput {
  reasons.push('A window of one reading: every sample is a single row of a table.')
  return { kind: 'time-series', windowSizeMs: 1000, windowIncreaseMs: 1000, frequencyHz: 1, padZeros: false, axes }
}

export function proposeRowBlock(reasons: string[]): DspBlock {
  reasons.push('Raw data: the values as they are; each is scaled by its own spread before the network.')
  return newDspBlock('raw')
}

/** So many different numbers as labels are values to learn, not names. */
const MOST_CLASSES = 12

export function areValues(samples: readonly SampleSummary[]): boolean {
  const labels = new Set(samples.map(({ label }) => label ?? ''))
  return labels.size > MOST_CLASSES && [...labels].every((label) => label !== '' && Number.isFinite(Number(label)))
}
