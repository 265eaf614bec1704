/** The field list that a board answers to hello: `id · length · bytes`, unknown fields skipped. */
import { AppError } from '../contract/errors.ts'
import type { BoardInfo } from '../model/board.ts'
import { hexOf } from '../formats/bytes.ts'

/** The contract's board info, and what only the protocol needs. */
export interface BoardHello extends BoardInfo {
  /** float32 factor from raw reading to the axis's unit, one an axis. */
  scales: Float32Array
  /** What is wrong with the board, as sentences; empty when all is well. */
  problems: string[]
  /** Rows of the model's window and stride; null without a model. */
  windowRows: number | null
  strideRows: number | null
}

const FIELD = {
  board: 1,
  firmware: 2,
  serialNumber: 3,
  protocol: 4,
  rate: 5,
  axis: 6,
  modelHash: 7,
  label: 8,
  problem: 9,
  window: 10,
} as const

interface Field {
  id: number
  bytes: Uint8Array
}

function splitFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  for (let offset = 0; offset < bytes.length;) {
    const end = offset + 2 + (bytes[offset + 1] ?? 0)
    if (offset + 2 > bytes.length || end > bytes.length) throw wrongAnswer('Its description is cut short.')
    fields.push({ id: bytes[offset] ?? 0, bytes: bytes.subarray(offset + 2, end) })
    offset = end
  }
  return fields
}

/** Throws `device/wrong-answer` where a field that every board must send is missing or malformed. */
export function readBoardFields(bytes: Uint8Array): BoardHello {
  const fields = splitFields(bytes)
  const all = (id: number): Uint8Array[] => fields.filter((field) => field.id === id).map((field) => field.bytes)
  const texts = (id: number): string[] => all(id).map((value) => new TextDecoder().decode(value))
  const need = <T>(value: T | undefined, name: string): T => {
    if (value === undefined) throw wrongAnswer(`It did not tell its ${name}.`)
    return value
  }
  const axes = all(FIELD.axis).map(readAxis)
  const hash = all(FIELD.modelHash)[0]
  const window = all(FIELD.window)[0]
  return {
    board: need(texts(FIELD.board)[0], 'name'),
    firmware: need(texts(FIELD.firmware)[0], 'firmware version'),
    protocol: need(all(FIELD.protocol)[0]?.[0], 'protocol version'),
    serialNumber: need(texts(FIELD.serialNumber)[0], 'serial number'),
    rateHz: readWord(need(all(FIELD.rate)[0], 'rate'), 0) / 1000,
    axes: axes.map(({ name, unit }) => ({ name, unit })),
    scales: Float32Array.from(axes, (axis) => axis.scale),
    modelHash: hash ? hexOf(hash) : null,
    labels: texts(FIELD.label),
    problems: texts(FIELD.problem),
    windowRows: window ? readWord(window, 0) : null,
    strideRows: window ? readWord(window, 4) : null,
  }
}

function readAxis(bytes: Uint8Array): { name: string; unit: string; scale: number } {
  const end = bytes.indexOf(0, 4)
  if (bytes.length < 6 || end < 5) throw wrongAnswer('One of its axes has no name.')
  const scale = new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true)
  if (!Number.isFinite(scale)) throw wrongAnswer('One of its axes has no usable scale.')
  const text = new TextDecoder()
  return { name: text.decode(bytes.subarray(4, end)), unit: text.decode(bytes.subarray(end + 1)), scale }
}

function readWord(bytes: Uint8Array, offset: number): number {
  if (bytes.length < offset + 4) throw wrongAnswer('A number in its description is cut short.')
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true)
}

function wrongAnswer(detail: string): AppError {
  return new AppError('device/wrong-answer', { message: `The board's answer cannot be used. ${detail}` })
}
