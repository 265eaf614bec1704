/**
 * Thins a signal for drawing without hiding anything: of each stretch its least and greatest reading are kept, in the
 * order in which they came, so that a spike of one reading stays visible. Drawing costs the same at every zoom.
 */
import type { Gap } from '../../shared/model/sample.ts'

/** Readings in one block of the summary that makes wide views cheap. */
const BLOCK = 256

export interface PlotSignal {
  axes: readonly { name: string; unit: string }[]
  rateHz: number
  /** Interleaved rows. */
  values: Float32Array
  gaps?: readonly Gap[]
}

export interface Points {
  x: number[]
  /** null where readings are missing: the line is broken there. */
  y: (number | null)[]
  /** Readings inside the view, and how many of them are drawn. */
  inside: number
}

/** Least and greatest reading of each block, as places in the signal: `[least, greatest]` a block. */
export type Summary = Int32Array

export function readingCount(signal: PlotSignal): number {
  return signal.axes.length === 0 ? 0 : Math.floor(signal.values.length / signal.axes.length)
}

export function signalSeconds(signal: PlotSignal): number {
  const missing = (signal.gaps ?? []).reduce((sum, gap) => sum + gap.readings, 0)
  return (readingCount(signal) + missing) / signal.rateHz
}

/** Seconds at which a reading was taken; missing readings take their time too. */
export function timeOfReading(signal: PlotSignal, reading: number): number {
  let missing = 0
  for (const gap of signal.gaps ?? []) if (gap.afterReading < reading) missing += gap.readings
  return (reading + missing) / signal.rateHz
}

/** First reading at or after a time. */
export function readingAt(signal: PlotSignal, seconds: number): number {
  const total = readingCount(signal)
  let missing = 0
  for (const gap of signal.gaps ?? []) {
    if ((gap.afterReading + missing) / signal.rateHz >= seconds) break
    missing += gap.readings
    const resumed = gap.afterReading + 1
    if (seconds <= (resumed + missing) / signal.rateHz) return Math.min(total, resumed)
  }
  return Math.max(0, Math.min(total, Math.ceil(seconds * signal.rateHz - missing - 1e-9)))
}

export function summarize(signal: PlotSignal, axis: number): Summary {
  const axes = signal.axes.length
  const total = readingCount(signal)
  const blocks = Math.floor(total / BLOCK)
  const summary = new Int32Array(blocks * 2)
  for (let block = 0; block < blocks; block++) {
    const [least, greatest] = extremes(signal.values, axes, axis, block * BLOCK, (block + 1) * BLOCK)
    summary[block * 2] = least
    summary[block * 2 + 1] = greatest
  }
  return summary
}

function extremes(values: Float32Array, axes: number, axis: number, from: number, to: number): [number, number] {
  let least = from
  let greatest = from
  for (let reading = from + 1; reading < to; reading++) {
    const value = values[reading * axes + axis]!
    if (value < values[least * axes + axis]!) least = reading
    if (value > values[greatest * axes + axis]!) greatest = reading
  }
  return [least, greatest]
}

/** As `extremes`, by whole blocks where they lie inside. */
function extremesByBlocks(
  signal: PlotSignal,
  axis: number,
  summary: Summary,
  range: { from: number; to: number },
): [number, number] {
  const axes = signal.axes.length
  const firstBlock = Math.ceil(range.from / BLOCK)
  const lastBlock = Math.min(Math.floor(range.to / BLOCK), summary.length / 2)
  if (lastBlock <= firstBlock) return extremes(signal.values, axes, axis, range.from, range.to)
  const at = (reading: number): number => signal.values[reading * axes + axis]!
  let [least, greatest] = extremes(signal.values, axes, axis, range.from, Math.max(range.from + 1, firstBlock * BLOCK))
  const take = (low: number, high: number): void => {
    if (at(low) < at(least)) least = low
    if (at(high) > at(greatest)) greatest = high
  }
  for (let block = firstBlock; block < lastBlock; block++) take(summary[block * 2]!, summary[block * 2 + 1]!)
  if (lastBlock * BLOCK < range.to) take(...extremes(signal.values, axes, axis, lastBlock * BLOCK, range.to))
  return [least, greatest]
}

export interface View {
  /** Seconds. */
  from: number
  to: number
  /** Columns of pixels to fill. */
  columns: number
}

/** The points of one axis to draw for a view: all readings where there is room, else two a column. */
export function decimate(signal: PlotSignal, axis: number, view: View, summary: Summary | null = null): Points {
  const axes = signal.axes.length
  const total = readingCount(signal)
  // One reading on each side, so that the line runs out of the picture.
  const from = Math.max(0, readingAt(signal, view.from) - 1)
  const to = Math.min(total, readingAt(signal, view.to) + 1)
  const points: Points = { x: [], y: [], inside: Math.max(0, to - from) }
  const columns = Math.max(1, Math.floor(view.columns))
  const add = (reading: number): void => {
    points.x.push(timeOfReading(signal, reading))
    points.y.push(signal.values[reading * axes + axis]!)
  }
  for (const run of unbrokenRuns(signal, from, to)) {
    if (points.x.length > 0) {
      points.x.push(timeOfReading(signal, run.from) - 0.5 / signal.rateHz)
      points.y.push(null)
    }
    const share = Math.max(1, Math.round((columns * (run.to - run.from)) / Math.max(1, to - from)))
    if (run.to - run.from <= share * 2) for (let reading = run.from; reading < run.to; reading++) add(reading)
    else for (const reading of columnExtremes(signal, axis, summary, { ...run, columns: share })) add(reading)
  }
  return points
}

function* columnExtremes(
  signal: PlotSignal,
  axis: number,
  summary: Summary | null,
  run: { from: number; to: number; columns: number },
): Generator<number> {
  for (let column = 0; column < run.columns; column++) {
    const start = run.from + Math.floor((column * (run.to - run.from)) / run.columns)
    const end = run.from + Math.floor(((column + 1) * (run.to - run.from)) / run.columns)
    const [least, greatest] = summary
      ? extremesByBlocks(signal, axis, summary, { from: start, to: end })
      : extremes(signal.values, signal.axes.length, axis, start, end)
    yield Math.min(least, greatest)
    if (least !== greatest) yield Math.max(least, greatest)
  }
}

function unbrokenRuns(signal: PlotSignal, from: number, to: number): { from: number; to: number }[] {
  const runs = []
  let start = from
  for (const gap of signal.gaps ?? []) {
    const end = gap.afterReading + 1
    if (end <= start || end >= to) continue
    runs.push({ from: start, to: end })
    start = end
  }
  if (start < to) runs.push({ from: start, to })
  return runs
}

/** Least and greatest value of one axis over the whole signal, widened so that a flat line has room. */
export function valueRange(signal: PlotSignal, axis: number): [number, number] {
  const axes = signal.axes.length
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let place = axis; place < signal.values.length; place += axes) {
    const value = signal.values[place]!
    if (value < low) low = value
    if (value > high) high = value
  }
  return roomAround(low, high)
}

export function roomAround(low: number, high: number): [number, number] {
  if (!(low <= high) || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const spread = high - low
  const room = spread > 0 ? spread * 0.08 : Math.max(0.5, Math.abs(high) * 0.1)
  return [low - room, high + room]
}
