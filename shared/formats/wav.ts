/**
 * WAV recordings. Readings are 16-bit counts (full scale ±32,768) whatever the file holds, because that is what a
 * microphone on a board gives and what the audio blocks expect: float and wider files keep their fractions.
 */
import { AppError } from '../contract/errors.ts'
import type { Axis } from '../model/sample.ts'

export interface WavRecording {
  rateHz: number
  axes: Axis[]
  /** Interleaved rows, in 16-bit counts. */
  values: Float32Array
  /** What a person should know about this file. */
  notes: string[]
}

interface Format {
  float: boolean
  channels: number
  rateHz: number
  /** Of one value of one channel, as stored: a 12-bit value fills the upper bits of two bytes. */
  valueBytes: number
}

interface Chunk {
  start: number
  end: number
}

interface Chunks {
  format: Chunk | null
  data: Chunk | null
  notes: string[]
}

export const FULL_SCALE = 32_768
const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
const UNKNOWN_SIZE = 0xffff_ffff
const CHANNEL_LIMIT = 64
const RATE_LIMIT_HZ = 1_000_000
const VALUE_LIMIT = 64_000_000
/** A thousand times full scale: no recorder writes such a float, damaged files do. */
const LOUDEST_COUNT = FULL_SCALE * 1000
const COMPRESSED: Record<number, string> = {
  2: 'Microsoft ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  80: 'MPEG',
  85: 'MP3',
}

function unreadable(message: string): AppError {
  return new AppError('data/unreadable', {
    message,
    hint: 'Save the recording again as WAV with 16-bit PCM, for example in Audacity: File, Export Audio.',
  })
}

/** Throws `data/unreadable` for what is no WAV or is compressed; a file cut short gives what is there, and a note. */
export function parseWav(bytes: Uint8Array): WavRecording {
  const head = wordAt(bytes, 0)
  if (head === 'RIFX') throw unreadable('This WAV is written backwards (RIFX, big-endian).')
  if ((head !== 'RIFF' && head !== 'RF64') || wordAt(bytes, 8) !== 'WAVE') {
    throw unreadable('This is no WAV file, although its name says so.')
  }
  const { format, data, notes } = findChunks(bytes)
  if (!format) throw unreadable('This WAV does not say how its sound is stored: its fmt chunk is missing.')
  if (!data) throw unreadable('This WAV holds no sound: its data chunk is missing.')
  const { channels, rateHz, valueBytes, float } = readFormat(bytes, format)
  const rowBytes = channels * valueBytes
  const rows = Math.floor((data.end - data.start) / rowBytes)
  if (rows === 0) throw unreadable('This WAV holds no readings.')
  if (rows * channels > VALUE_LIMIT) throw new AppError('data/too-large')
  if ((data.end - data.start) % rowBytes !== 0) notes.push('The last reading is incomplete and was left out.')
  const stored = bytes.subarray(data.start, data.start + rows * rowBytes)
  return { rateHz, axes: axesOf(channels), values: decode(stored, valueBytes, float), notes }
}

function wordAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}

function looksLikeName(bytes: Uint8Array, at: number): boolean {
  return /^[\x20-\x7e]{4}$/.test(wordAt(bytes, at))
}

/** The first fmt and the first data chunk, wherever they lie; all others are stepped over. */
function findChunks(bytes: Uint8Array): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: Chunks = { format: null, data: null, notes: [] }
  let longSize: number | null = null
  for (let at = 12; at + 8 <= bytes.length;) {
    const [name, start, size] = [wordAt(bytes, at), at + 8, view.getUint32(at + 4, true)]
    const end = Math.min(bytes.length, start + size)
    if (name === 'ds64' && end - start >= 16) longSize = view.getUint32(start + 8, true)
    if (name === 'fmt ' && !found.format) found.format = { start, end }
    if (name === 'data' && !found.data) {
      found.data = { start, end: dataEnd(bytes, { start, size: longSize ?? size }, found.notes) }
      at = stepPast(bytes, found.data.end, found.data.end - start)
    } else at = stepPast(bytes, end, size)
  }
  return found
}

/** Recorders that were switched off leave a size of 0 or −1, or more than they wrote. */
function dataEnd(bytes: Uint8Array, { start, size }: { start: number; size: number }, notes: string[]): number {
  const rest = bytes.length - start
  const neverWritten = size === UNKNOWN_SIZE || (size === 0 && rest > 0 && !looksLikeName(bytes, start))
  if (neverWritten) notes.push('The recorder did not note the length; all that follows was read as sound.')
  else if (size > rest) notes.push(`The file is cut short: ${rest} of ${size} bytes of sound are there.`)
  return neverWritten ? bytes.length : Math.min(bytes.length, start + size)
}

