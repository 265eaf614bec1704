/** What the columns of a table are: time, label, or a measured axis with its unit. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'date'

export interface TableColumns {
  /** Column of the time, or null. */
  time: { column: number; unit: TimeUnit | null } | null
  label: number | null
  axes: { column: number; name: string; unit: string }[]
}

const TIME =
  /^(time|timestamp|t|date|datetime|seconds|elapsed|millis|micros)([\s_-]|$)|[\s_-](time|timestamp|elapsed)$/i
const UNITS: [TimeUnit, RegExp][] = [
  ['ns', /(^|[^a-z])(ns|nanos|nanoseconds?)([^a-z]|$)/i],
  ['us', /(^|[^a-z])(us|µs|μs|micros|microseconds?)([^a-z]|$)/i],
  ['ms', /(^|[^a-z])(ms|msec|millis|milliseconds?)([^a-z]|$)/i],
  ['s', /(^|[^a-z])(s|sec|secs|seconds?)([^a-z]|$)/i],
]
/** Beside a column of time: when a reading came, as this workbench writes it. It is no measured axis. */
const ARRIVAL = /^arrival[\s_-]time$/i
const LABEL = /^(label|class|gesture|activity|target|category)$/i
const COUNTER = /^(|#|index|idx|row|sample|no|number|n|serial([ _-]?(number|no))?)$/i

/** A cell as a number, decimal comma allowed; NaN for anything else, also for `inf`. */
export function numberOf(cell: string): number {
  if (cell === '') return NaN
  const value = Number(/^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(cell) ? cell.replace(',', '.') : cell)
  return Number.isFinite(value) && !/^0[xbo]/i.test(cell) ? value : NaN
}

/** A row is a header when none of its cells is a number but at least one says something. */
export function isHeader(cells: string[]): boolean {
  return cells.some((cell) => cell !== '') && cells.every((cell) => cell === '' || !isValue(cell))
}

function isValue(cell: string): boolean {
  return !Number.isNaN(numberOf(cell)) || /^[+-]?(inf|infinity|nan)$/i.test(cell)
}

/** A second row of words below the header that are all units: `ms,m/s2,m/s2`. */
export function isUnitRow(cells: string[]): boolean {
  const unit = /^[[(]?(m?s|µs|us|ns|g|mg|m\/s(\^|²)?2?|m\/s²|deg\/s|dps|°\/s|rad\/s|µ?ut|%|v|mv|°?c|pa|hpa|-)?[\])]?$/i
  return cells.some((cell) => cell !== '') && cells.every((cell) => unit.test(cell))
}

/** `example` is the first row of values: a date in the first column is a time too. */
export function readColumns(names: string[], units: string[], example: string[]): TableColumns {
  const columns: TableColumns = { time: null, label: null, axes: [] }
  const used = new Set<string>()
  for (const [column, raw] of names.entries()) {
    const { name, unit } = splitUnit(raw, units[column] ?? '')
    const value = example[column] ?? ''
    if (!columns.time && TIME.test(name)) columns.time = { column, unit: timeUnit(`${name} ${unit}`, value) }
    else if (columns.label === null && (LABEL.test(name) || (Number.isNaN(numberOf(value)) && value !== ''))) {
      // A column of words that is not called a label counts only where it is the last.
      if (LABEL.test(name) || column === names.length - 1) columns.label = column
    } else if (!COUNTER.test(name) && !ARRIVAL.test(name)) columns.axes.push({ column, name: unused(name, used), unit })
  }
  return columns
}

/** A table without a header: a column that only grows in front of others is not taken for time; the rate must be told. */
export function unnamedColumns(count: number): TableColumns {
  const axes = Array.from({ length: count }, (_, column) => ({ column, name: `axis${column + 1}`, unit: '' }))
  return { time: null, label: null, axes }
}

function timeUnit(text: string, value: string): TimeUnit | null {
  for (const [unit, pattern] of UNITS) if (pattern.test(text)) return unit
  return Number.isNaN(numberOf(value)) && !Number.isNaN(Date.parse(value)) ? 'date' : null
}

/** `accX (m/s2)`, `accX [g]` → name and unit. */
function splitUnit(raw: string, below: string): { name: string; unit: string } {
  const match = /^(.*?)\s*[[(]([^\])]*)[\])]$/.exec(raw.trim())
  const unit = match?.[2] ?? below.replace(/[[\]()]/g, '')
  return { name: (match?.[1] ?? raw).trim().slice(0, 90), unit: unit.trim().slice(0, 40) }
}

function unused(name: string, used: Set<string>): string {
  let free = name
  for (let number = 2; used.has(free); number++) free = `${name} ${number}`
  used.add(free)
  return free
}
