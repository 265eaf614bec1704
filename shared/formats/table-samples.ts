/** Tables in which every row is a sample of its own: readings of gas or weather with a label or a value to learn. */
import { AppError } from '../contract/errors.ts'
import type { TableColumns } from './table-columns.ts'

/** Of a single reading: it has no rate, and this is what every such sample says. */
export const ROW_RATE_HZ = 1

export interface RowOptions {
  rows?: 'signal' | 'samples' | undefined
  target?: string | undefined
  columns?: readonly string[] | undefined
}

/** Names of columns that are read many times a second: their rows are a signal. */
const SIGNAL = /^(acc|gyr|mag|gravity|rot|audio|sound|mic|emg|ecg|eeg|ppg|imu|axis\d|[a-z]?[xyz]$)/i

export function areSamples(columns: TableColumns, rows: number, { rows: said, target }: RowOptions): boolean {
  if (said !== undefined) return said === 'samples'
  if (target !== undefined) return true
  if (columns.time !== null) return false
  if (rows === 1) return true
  return columns.label !== null && !columns.axes.some(({ name }) => SIGNAL.test(name))
}

/** The columns that were asked for, with the target as label. Throws `data/unreadable` where one is not there. */
export function chosenColumns(found: TableColumns, header: readonly string[], options: RowOptions): TableColumns {
  const { target, columns: wanted } = options
  const place = (name: string): number => {
    const column = header.findIndex((one) => one.trim() === name)
    if (column >= 0) return column
    throw new AppError('data/unreadable', {
      message: `There is no column “${name}”.`,
      hint: `Choose among: ${header.join(', ')}.`,
    })
  }
  const label = target === undefined ? found.label : place(target)
  const kept = wanted && new Set(wanted.map(place))
  const axes = found.axes.filter(({ column }) => column !== label && (!kept || kept.has(column)))
  // Samples of their own need no times, and a date that cannot be read must not leave them out.
  const time = options.rows === 'samples' || target !== undefined ? null : found.time
  return { time, label, axes }
}