/** Chunks begin at even places; some programs forget the byte between. */
function stepPast(bytes: Uint8Array, end: number, size: number): number {
  if (size % 2 === 0) return end
  return bytes[end] !== 0 && looksLikeName(bytes, end) ? end : end + 1
}

function readFormat(bytes: Uint8Array, { start, end }: Chunk): Format {
  if (end - start < 16) throw unreadable('This WAV is damaged: its fmt chunk is cut short.')
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start)
  const outer = view.getUint16(0, true)
  const kind = outer === EXTENSIBLE && view.byteLength >= 26 ? view.getUint16(24, true) : outer
  const [channels, rateHz, rowBytes] = [view.getUint16(2, true), view.getUint32(4, true), view.getUint16(12, true)]
  if (kind !== PCM && kind !== FLOAT) {
    throw unreadable(`This WAV is compressed (${COMPRESSED[kind] ?? `format ${kind}`}), which is not read here.`)
  }
  if (channels < 1 || channels > CHANNEL_LIMIT) {
    throw unreadable(`This WAV has ${channels} channels. Allowed: 1 to ${CHANNEL_LIMIT}.`)
  }
  if (rateHz < 1 || rateHz > RATE_LIMIT_HZ) {
    throw unreadable(
      `This WAV has ${rateHz} readings a second. Allowed: 1 to ${RATE_LIMIT_HZ.toLocaleString('en-US')}.`,
    )
  }
  const valueBytes = rowBytes / channels
  const allowed = kind === FLOAT ? [4, 8] : [1, 2, 3, 4]
  if (!allowed.includes(valueBytes)) {
    const bits = allowed.map((count) => count * 8).join(', ')
    throw unreadable(`This WAV stores ${view.getUint16(14, true)} bits in ${valueBytes} bytes. Allowed bits: ${bits}.`)
  }
  return { float: kind === FLOAT, channels, rateHz, valueBytes }
}

function axesOf(channels: number): Axis[] {
  const names =
    channels === 1
      ? ['audio']
      : channels === 2
        ? ['audio left', 'audio right']
        : Array.from({ length: channels }, (_, index) => `audio ${index + 1}`)
  return names.map((name) => ({ name, unit: 'wav' }))
}

function decode(stored: Uint8Array, valueBytes: number, float: boolean): Float32Array {
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength)
  const count = stored.length / valueBytes
  const values = new Float32Array(count)
  const read = float ? floatReader(view, valueBytes) : countReader(view, valueBytes)
  for (let index = 0; index < count; index++) {
    const value = read(index)
    if (!(Math.abs(value) <= LOUDEST_COUNT)) {
      throw unreadable(`Reading ${index + 1} of this WAV is ${value / FULL_SCALE}; amplitudes are within ±1.`)
    }
    values[index] = value
  }
  return values
}

function floatReader(view: DataView, valueBytes: number): (index: number) => number {
  return valueBytes === 4
    ? (index) => view.getFloat32(index * 4, true) * FULL_SCALE
    : (index) => view.getFloat64(index * 8, true) * FULL_SCALE
}

/** 8 bits are unsigned, all wider ones signed: so it is defined. */
function countReader(view: DataView, valueBytes: number): (index: number) => number {
  if (valueBytes === 1) return (index) => (view.getUint8(index) - 128) * 256
  if (valueBytes === 2) return (index) => view.getInt16(index * 2, true)
  if (valueBytes === 4) return (index) => view.getInt32(index * 4, true) / 65_536
  return (index) => view.getInt16(index * 3 + 1, true) + view.getUint8(index * 3) / 256
}

/**
 * PCM of 16 bits. `values` are interleaved rows in 16-bit counts; fractions are rounded to whole counts and
 * what is louder than full scale is clipped.
 */
export function encodeWav(values: Float32Array, rateHz: number, channels = 1): Uint8Array {
  const rate = Math.round(rateHz)
  if (!(rate >= 1 && rate <= RATE_LIMIT_HZ)) {
    throw new AppError('export/failed', { message: `A WAV file cannot hold ${rateHz} readings a second.` })
  }
  const bytes = new Uint8Array(44 + values.length * 2)
  const view = new DataView(bytes.buffer)
  const text = (at: number, word: string): void => bytes.set(new TextEncoder().encode(word), at)
  text(0, 'RIFF')
  view.setUint32(4, 36 + values.length * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, PCM, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * channels * 2, true)
  view.setUint16(32, channels * 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, values.length * 2, true)
  values.forEach((value, index) => {
    view.setInt16(44 + index * 2, Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(value))), true)
  })
  return bytes
}
