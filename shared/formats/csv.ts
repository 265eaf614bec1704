/** CSV and its relatives to recordings: tolerant of what tools and people write, exact about what could not be read. */
import { AppError } from '../contract/errors.ts'
import type { Axis, Gap } from '../model/sample.ts'
import { isHeader, isUnitRow, numberOf, readColumns, type TableColumns, unnamedColumns } from './table-columns.ts'
import { areSamples, chosenColumns, ROW_RATE_HZ } from './table-samples.ts'
import { createTableReader, type TableRow } from './table-rows.ts'
import { neat, readTiming } from './table-time.ts'

export interface CsvRecording {
  axes: Axis[]
  rateHz: number
  /** Interleaved rows. */
  values: Float32Array
  gaps: Gap[]
  /** From a label column. */
  label: string | null
  /** 1-based line of the first reading. */
  line: number
}

export interface CsvResult {
  recordings: CsvRecording[]
  /** Where the rate comes from: the file's own times, or the caller. */
  timed: boolean
  /** Each row became a sample of its own. */
  rowsAreSamples: boolean
  /** Sentences about rows that were left out. */
  notes: string[]
}

export interface CsvOptions {
  /** Readings a second; needed where the file has no column of times. */
  rateHz?: number
  /** Whether rows are readings one after another or samples on their own; found out from the columns where absent. */
  rows?: 'signal' | 'samples' | undefined
  /** Column whose value each row is labelled with; rows are then samples. */
  target?: string | undefined
  /** Names of the columns to read; all where absent. */
  columns?: readonly string[] | undefined
  /** A number that stands for none: rows that have it are left out. */
  missing?: number | undefined
}

const VALUE_LIMIT = 100_000_000

export interface CsvReader {
  push(text: string): void
  /** Throws `data/unreadable` or `data/rate-missing`. */
  end(): CsvResult
}

/** For text in one piece. */
export function parseCsv(text: string, options: CsvOptions = {}): CsvResult {
  const reader = createCsvReader(options)
  reader.push(text)
  return reader.end()
}

interface Rows {
  values: number[]
  times: number[]
  labels: (string | null)[]
  lines: number[]
  /** Rows before which a blank line lies. */
  blanks: number[]
  /** Rows that could not be read, each after how many good ones. */
  bad: { after: number; line: number; what: string }[]
  /** How many had the number that stands for none. */
  missing: number
}

export function createCsvReader(options: CsvOptions = {}): CsvReader {
  const rows: Rows = { values: [], times: [], labels: [], lines: [], blanks: [], bad: [], missing: 0 }
  let names: string[] | null = null
  let units: string[] = []
  let commented: string[] | null = null
  let columns: TableColumns | null = null

  function take(row: TableRow): void {
    if (row.kind === 'comment') commented = row.cells
    else if (row.kind === 'blank') {
      if (rows.lines.length > 0 && rows.blanks.at(-1) !== rows.lines.length) rows.blanks.push(rows.lines.length)
    } else if (columns) takeValues(rows, columns, row, options.missing)
    else takeHead(row)
  }

  function takeHead(row: TableRow): void {
    if (names && isUnitRow(row.cells)) units = row.cells
    else if (!names && isHeader(row.cells)) names = row.cells
    else {
      const inComment = commented?.length === row.cells.length && isHeader(commented) ? commented : null
      const known = names ?? inComment
      const all = known ? readColumns(known, units, row.cells) : unnamedColumns(row.cells.length)
      columns = chosenColumns(all, known ?? [], options)
      takeValues(rows, columns, row, options.missing)
    }
  }

  const reader = createTableReader(take)
  return {
    push: (text) => reader.push(text),
    end() {
      reader.end()
      if (!columns || columns.axes.length === 0 || rows.lines.length === 0) throw unreadable(rows)
      return finish(rows, columns, options)
    },
  }
}

function takeValues(rows: Rows, columns: TableColumns, row: TableRow, missing?: number): void {
  const { cells, line } = row
  // Some tools repeat the header before each recording.
  if (isHeader(cells)) return void rows.blanks.push(rows.lines.length)
  const values = columns.axes.map((axis) => numberOf(cells[axis.column] ?? ''))
  const bad = values.findIndex((value) => Number.isNaN(value) || !Number.isFinite(Math.fround(value)))
  const time = columns.time ? timeOf(cells[columns.time.column] ?? '', columns.time.unit) : 0
  if (bad >= 0 || Number.isNaN(time)) {
    const cell = cells[bad >= 0 ? (columns.axes[bad]?.column ?? 0) : (columns.time?.column ?? 0)]
    rows.bad.push({
      after: rows.lines.length,
      line,
      what: cell === undefined ? 'too few cells' : `“${cell.slice(0, 30)}”`,
    })
    return
  }
  const label = columns.label === null ? null : cells[columns.label] || null
  if (missing !== undefined && (values.includes(missing) || numberOf(label ?? '') === missing))
    return void rows.missing++
  if (rows.values.length + values.length > VALUE_LIMIT) throw new AppError('data/too-large')
  for (const value of values) rows.values.push(value)
  if (columns.time) rows.times.push(time)
  rows.labels.push(label)
  rows.lines.push(line)
}

