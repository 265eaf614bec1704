/** The signal of `dsp run`: numbers, or several arrays of numbers. */
import { readFileSync } from 'node:fs'
import { AppError } from '../../shared/contract/errors.ts'
import { readJson } from './read-json.ts'

/** One signal, or several of a batch. */
export type Signals = { batch: false; signal: number[] } | { batch: true; signals: number[][] }

export function readSignal(file: string): Signals {
  const json = readNumbers(file)
  if (!Array.isArray(json)) {
    throw new AppError('file/unreadable', {
      message: `${file} is not an array of numbers, or an array of such arrays.`,
      hint: 'Write [1.5, 2, …] for one signal, or [[1.5, 2], [3, 4]] for several.',
    })
  }
  const entries: unknown[] = json
  if (entries.length === 0) throw new AppError('dsp/bad-signal', { message: 'The signal is empty.' })
  if (!Array.isArray(entries[0]))
    return { batch: false, signal: entries.map((one, at) => finite(one, `Value ${at + 1}`)) }
  const signals = entries.map((entry, at) => {
    if (!Array.isArray(entry)) throw notAnArray(at)
    const values: unknown[] = entry
    return values.map((one, index) => finite(one, `Value ${index + 1} of signal ${at + 1}`))
  })
  return { batch: true, signals }
}

/** Other tools write NaN and Infinity, for which JSON has no word. */
function readNumbers(file: string): unknown {
  try {
    return readJson(file)
  } catch (error) {
    const wrong = error instanceof AppError && error.code === 'file/unreadable'
    const word = wrong ? /NaN|Infinity/.exec(readFileSync(file, 'utf8'))?.[0] : undefined
    if (word === undefined) throw error
    throw new AppError('dsp/bad-signal', { message: `The signal holds ${word}, which is no number.`, cause: error })
  }
}

function finite(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  const shown = value === Infinity || value === -Infinity ? 'too large' : `${JSON.stringify(value)}, which is no number`
  throw new AppError('dsp/bad-signal', { message: `${place} is ${shown}.` })
}

function notAnArray(at: number): AppError {
  return new AppError('dsp/bad-signal', {
    message: `Signal ${at + 1} is no array of numbers, as the first one is.`,
    hint: 'Write one flat array, or an array of arrays.',
  })
}
