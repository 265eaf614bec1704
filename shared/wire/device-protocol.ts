/** Typed messages of the device protocol, version 1. Words and layouts: resources/firmware/PROTOCOL.md. */
import { hexOf } from '../formats/bytes.ts'
import type { Frame } from './frames.ts'
import { MAX_PAYLOAD_BYTES } from './frames.ts'

const REQUEST_TYPES = {
  hello: 0x01,
  'start-stream': 0x02,
  'stop-stream': 0x03,
  'start-live': 0x04,
  'stop-live': 0x05,
  'raw-window': 0x06,
  infer: 0x07,
  'model-info': 0x08,
  reset: 0x09,
  bootloader: 0x0a,
} as const

export type BoardRequest =
  | { kind: 'hello' | 'stop-stream' | 'stop-live' | 'model-info' | 'reset' | 'bootloader' }
  | { kind: 'start-stream'; rateHz: number }
  /** Rows between two windows; 0 takes the model's stride. */
  | { kind: 'start-live'; strideRows: number }
  | { kind: 'raw-window'; offset: number; values: Float32Array }
  | { kind: 'infer'; count: number }

export type BlobKind = 'features' | 'input' | 'output' | 'anomaly'
const BLOB_KINDS: readonly BlobKind[] = ['features', 'input', 'output', 'anomaly']

/** `request` is the sequence number of the request that is answered. */
export type BoardMessage =
  | { kind: 'info'; part: number; parts: number; bytes: Uint8Array }
  /** `row` counts from 0 at the start of the stream; `values` are raw, row by row. */
  | { kind: 'data'; row: number; values: Int16Array }
  /** `anomaly`: how strange the window is, of models that have a detector. */
  | { kind: 'result'; row: number; dspUs: number; inferenceUs: number; output: Int8Array; anomaly?: number }
  | { kind: 'blob'; request: number; blob: BlobKind; offset: number; total: number; bytes: Uint8Array }
  | { kind: 'inferred'; request: number; dspUs: number; inferenceUs: number }
  | { kind: 'model'; request: number; model: BoardModel | null }
  | { kind: 'done'; request: number; type: number }
  | { kind: 'log'; text: string }
  | { kind: 'error'; request: number; type: number; code: number; text: string }
  /** The button on the board was pressed, when `row` rows had been sampled. */
  | { kind: 'button'; row: number }
  /** A type or payload this version does not know. */
  | { kind: 'unknown'; type: number }

/** What the board found in its flash. */
export interface BoardModel {
  state: 'good' | 'damaged'
  bytes: number
  /** CRC-32 that the board computed over these bytes of its flash. */
  crc32: number
  /** Lower-case hex. */
  hash: string
}

/** Most floats that one raw-window request can carry. */
export const RAW_WINDOW_FLOATS = (MAX_PAYLOAD_BYTES - 4) / 4

export function encodeRequest(request: BoardRequest): { type: number; payload: Uint8Array } {
  return { type: REQUEST_TYPES[request.kind], payload: requestPayload(request) }
}

function requestPayload(request: BoardRequest): Uint8Array {
  switch (request.kind) {
    case 'start-stream':
      return words(Math.round(request.rateHz * 1000))
    case 'start-live': {
      const payload = new Uint8Array(2)
      new DataView(payload.buffer).setUint16(0, request.strideRows, true)
      return payload
    }
    case 'raw-window': {
      const payload = new Uint8Array(4 + request.values.length * 4)
      const view = new DataView(payload.buffer)
      view.setUint32(0, request.offset, true)
      request.values.forEach((value, index) => view.setFloat32(4 + index * 4, value, true))
      return payload
    }
    case 'infer':
      return words(request.count)
    case 'hello':
    case 'stop-stream':
    case 'stop-live':
    case 'model-info':
    case 'reset':
    case 'bootloader':
      return new Uint8Array(0)
  }
}

function words(value: number): Uint8Array {
  const payload = new Uint8Array(4)
  new DataView(payload.buffer).setUint32(0, value, true)
  return payload
}

