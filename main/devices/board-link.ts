/** Requests and answers of the device protocol over a BoardPort. Knows frames and time-outs, nothing of recording. */
import { joinBytes } from '../../shared/formats/bytes.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { type BoardHello, readBoardFields } from '../../shared/wire/board-fields.ts'
import {
  type BoardMessage,
  type BoardModel,
  type BoardRequest,
  decodeBoardMessage,
  encodeRequest,
  RAW_WINDOW_FLOATS,
} from '../../shared/wire/device-protocol.ts'
import { createFrameDecoder, encodeFrame, type Frame } from '../../shared/wire/frames.ts'
import type { BoardPort } from './board-port.ts'

const ANSWER_TIMEOUT_MS = 3000
/** The emulated board needs its time for a soft-float window. */
const INFER_TIMEOUT_MS = 20_000

type MessageOf<K extends BoardMessage['kind']> = Extract<BoardMessage, { kind: K }>

/** What the board computed of one uploaded window. */
export interface BoardInference {
  features: Float32Array
  input: Int8Array
  output: Int8Array
  /** How strange the window is; empty where the model has no detector. */
  anomaly: Float32Array
  dspUs: number
  inferenceUs: number
}

export interface BoardLink {
  hello(): Promise<BoardHello>
  modelInfo(): Promise<BoardModel | null>
  /** For requests that the board answers with `done`. */
  order(request: BoardRequest): Promise<void>
  infer(raw: Float32Array): Promise<BoardInference>
  onMessage(listener: (message: BoardMessage, frame: Frame) => void): () => void
  /** Told how many frames were dropped, because they were cut or their checksum is wrong. */
  onDamaged(listener: (frames: number) => void): () => void
  close(): void
}

interface Pending {
  /** Returns true when the answer is complete. */
  take(message: BoardMessage): boolean
  fail(error: AppError): void
}

export function createBoardLink(port: BoardPort): BoardLink {
  const decoder = createFrameDecoder()
  const listeners = new Set<(message: BoardMessage, frame: Frame) => void>()
  const damageListeners = new Set<(frames: number) => void>()
  const pending = new Set<Pending>()
  let sequence = 0

  const offData = port.onData((bytes) => {
    const before = decoder.damaged
    const frames = decoder.push(bytes)
    if (decoder.damaged > before) for (const listener of damageListeners) listener(decoder.damaged - before)
    for (const frame of frames) {
      const message = decodeBoardMessage(frame)
      for (const one of pending) if (one.take(message)) pending.delete(one)
      for (const listener of listeners) listener(message, frame)
    }
  })
  const offClose = port.onClose(() => fail(new AppError('device/unplugged')))

  function fail(error: AppError): void {
    for (const one of pending) one.fail(error)
    pending.clear()
  }

  async function send(request: BoardRequest): Promise<number> {
    const number = sequence
    sequence = (sequence + 1) & 0xffff
    const { type, payload } = encodeRequest(request)
    await port.write(encodeFrame({ type, sequence: number, clockUs: 0, payload }))
    return number
  }

  /** Sends and waits until `take` has what it needs; `take` sees every message after the request. */
  function ask<T>(
    request: BoardRequest,
    take: (message: BoardMessage, number: number) => T | undefined,
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<T> {
    const number = sequence
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => finish(() => reject(new AppError('device/no-answer'))), timeoutMs)
      const entry: Pending = {
        take(message) {
          if (message.kind === 'error' && message.request === number) {
            finish(() => reject(boardError(message)))
            return true
          }
          const result = take(message, number)
          if (result === undefined) return false
          finish(() => resolve(result))
          return true
        },
        fail: (error) => finish(() => reject(error)),
      }
      function finish(settle: () => void): void {
        clearTimeout(timer)
        pending.delete(entry)
        settle()
      }
      pending.add(entry)
      send(request).catch((error: AppError) => entry.fail(error))
    })
  }

  async function order(request: BoardRequest): Promise<void> {
    await ask(request, (message, number) => (message.kind === 'done' && message.request === number ? true : undefined))
  }

  return {
    hello() {
      const parts: Uint8Array[] = []
      return ask({ kind: 'hello' }, (message) => {
        if (message.kind !== 'info') return undefined
        parts[message.part] = message.bytes
        const complete = Array.from({ length: message.parts }, (_, part) => parts[part])
        return complete.every((part) => part !== undefined) ? readBoardFields(joinBytes(complete)) : undefined
      })
    },
    async modelInfo() {
      const answer = await ask({ kind: 'model-info' }, (message, number) =>
        message.kind === 'model' && message.request === number ? message : undefined,
      )
      return answer.model
    },
    order,
    async infer(raw) {
      for (let offset = 0; offset < raw.length; offset += RAW_WINDOW_FLOATS) {
        await order({ kind: 'raw-window', offset, values: raw.subarray(offset, offset + RAW_WINDOW_FLOATS) })
      }
      const blobs = createBlobCollector()
      return ask(
        { kind: 'infer', count: raw.length },
        (message, number) => blobs.take(message, number),
        INFER_TIMEOUT_MS,
      )
    },
    onDamaged(listener) {
      damageListeners.add(listener)
      return () => void damageListeners.delete(listener)
    },
    onMessage(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      offData()
      offClose()
      listeners.clear()
      fail(new AppError('device/unplugged'))
    },
  }
}

function boardError(message: MessageOf<'error'>): AppError {
  return new AppError('device/unsupported', {
    message: `The board says: ${message.text}`,
    data: { code: message.code },
  })
}

/** Puts the pieces of features, input and output together until `inferred` closes the answer. */
function createBlobCollector(): { take(message: BoardMessage, number: number): BoardInference | undefined } {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    take(message, number) {
      if (message.kind === 'blob' && message.request === number) {
        const blob = blobs.get(message.blob) ?? new Uint8Array(message.total)
        blob.set(message.bytes, message.offset)
        blobs.set(message.blob, blob)
      }
      if (message.kind !== 'inferred' || message.request !== number) return undefined
      const bytesOf = (kind: string): ArrayBuffer => (blobs.get(kind) ?? new Uint8Array(0)).buffer
      return {
        features: new Float32Array(bytesOf('features')),
        input: new Int8Array(bytesOf('input')),
        output: new Int8Array(bytesOf('output')),
        anomaly: new Float32Array(bytesOf('anomaly')),
        dspUs: message.dspUs,
        inferenceUs: message.inferenceUs,
      }
    },
  }
}
