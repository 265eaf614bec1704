/** Where the windows lie that the impulse cuts from a sample, in seconds of the drawn signal. */
import {
  readingsOf,
  segmentsOf,
  type SignalData,
  strideReadings,
  windowReadings,
  windowStarts,
} from '../../../shared/dsp/windows.ts'
import type { TimeSeriesInput } from '../../../shared/model/input-block.ts'
import { timeOfReading } from '../../plots/decimate.ts'

export interface WindowSpan {
  fromSeconds: number
  toSeconds: number
}

/** Throws what cutting throws, for example where an axis is missing. */
export function windowSpans(input: TimeSeriesInput, sample: SignalData): WindowSpan[] {
  const windowRows = windowReadings(input)
  return segmentsOf(input, sample).flatMap(({ rows, startMs }) => {
    // Cutting counts stored readings; the picture also leaves room for those that are missing.
    const firstReading = Math.round((startMs * sample.rateHz) / 1000)
    const offset = timeOfReading(sample, firstReading)
    return Array.from(windowStarts(rows, windowRows, strideReadings(input)), (start) => ({
      fromSeconds: offset + start / input.frequencyHz,
      toSeconds: offset + (start + windowRows) / input.frequencyHz,
    }))
  })
}

/** As many lanes keep neighbours apart in a drawing, also those that only touch. */
export function lanesOf(input: TimeSeriesInput): number {
  return Math.ceil(windowReadings(input) / readingsOf(input.windowIncreaseMs, input.frequencyHz)) + 1
}
