/** What a stream of lines is: its axes with names and units, its rate, and a column that counts or tells the time. */
import { AppError } from '../contract/errors.ts'
import { FIRST_MAY_BE_CUT, type ForwarderLine, type ForwarderShape, isBoardError } from './data-forwarder.ts'

export interface ForwarderStream {
  /** Values a line. */
  axes: number
  /** What each line must look like. */
  shape: ForwarderShape
  /** Names and units by column; empty texts where nothing tells them. */
  columns: { name: string; unit: string }[]
  /** The column that counts readings or tells their time; null where none is named so. */
  clock: ForwarderClock | null
  /** The nominal rate next to the measured one, where one is within 4 %; else the measured one. */
  rateHz: number
  measuredRateHz: number
  example: number[]
}

export interface ForwarderClock {
  column: number
  /** How much it grows from one reading to the next. */
  step: number
}

const NOMINAL_RATES = [
  1, 2, 5, 10, 12.5, 20, 25, 26, 40, 50, 52, 62.5, 80, 100, 104, 125, 200, 208, 250, 400, 416, 500, 1000, 2000, 4000,
  8000, 10_000, 16_000, 48_000,
]
const NOMINAL_TOLERANCE = 0.04
const LEAST_LINES = 3
const CLOCK_NAME = /^(t|ts|time|timestamp|millis|micros|ms|us|seq|sequence|counter|index|sample|n)(_?(ms|us|s))?$/i

type Good = ForwarderLine & { values: number[] }

/**
 * Number of axes and rate of a stream, from the lines of a second or so. Rate = intervals between the first and the last
 * good line by their arrival. Throws `device/wrong-answer` where fewer than three lines agree.
 */
export function detectForwarderStream(lines: readonly ForwarderLine[]): ForwarderStream {
  const good = lines.filter((line): line is Good => line.values !== null)
  const key = commonest(good.map(keyOf))
  const fitting = good.filter((line) => keyOf(line) === key)
  const first = fitting[0]
  const last = fitting.at(-1)
  if (!first || !last || fitting.length < LEAST_LINES || last.arrivalMs <= first.arrivalMs) {
    throw new AppError('device/wrong-answer', { message: reason(lines, fitting.length) })
  }
  const shapes = new Map(good.map((line) => [keyOf(line), line]))
  const other = [...shapes.values()].find((line) => isEquallyCommon(line, first, good))
  if (other) throw onOwnLines(first, other)
  const measuredRateHz = ((fitting.length - 1) * 1000) / (last.arrivalMs - first.arrivalMs)
  const columns = columnsOf(lines, last)
  const axes = last.values.length
  return {
    axes,
    shape: { axes, names: last.names },
    columns,
    clock: findClock(columns, fitting),
    rateHz: nominalRate(measuredRateHz),
    measuredRateHz,
    example: last.values,
  }
}

const keyOf = (line: Good): string => `${line.values.length} ${line.names?.join() ?? ''}`

const ALMOST_AS_OFTEN = 0.8

/** Another named value, on a line of its own, for each one of the commonest. */
function isEquallyCommon(line: Good, best: Good, good: readonly Good[]): boolean {
  if (best.values.length > 1 || line.values.length > 1 || line.names === null || best.names === null) return false
  const key = keyOf(line)
  if (key === keyOf(best)) return false
  const times = (wanted: string): number => good.filter((one) => keyOf(one) === wanted).length
  return times(key) >= ALMOST_AS_OFTEN * times(keyOf(best))
}

function onOwnLines(one: Good, other: Good): AppError {
  return new AppError('device/wrong-answer', {
    message: `The board sends each value on a line of its own: "${one.text.slice(0, 30)}", "${other.text.slice(0, 30)}".`,
    hint: 'Print all values of a reading on one line, with commas between them.',
  })
}

/** The lines' own names come before those of a header; a header must have as many columns and stand above readings. */
function columnsOf(lines: readonly ForwarderLine[], example: Good): { name: string; unit: string }[] {
  const fits = (texts: readonly string[] | undefined): boolean => texts?.length === example.values.length
  const headers = lines.filter((line, index) => line.header && isAboveReading(lines, index))
  const named = headers.findLast((line) => fits(line.header?.names))?.header
  const measured = headers.findLast((line) => fits(line.header?.units))?.header
  return example.values.map((_value, column) => ({
    name: example.names?.[column] ?? named?.names[column] ?? '',
    unit: example.units[column] || named?.units[column] || measured?.units[column] || '',
  }))
}

function isAboveReading(lines: readonly ForwarderLine[], index: number): boolean {
  const next = lines.slice(index + 1).find((line) => !line.header)
  return next !== undefined && next.values !== null
}

/** A column counts only where its name says so, and where it never stands still. */
function findClock(columns: readonly { name: string }[], lines: readonly Good[]): ForwarderClock | null {
  const column = columns.findIndex(({ name }) => CLOCK_NAME.test(name))
  if (column < 0 || columns.length < 2) return null
  const steps = lines.slice(1).map((line, index) => line.values[column]! - lines[index]!.values[column]!)
  const step = steps.toSorted((left, right) => left - right)[steps.length >> 1] ?? 0
  return step > 0 && steps.every((one) => one > 0) ? { column, step } : null
}

function reason(lines: readonly ForwarderLine[], count: number): string {
  const reported = lines.find((line) => isBoardError(line.text))
  if (reported) return `The board reports: ${reported.text}`
  const skipped = lines.find((line) => line.skipped !== '' && line.skipped !== FIRST_MAY_BE_CUT && !line.header)
  if (skipped) return `The board sends lines that are not readings: "${skipped.text.slice(0, 60)}" ${skipped.skipped}.`
  return `The board sent ${count} usable lines; at least ${LEAST_LINES} are needed. It may send too slowly, or at another baud rate.`
}

function commonest(keys: readonly string[]): string | null {
  const tally = new Map<string, number>()
  for (const key of keys) tally.set(key, (tally.get(key) ?? 0) + 1)
  let best: string | null = null
  for (const [key, times] of tally) if (best === null || times > (tally.get(best) ?? 0)) best = key
  return best
}

/** The nominal rate beside a measured one, where one is near. */
export function nominalRate(measuredHz: number): number {
  const near = NOMINAL_RATES.toSorted((left, right) => Math.abs(left - measuredHz) - Math.abs(right - measuredHz))[0]
  return near !== undefined && Math.abs(near - measuredHz) <= near * NOMINAL_TOLERANCE ? near : measuredHz
}
