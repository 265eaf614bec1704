/** AT command set up to 1.8: commands out, and the meaning of the lines that come back. Knows no port and no time. */
import { AppError } from '../contract/errors.ts'
import { AT_BAUD_RATE, type AtConfig, isAtLeast } from './at-config.ts'
import { decodeBase64 } from './base64.ts'

/** Long commands are sent in pieces, because small boards read their UART slowly. */
export const AT_PIECE_CHARACTERS = 5
export const AT_PIECE_PAUSE_MS = 20
/** Stops whatever runs and brings the prompt back. */
export const AT_STOP = 'b\r'

export function atCommand(name: string, ...values: (string | number)[]): string {
  for (const value of values) {
    if (/[,\r\n]/.test(String(value))) {
      throw new AppError('device/unsupported', {
        message: `"${value}" holds a comma or a line end; AT commands cannot carry either.`,
        hint: 'Use another name.',
      })
    }
  }
  return values.length === 0 ? `AT+${name}\r` : `AT+${name}=${values.join(',')}\r`
}

export const atQuestion = (name: string): string => `AT+${name}?\r`

/** The board's complaint among the lines of an answer, or null. */
export function atComplaint(lines: readonly string[]): string | null {
  const bad = /^(ERR:|Not a valid AT command|No handler for command!|Command not found!|Failed to )/
  return lines.find((line) => bad.test(line.trim()))?.trim() ?? null
}

/** The part of a command that picks the baud rate of its answer, and the rate to change to. */
export interface TransferPlan {
  suffix: '' | 'y' | 'n'
  baudRate: number | null
}

export function planTransfer(config: Pick<AtConfig, 'atVersion' | 'transferBaudRate'>): TransferPlan {
  if (!isAtLeast(config.atVersion, 1, 6)) return { suffix: '', baudRate: null }
  const isFaster = config.transferBaudRate !== AT_BAUD_RATE
  return isFaster ? { suffix: 'y', baudRate: config.transferBaudRate } : { suffix: 'n', baudRate: null }
}

/** Base64 of one line, strictly. Throws `device/wrong-answer` where a byte was lost or damaged. */
export function decodeBase64Line(line: string): Uint8Array<ArrayBuffer> {
  const text = line.trim()
  const bytes = decodeBase64(text)
  if (bytes) return bytes
  throw new AppError('device/wrong-answer', {
    message: `The board's data arrived damaged: ${text.length} characters that are no whole base64.`,
    hint: 'Use a shorter cable or a hub with its own power, then record again.',
  })
}

export interface Snapshot {
  format: 'gray' | 'rgb' | 'jpeg'
  width: number
  height: number
  bytes: Uint8Array
}

/** A picture: raw grey or RGB bytes of exactly the size, or a JPEG in newer firmware. */
export function readSnapshot(line: string, width: number, height: number): Snapshot {
  const bytes = decodeBase64Line(line)
  const pixels = width * height
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { format: 'jpeg', width, height, bytes }
  if (bytes.length === pixels) return { format: 'gray', width, height, bytes }
  if (bytes.length === pixels * 3) return { format: 'rgb', width, height, bytes }
  throw new AppError('device/wrong-answer', {
    message: `The picture has ${bytes.length} bytes; ${width} x ${height} needs ${pixels} or ${pixels * 3}.`,
  })
}

/** Where a recording on the board stands, by the lines it printed. */
export interface SampleDialogue {
  stage: 'asked' | 'starting' | 'sampling' | 'processing' | 'finished'
  /** Milliseconds until it begins, as the board said. */
  startsInMs: number | null
  totalBytes: number | null
  fileName: string | null
  /** The stretch of the board's buffer that holds the recording. */
  buffer: { from: number; to: number } | null
}

export const SAMPLE_ASKED: SampleDialogue = {
  stage: 'asked',
  startsInMs: null,
  totalBytes: null,
  fileName: null,
  buffer: null,
}

/** The next state after a line; lines without meaning change nothing. */
export function sampleStep(dialogue: SampleDialogue, line: string): SampleDialogue {
  const starting = /Starting in (\d+) ?ms/.exec(line)
  if (starting) return { ...dialogue, stage: 'starting', startsInMs: Number(starting[1]) }
  if (/^\s*Sampling\.\.\./.test(line)) return { ...dialogue, stage: 'sampling' }
  const done = /Done sampling, total bytes collected: (\d+)/.exec(line)
  if (done) return { ...dialogue, stage: 'finished', totalBytes: Number(done[1]) }
  if (/^\s*Processing\.\.\./.test(line)) return { ...dialogue, stage: 'processing' }
  if (/^\s*Done processing/.test(line)) return { ...dialogue, stage: 'finished' }
  const file = /^\s*File name:\s*(\S+)/.exec(line)
  if (file) return { ...dialogue, fileName: file[1] ?? null }
  const used = /Used buffer, from=(\d+), to=(\d+)/.exec(line)
  if (used) return { ...dialogue, buffer: { from: Number(used[1]), to: Number(used[2]) } }
  return dialogue
}

/** What fetches a finished recording; throws `device/wrong-answer` where the board told neither buffer nor file. */
export function fetchCommand(dialogue: SampleDialogue, plan: TransferPlan): string {
  const suffix = plan.suffix === '' ? [] : [plan.suffix]
  if (dialogue.buffer) return atCommand('READBUFFER', dialogue.buffer.from, dialogue.buffer.to, ...suffix)
  if (dialogue.fileName !== null) return atCommand('READFILE', dialogue.fileName, ...suffix)
  throw new AppError('device/wrong-answer', { message: 'The board did not say where it keeps the recording.' })
}
