/**
 * Readings as lines of text: numbers separated by comma, TAB or spaces, one reading a line. What `Serial.println` makes.
 * Good lines are kept, and each other line gets the reason why it was skipped.
 */
import { AppError } from '../contract/errors.ts'

export interface ForwarderLine {
  /** Without line ends and control bytes. */
  text: string
  /** When its last byte arrived, by the reader's clock. */
  arrivalMs: number
  /** Null where the line was skipped. */
  values: number[] | null
  /** Why it was skipped; empty where it was taken. */
  skipped: string
}

export interface ForwarderParser {
  push(bytes: Uint8Array, arrivalMs: number): ForwarderLine[]
  /** From now on lines must have this many values; null lifts it. */
  expect(axes: number | null): void
}

const LONGEST_LINE = 1000
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const TAB = 9
const NUL = 0

export function createForwarderParser(): ForwarderParser {
  let line: number[] = []
  let isFirst = true
  let overlong = false
  let axes: number | null = null

  function finish(arrivalMs: number): ForwarderLine | null {
    const text = String.fromCharCode(...line).trim()
    const cut = isFirst
    const tooLong = overlong
    line = []
    overlong = false
    if (text === '' && !tooLong) return null
    isFirst = false
    if (tooLong) return { text, arrivalMs, values: null, skipped: `longer than ${LONGEST_LINE} characters` }
    return { arrivalMs, ...judge(text, cut, axes) }
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
    expect(count) {
      axes = count
    },
  }
}

type Judgement = Pick<ForwarderLine, 'text' | 'values' | 'skipped'>

function judge(raw: string, cut: boolean, axes: number | null): Judgement {
  const text = printable(raw)
  const skip = (skipped: string): Judgement => ({ text, values: null, skipped })
  if (/^<?ERR/i.test(text)) return skip('the board reports an error')
  if (cut) return skip('the first line may be cut off')
  if (text !== raw) return skip('holds bytes that are no text')
  const parts = text.split(/[,\s]+/).filter((part) => part !== '')
  const wrong = parts.find((part) => !NUMBER.test(part) || !Number.isFinite(Number(part)))
  if (wrong !== undefined) return skip(`"${wrong.slice(0, 20)}" is not a number`)
  if (parts.length === 0) return skip('holds no number')
  if (axes !== null && parts.length !== axes) return skip(`has ${parts.length} values instead of ${axes}`)
  return { text, values: parts.map(Number), skipped: '' }
}

function printable(raw: string): string {
  return Array.from(raw, (letter) => {
    const code = letter.charCodeAt(0)
    return code === TAB || (code >= 0x20 && code < 0x7f) ? letter : '\ufffd'
  }).join('')
}

export interface ForwarderStream {
  axes: number
  /** The nominal rate next to the measured one, where one is within 4 %; else the measured one. */
  rateHz: number
  measuredRateHz: number
  example: number[]
}

const NOMINAL_RATES = [1, 2, 5, 10, 12.5, 20, 25, 26, 40, 50, 52, 62.5, 80, 100, 104, 125, 200, 208, 250, 400, 416, 500]
const NOMINAL_TOLERANCE = 0.04

/**
 * Number of axes and rate of a stream, from the lines of a second or so. Rate = intervals between the first and the last
 * good line by their arrival. Throws `device/wrong-answer` where fewer than three lines agree.
 */
export function detectForwarderStream(lines: readonly ForwarderLine[]): ForwarderStream {
  const reported = lines.find((line) => /^<?ERR/i.test(line.text))
  const good = lines.flatMap((line) => (line.values ? [{ values: line.values, arrivalMs: line.arrivalMs }] : []))
  const axes = commonest(good.map((line) => line.values.length))
  const fitting = good.filter((line) => line.values.length === axes)
  const first = fitting[0]
  const last = fitting.at(-1)
  if (!first || !last || fitting.length < 3 || last.arrivalMs <= first.arrivalMs) {
    const skipped = lines.find((line) => line.skipped !== '' && line.skipped !== 'the first line may be cut off')
    throw new AppError('device/wrong-answer', { message: reason(reported, skipped, fitting.length) })
  }
  const measuredRateHz = ((fitting.length - 1) * 1000) / (last.arrivalMs - first.arrivalMs)
  return { axes: axes ?? 0, rateHz: nominalRate(measuredRateHz), measuredRateHz, example: last.values }
}

function reason(reported: ForwarderLine | undefined, skipped: ForwarderLine | undefined, count: number): string {
  if (reported) return `The board reports: ${reported.text}`
  if (skipped) return `The board sends lines that are not readings: "${skipped.text.slice(0, 60)}" ${skipped.skipped}.`
  return `The board sent ${count} usable lines; at least 3 are needed. It may send too slowly, or at another baud rate.`
}

function commonest(counts: number[]): number | null {
  const tally = new Map<number, number>()
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1)
  let best: number | null = null
  for (const [count, times] of tally) if (best === null || times > (tally.get(best) ?? 0)) best = count
  return best
}

function nominalRate(measuredHz: number): number {
  const near = NOMINAL_RATES.toSorted((left, right) => Math.abs(left - measuredHz) - Math.abs(right - measuredHz))[0]
  return near !== undefined && Math.abs(near - measuredHz) <= near * NOMINAL_TOLERANCE ? near : measuredHz
}