function timeOf(cell: string, unit: string | null): number {
  return unit === 'date' ? Date.parse(cell) : numberOf(cell)
}

function unreadable(rows: Rows): AppError {
  const first = rows.bad[0]
  const where = first ? `: line ${first.line} has ${first.what} where a number is expected` : ''
  return new AppError('data/unreadable', {
    message: `No readings were found${where}.`,
    data: { line: first?.line ?? null },
  })
}

function finish(rows: Rows, columns: TableColumns, options: CsvOptions): CsvResult {
  if (rows.bad.length > rows.lines.length) throw unreadable(rows)
  if (areSamples(columns, rows.lines.length, options)) {
    return { recordings: rowSamples(rows, columns), timed: true, rowsAreSamples: true, notes: notesOf(rows) }
  }
  const timing = columns.time ? readTiming(rows.times, columns.time.unit) : null
  const rateHz = timing?.rateHz ?? options.rateHz
  if (rateHz === undefined) throw new AppError('data/rate-missing')
  const starts = startsOf(rows, timing?.breaks ?? [])
  const gaps = [...(timing?.gaps ?? []), ...(timing ? [] : badAsGaps(rows))]
  const recordings = starts.map((start, index) =>
    recordingOf(rows, columns, { start, end: starts[index + 1] ?? rows.lines.length, rateHz: neat(rateHz), gaps }),
  )
  return { recordings, timed: timing !== null, rowsAreSamples: false, notes: notesOf(rows) }
}

/** Each row by itself; its rate is a name only. */
function rowSamples(rows: Rows, columns: TableColumns): CsvRecording[] {
  return rows.lines.map((_line, row) =>
    recordingOf(rows, columns, { start: row, end: row + 1, rateHz: ROW_RATE_HZ, gaps: [] }),
  )
}

/** Where recordings begin: at blank lines, pauses, times that go back, and changes of the label. */
function startsOf(rows: Rows, breaks: readonly number[]): number[] {
  const starts = new Set([0, ...breaks])
  // A blank line after every single row is only the way the file is written.
  const spaced = rows.blanks.length > rows.lines.length / 2 && rows.lines.length > 2
  if (!spaced) for (const row of rows.blanks) starts.add(row)
  for (let row = 1; row < rows.labels.length; row++) if (rows.labels[row] !== rows.labels[row - 1]) starts.add(row)
  starts.delete(rows.lines.length)
  return [...starts].sort((a, b) => a - b)
}

/** Without times, a row that could not be read is one missing reading. */
function badAsGaps(rows: Rows): Gap[] {
  const counts = new Map<number, number>()
  for (const { after } of rows.bad) counts.set(after, (counts.get(after) ?? 0) + 1)
  return [...counts].map(([afterReading, readings]) => ({ afterReading, readings }))
}

function recordingOf(
  rows: Rows,
  columns: TableColumns,
  { start, end, rateHz, gaps }: { start: number; end: number; rateHz: number; gaps: Gap[] },
): CsvRecording {
  const width = columns.axes.length
  return {
    axes: columns.axes.map(({ name, unit }) => ({ name, unit })),
    rateHz,
    values: Float32Array.from(rows.values.slice(start * width, end * width)),
    gaps: gaps
      .filter((gap) => gap.afterReading > start && gap.afterReading < end)
      .map((gap) => ({ ...gap, afterReading: gap.afterReading - start })),
    label: rows.labels[start] ?? null,
    line: rows.lines[start] ?? 1,
  }
}

function notesOf(rows: Rows): string[] {
  const first = rows.bad[0]
  const none = rows.missing > 0 ? [`${rows.missing} rows without a value were left out.`] : []
  if (!first) return none
  const many = rows.bad.length === 1 ? 'One row was' : `${rows.bad.length} rows were`
  return [`${many} left out, the first at line ${first.line}: ${first.what}.`, ...none]
}
