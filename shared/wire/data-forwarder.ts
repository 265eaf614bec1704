/**
 * Readings as lines of text: numbers separated by comma, TAB or spaces, one reading a line. What `Serial.println` makes.
 * Good lines are kept, and each other line gets the reason why it was skipped.
 */
import { type HeaderLine, readHeaderLine, readReadingLine } from './reading-line.ts'

export interface ForwarderLine {
  /** Without line ends and control bytes. */
  text: string
  /** When its last byte arrived, by the reader's clock. */
  arrivalMs: number
  /** Null where the line was skipped. */
  values: number[] | null
  /** Why it was skipped; empty where it was taken. */
  skipped: string
  /** Names of the values, where the line tells them. */
  names: string[] | null
  /** Units of the values; empty texts where the line tells none. */
  units: string[]
  /** The bytes, where they are not those of the text. */
  raw: Uint8Array | null
  /** The names of columns, where the line holds these and nothing else. */
  header: HeaderLine | null
}

/** What the lines of a stream have in common. */
export interface ForwarderShape {
  axes: number
  names: readonly string[] | null
}

export interface ForwarderParser {
  push(bytes: Uint8Array, arrivalMs: number): ForwarderLine[]
  /** From now on lines must have this many values, or this shape; null lifts it. */
  expect(shape: number | ForwarderShape | null): void
}

/** A row of a spectrum has hundreds of numbers. */
const LONGEST_LINE = 4000
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const NUL = 0
const DAMAGE = '\ufffd'
const UNSHOWN = /[^\t\u0020-\u007e°²µΩ\p{L}]/gu
export const FIRST_MAY_BE_CUT = 'the first line may be cut off'
const BOARD_ERROR = /^(<?ERR|\[E\]|E \(\d+\)|panic|guru meditation)/i
/** Colours and cursor movements of terminals. */
// oxlint-disable-next-line no-control-regex -- these begin with the control byte ESC
const TERMINAL_CODES = /\u001b(\[[0-9;?]*[@-~]|[@-Z\\-_])/g

export function createForwarderParser(): ForwarderParser {
  let line: number[] = []
  let isFirst = true
  let overlong = false
  let shape: number | ForwarderShape | null = null

  function finish(arrivalMs: number): ForwarderLine | null {
    const text = textOf(line)
    const raw = text.length === line.length && isPlain(text) ? null : Uint8Array.from(line)
    const cut = isFirst
    const tooLong = overlong
    line = []
    overlong = false
    if (text === '' && !tooLong) return null
    isFirst = false
    const verdict = tooLong ? skip(`longer than ${LONGEST_LINE} characters`) : judge(text, cut, shape)
    return { text, arrivalMs, raw, ...verdict }
  }

  return {
    push(bytes, arrivalMs) {
      const lines: ForwarderLine[] = []
      for (const byte of bytes) {
        // Some boards pad with NUL, some end lines with CR alone: either is an end, and empty lines do not count.
        if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
          const finished = finish(arrivalMs)
          if (finished) lines.push(finished)
        } else if (line.length >= LONGEST_LINE) {
          overlong = true
        } else if (byte !== NUL) {
          line.push(byte)
        }
      }
      return lines
    },
    expect(wanted) {
      shape = wanted
    },
  }
}

type Verdict = Pick<ForwarderLine, 'values' | 'skipped' | 'names' | 'units' | 'header'>

const skip = (skipped: string, header: HeaderLine | null = null): Verdict => {
  return { values: null, skipped, names: null, units: [], header }
}

function judge(text: string, cut: boolean, shape: number | ForwarderShape | null): Verdict {
  if (isBoardError(text)) return skip('the board reports an error')
  const isDamaged = text.includes(DAMAGE)
  const header = isDamaged ? null : readHeaderLine(text)
  if (header) return skip('names the columns', header)
  if (cut) return skip(FIRST_MAY_BE_CUT)
  if (isDamaged) return skip('holds bytes that are no text')
  const read = readReadingLine(text)
  if ('reason' in read) return skip(read.reason)
  const misfit = misfitOf(read.values.length, read.names, shape)
  return misfit === null ? { ...read, skipped: '', header: null } : skip(misfit)
}

/** True for lines in which the board itself complains. */
export function isBoardError(text: string): boolean {
  return BOARD_ERROR.test(text)
}

function misfitOf(count: number, names: string[] | null, shape: number | ForwarderShape | null): string | null {
  const axes = typeof shape === 'number' ? shape : shape?.axes
  if (axes !== undefined && count !== axes) return `has ${count} values instead of ${axes}`
  if (shape === null || typeof shape === 'number') return null
  return (names?.join() ?? '') === (shape.names?.join() ?? '') ? null : 'names other values'
}

/** Bytes as text: UTF-8 where it is that; what cannot be shown becomes the sign for damage. */
function textOf(bytes: readonly number[]): string {
  const plain = String.fromCharCode(...bytes)
  // Most lines are plain ASCII.
  if (isPlain(plain)) return plain.trim()
  return utf8Of(bytes, plain).replace(TERMINAL_CODES, '').replaceAll('\u2212', '-').replace(UNSHOWN, DAMAGE).trim()
}

const isPlain = (text: string): boolean => /^[\t -~]*$/.test(text)

function utf8Of(bytes: readonly number[], otherwise: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
  } catch {
    // Not UTF-8: noise, or another code page.
    return otherwise.replace(/[\u0080-\u00ff]/g, DAMAGE)
  }
}