const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

type Reader = (view: DataView, payload: Uint8Array) => BoardMessage

/** By message type: shortest payload, and how it is read. */
const READERS: Record<number, { bytes: number; read: Reader }> = {
  0x81: {
    bytes: 2,
    read: (_, payload) => ({ kind: 'info', part: payload[0]!, parts: payload[1]!, bytes: payload.slice(2) }),
  },
  0x82: {
    bytes: 4,
    read: (view) => ({ kind: 'data', row: view.getUint32(0, true), values: readInt16(view, 4) }),
  },
  0x83: {
    bytes: 12,
    read: (view) => ({ ...readResult(view), output: readInt8(view, 12) }),
  },
  0x84: { bytes: 11, read: readBlob },
  0x85: {
    bytes: 10,
    read: (view) => ({
      kind: 'inferred',
      request: view.getUint16(0, true),
      dspUs: view.getUint32(2, true),
      inferenceUs: view.getUint32(6, true),
    }),
  },
  0x86: { bytes: 3, read: readModel },
  0x87: { bytes: 3, read: (view) => ({ kind: 'done', request: view.getUint16(0, true), type: view.getUint8(2) }) },
  0x88: { bytes: 0, read: (_, payload) => ({ kind: 'log', text: decodeText(payload) }) },
  0x8a: { bytes: 4, read: (view) => ({ kind: 'button', row: view.getUint32(0, true) }) },
  0x8b: {
    bytes: 16,
    read: (view) => ({ ...readResult(view), anomaly: view.getFloat32(12, true), output: readInt8(view, 16) }),
  },
  0x89: {
    bytes: 4,
    read: (view, payload) => ({
      kind: 'error',
      request: view.getUint16(0, true),
      type: view.getUint8(2),
      code: view.getUint8(3),
      text: decodeText(payload.subarray(4)),
    }),
  },
}

function readResult(view: DataView): { kind: 'result'; row: number; dspUs: number; inferenceUs: number } {
  return {
    kind: 'result',
    row: view.getUint32(0, true),
    dspUs: view.getUint32(4, true),
    inferenceUs: view.getUint32(8, true),
  }
}

function readInt8(view: DataView, offset: number): Int8Array {
  return Int8Array.from({ length: view.byteLength - offset }, (_, index) => view.getInt8(offset + index))
}

function readInt16(view: DataView, offset: number): Int16Array {
  const values = new Int16Array((view.byteLength - offset) >> 1)
  for (let index = 0; index < values.length; index++) values[index] = view.getInt16(offset + index * 2, true)
  return values
}

function readBlob(view: DataView, payload: Uint8Array): BoardMessage {
  const blob = BLOB_KINDS[view.getUint8(2)]
  if (!blob) return { kind: 'unknown', type: 0x84 }
  return {
    kind: 'blob',
    request: view.getUint16(0, true),
    blob,
    offset: view.getUint32(3, true),
    total: view.getUint32(7, true),
    bytes: payload.slice(11),
  }
}

function readModel(view: DataView, payload: Uint8Array): BoardMessage {
  const request = view.getUint16(0, true)
  const state = view.getUint8(2)
  if (state === 0) return { kind: 'model', request, model: null }
  if (state > 2 || payload.length < 43) return { kind: 'unknown', type: 0x86 }
  const model: BoardModel = {
    state: state === 1 ? 'good' : 'damaged',
    bytes: view.getUint32(3, true),
    crc32: view.getUint32(7, true),
    hash: hexOf(payload.subarray(11, 43)),
  }
  return { kind: 'model', request, model }
}

/** Never throws: what does not fit this version becomes `unknown`. */
export function decodeBoardMessage(frame: Pick<Frame, 'type' | 'payload'>): BoardMessage {
  const reader = READERS[frame.type]
  if (!reader || frame.payload.length < reader.bytes) return { kind: 'unknown', type: frame.type }
  const { payload } = frame
  return reader.read(new DataView(payload.buffer, payload.byteOffset, payload.byteLength), payload)
}
