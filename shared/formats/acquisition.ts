/** Edge Impulse's acquisition file, as JSON or CBOR: one recording with its sensors. */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { Decoder } from 'cbor-x'
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { Axis } from '../model/sample.ts'
import { type Segment, segmentSchema } from './labels.ts'
import { neat } from './table-time.ts'

export interface Acquisition {
  deviceName: string | null
  deviceType: string
  rateHz: number
  axes: Axis[]
  /** Interleaved rows. */
  values: Float32Array
  /** When it was taken, seconds since 1970; null where the device had no clock. */
  takenAt: number | null
  segments: Segment[] | null
}

const SIGNATURE_DIGITS = 64
const VALUE_LIMIT = 100_000_000
const cbor = new Decoder({ useRecords: false, mapsAsObjects: true })

const fileSchema = z.object({
  protected: z.object({ ver: z.string(), alg: z.string(), iat: z.number().optional() }).optional(),
  signature: z.string().optional(),
  payload: z.object({
    device_name: z.string().nullish(),
    device_type: z.string().default('unknown'),
    interval_ms: z.number().positive().finite(),
    sensors: z
      .array(z.object({ name: z.string().min(1), units: z.string().default('') }))
      .min(1)
      .max(1000),
    // The rows are checked by hand: a schema over half a million numbers takes seconds.
    values: z.custom<unknown[]>((value) => Array.isArray(value), 'is no list'),
    structured_labels: z.array(segmentSchema).optional(),
  }),
})

/** Throws `data/unreadable` with the place that is wrong. */
export function parseAcquisition(bytes: Uint8Array): Acquisition {
  const parsed = fileSchema.safeParse(decode(bytes))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw unreadable(`${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'wrong'}`)
  }
  const { payload, protected: head } = parsed.data
  const axes = payload.sensors.map(({ name, units }) => ({ name: name.slice(0, 100), unit: units.slice(0, 40) }))
  return {
    deviceName: payload.device_name ?? null,
    deviceType: payload.device_type,
    rateHz: neat(1000 / payload.interval_ms),
    axes,
    values: flatten(payload.values, axes.length),
    takenAt: head?.iat ?? null,
    segments: payload.structured_labels ?? null,
  }
}

function decode(bytes: Uint8Array): unknown {
  const start = bytes.findIndex((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  if (bytes[start] === 0x7b) return decodeJson(bytes)
  // Boards pad their buffer with FF, which also ends indefinite lists: take padding off until the rest is whole.
  let end = bytes.length
  for (let dropped = 0; dropped <= 64; dropped++, end--) {
    try {
      return cbor.decode(bytes.subarray(0, end))
    } catch (cause) {
      if (bytes[end - 1] !== 0xff || dropped === 64) throw unreadable('it is neither JSON nor complete CBOR', cause)
    }
  }
  throw unreadable('it is neither JSON nor complete CBOR')
}

function decodeJson(bytes: Uint8Array): unknown {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0xff) end--
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end)))
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message : 'it is no JSON', cause)
  }
}

function flatten(rows: unknown[], axes: number): Float32Array {
  if (rows.length * axes > VALUE_LIMIT) throw new AppError('data/too-large')
  const values = new Float32Array(rows.length * axes)
  for (let row = 0; row < rows.length; row++) {
    const cells = rows[row]
    if (typeof cells === 'string') throw unreadable('it refers to a picture or sound in a file beside it')
    const width = Array.isArray(cells) ? cells.length : 1
    if (width !== axes) throw unreadable(`row ${row} of values has ${width} values for ${axes} sensors`)
    for (let axis = 0; axis < axes; axis++) {
      const value: unknown = Array.isArray(cells) ? cells[axis] : cells
      if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) {
        throw unreadable(`row ${row} of values is not a finite number`)
      }
      values[row * axes + axis] = value
    }
  }
  return values
}

export type SignatureState = 'good' | 'wrong' | 'unsigned'

/** Checks the HMAC-SHA256 over the file with its signature set to zeros. */
export function verifySignature(bytes: Uint8Array, key: string): SignatureState {
  const parsed = fileSchema.safeParse(decode(bytes))
  const signature = parsed.success ? parsed.data.signature : undefined
  if (!parsed.success || signature === undefined || parsed.data.protected?.alg !== 'HS256') return 'unsigned'
  const place = signature.length === SIGNATURE_DIGITS ? find(bytes, new TextEncoder().encode(signature)) : -1
  if (place < 0) return 'wrong'
  const signed = bytes.slice()
  signed.fill(0x30, place, place + SIGNATURE_DIGITS)
  const secret = new TextEncoder().encode(key)
  // A board's padding after the file was not there when it was signed.
  for (let end = signed.length; end > 0; end--) {
    if (bytesToHex(hmac(sha256, secret, signed.subarray(0, end))) === signature.toLowerCase()) return 'good'
    if (signed[end - 1] !== 0xff || signed.length - end >= 64) return 'wrong'
  }
  return 'wrong'
}

function find(bytes: Uint8Array, wanted: Uint8Array): number {
  const first = wanted[0] ?? 0
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at
  }
  return -1
}

function unreadable(what: string, cause?: unknown): AppError {
  return new AppError('data/unreadable', { message: `This is no acquisition file that can be read: ${what}.`, cause })
}
