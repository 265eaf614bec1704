/** Answers of a model on a board with the AT command set: the text of RUNIMPULSE, and uploaded windows (RUNIMPULSESTATIC). */
import { AppError } from '../contract/errors.ts'
import { encodeBase64 } from './base64.ts'

export interface AtInference {
  dspMs: number
  inferenceMs: number
  anomalyMs: number
  scores: { label: string; score: number }[]
  anomaly: number | null
  regression: number | null
  boxes: { label: string; score: number; x: number; y: number; width: number; height: number }[]
}

export interface AtInferenceReader {
  /** The answer that this line completes, if it does. */
  push(line: string): AtInference | null
  /** The answer that was under way when the text ended. */
  end(): AtInference | null
}

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`
const SCORE = new RegExp(String.raw`^\s+(.+?):\s+(${NUMBER})\s*$`, 'i')
const OLD_SCORE = new RegExp(String.raw`^\s*(.+?):\s+(${NUMBER})\s*$`, 'i')
const BOX = new RegExp(String.raw`^\s*(.+?) \((${NUMBER})\) \[ x: (\d+), y: (\d+), width: (\d+), height: (\d+) \]`, 'i')
const ANOMALY = new RegExp(String.raw`^\s*(?:Anomaly prediction|anomaly score):\s*(${NUMBER})`, 'i')
const REGRESSION = new RegExp(String.raw`^\s*#Regression prediction:\s*(${NUMBER})?`, 'i')

export function createAtInferenceReader(): AtInferenceReader {
  let open: AtInference | null = null
  let isOld = false

  function close(): AtInference | null {
    const finished = open
    open = null
    const hasContent =
      finished && (finished.scores.length > 0 || finished.boxes.length > 0 || finished.regression !== null)
    return hasContent ? finished : null
  }

  /** False where the line is no part of an answer. */
  function take(answer: AtInference, line: string): boolean {
    const anomaly = ANOMALY.exec(line)
    const regression = REGRESSION.exec(line)
    const box = BOX.exec(line)
    const score = (isOld ? OLD_SCORE : SCORE).exec(line)
    if (anomaly) answer.anomaly = Number(anomaly[1])
    else if (regression) answer.regression = regression[1] === undefined ? null : Number(regression[1])
    else if (box) {
      const [label = '', ...numbers] = box.slice(1)
      const [certainty = 0, x = 0, y = 0, width = 0, height = 0] = numbers.map(Number)
      answer.boxes.push({ label, score: certainty, x, y, width, height })
    } else if (score) {
      const [, label = '', value = ''] = score
      if (/^#?value$/i.test(label)) answer.regression = Number(value)
      else answer.scores.push({ label, score: Number(value) })
    } else return line.trim().startsWith('#')
    return true
  }

  return {
    push(line) {
      const timing = readTiming(line)
      if (timing) {
        const finished = close()
        isOld = !/^\s*Timing/.test(line)
        open = { ...timing, scores: [], anomaly: null, regression: null, boxes: [] }
        return finished
      }
      if (!open || take(open, line)) return null
      return close()
    },
    end: close,
  }
}

/** `Timing: DSP 5 ms, inference 900 us, anomaly 0 ms` or, in older firmware, `Predictions (DSP: 5 ms., …)`. */
function readTiming(line: string): Pick<AtInference, 'dspMs' | 'inferenceMs' | 'anomalyMs'> | null {
  if (!/^\s*(Timing:|Predictions \()/.test(line)) return null
  const part = (name: string): number => {
    const found = new RegExp(String.raw`${name}:? (${NUMBER}) (ms|us)`, 'i').exec(line)
    return found ? Number(found[1]) / (found[2] === 'us' ? 1000 : 1) : 0
  }
  return { dspMs: part('DSP'), inferenceMs: part('(?:inference|classification)'), anomalyMs: part('anomaly') }
}

/** Base64 of the little-endian float32 values, in pieces of exactly `characters`; the last is padded with `=`. */
export function staticPieces(values: Float32Array, characters: number): string[] {
  if (!Number.isInteger(characters) || characters < 8) {
    throw new AppError('device/wrong-answer', {
      message: `The board wants pieces of ${characters} characters; at least 8 are needed.`,
    })
  }
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  values.forEach((value, index) => view.setFloat32(index * 4, value, true))
  // Whole floats only: a board that decodes each piece by itself would tear one that lies across two.
  const bytesAPiece = (Math.floor(characters / 4) * 3) & ~3
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += bytesAPiece) {
    const piece = encodeBase64(bytes.subarray(at, at + bytesAPiece))
    pieces.push(piece.padEnd(characters, '='))
  }
  return pieces
}

/** What a line of the board means while a window is uploaded. */
export type StaticLine =
  | { kind: 'send-pieces'; characters: number }
  | { kind: 'taken'; floats: number }
  | { kind: 'timeout' }
  | { kind: 'complete'; floats: number }
  | { kind: 'result'; code: number }
  | { kind: 'end' }
  | { kind: 'text' }

export function readStaticLine(line: string): StaticLine {
  const text = line.trim()
  const chunk = /^OK CHUNK=(\d+)$/.exec(text)
  if (chunk) return { kind: 'send-pieces', characters: Number(chunk[1]) }
  const taken = /^OK (\d+)$/.exec(text)
  if (taken) return { kind: 'taken', floats: Number(taken[1]) }
  const complete = /^TRANSFER COMPLETED (\d+)$/.exec(text)
  if (complete) return { kind: 'complete', floats: Number(complete[1]) }
  const result = /^RESULT (-?\d+)$/.exec(text)
  if (result) return { kind: 'result', code: Number(result[1]) }
  if (text === 'TIMEOUT') return { kind: 'timeout' }
  return text === 'END OUTPUT' ? { kind: 'end' } : { kind: 'text' }
}
