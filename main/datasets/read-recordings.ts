/** One file's bytes to recordings, whatever its format; what they mean for the project is decided by the import. */
import { AppError } from '../../shared/contract/errors.ts'
import { parseAcquisition } from '../../shared/formats/acquisition.ts'
import { createCsvReader } from '../../shared/formats/csv.ts'
import { decodePicture, isPictureName } from '../../shared/formats/picture.ts'
import { layOut, type Segment } from '../../shared/formats/labels.ts'
import { PICTURE_RATE_HZ } from '../../shared/dsp/windows.ts'
import { pictureAxes } from '../../shared/dsp/picture-window.ts'
import type { ImageSize } from '../../shared/model/input-block.ts'
import { parseWav } from '../../shared/formats/wav.ts'
import type { Axis, Gap } from '../../shared/model/sample.ts'

export interface Recording {
  axes: Axis[]
  rateHz: number
  values: Float32Array
  gaps: Gap[]
  /** Of a picture. */
  image?: ImageSize
  /** Said by the file itself: a label column or a labelled segment. */
  label: string | null
  metadata: Record<string, string>
}

export interface RecordingFile {
  format: 'csv' | 'acquisition' | 'wav' | 'image'
  recordings: Recording[]
  deviceName: string | null
  /** Seconds since 1970. */
  takenAt: number | null
  /** Each row of a table became a sample. */
  rowsAreSamples?: boolean
  /** True where nothing in the file says when a reading was taken. */
  untimed: boolean
  /** True where the rate is nobody's word but a usual value. */
  rateAssumed: boolean
  /** Sentences about what was left out of it or repaired. */
  notes: string[]
}

const PIECE_BYTES = 1024 * 1024
/** Readings a second where neither the file nor the person says it; written beside every sample it was used for. */
export const ASSUMED_RATE_HZ = 100

export interface ReadOptions extends TableOptions {
  rateHz?: number | undefined
  /** Of a side-car; the file's own count where there is none. */
  segments: Segment[] | null
}

/** How a table is read, where it does not say so itself. */
export interface TableOptions {
  rows?: 'signal' | 'samples' | undefined
  target?: string | undefined
  columns?: readonly string[] | undefined
  missing?: number | undefined
}

export function readRecordings(name: string, bytes: Uint8Array, options: ReadOptions): RecordingFile {
  if (/\.wave?$/i.test(name)) return readWav(bytes, options)
  if (isPictureName(name)) return readPicture(bytes)
  return /\.(json|cbor)$/i.test(name) ? readAcquisition(bytes, options) : readCsv(bytes, options)
}

function readAcquisition(bytes: Uint8Array, options: ReadOptions): RecordingFile {
  const { deviceName, deviceType, takenAt, segments, axes, rateHz, values } = parseAcquisition(bytes)
  if (values.length === 0) throw new AppError('data/unreadable', { message: 'The file holds no readings.' })
  const metadata = { 'device type': deviceType, ...(deviceName === null ? {} : { device: deviceName }) }
  const whole: Recording = { axes, rateHz, values, gaps: [], label: null, metadata }
  const marked = options.segments ?? segments
  const recordings = marked ? layOut(marked, values.length / axes.length).map((one) => cutOut(whole, one)) : [whole]
  return { format: 'acquisition', recordings, deviceName, takenAt, untimed: false, rateAssumed: false, notes: [] }
}

function readWav(bytes: Uint8Array, { segments }: ReadOptions): RecordingFile {
  const { rateHz, axes, values, notes } = parseWav(bytes)
  const metadata: Record<string, string> = notes.length > 0 ? { note: notes.join(' ') } : {}
  const whole: Recording = { axes, rateHz, values, gaps: [], label: null, metadata }
  const recordings = segments ? layOut(segments, values.length / axes.length).map((one) => cutOut(whole, one)) : [whole]
  return { format: 'wav', recordings, deviceName: null, takenAt: null, untimed: false, rateAssumed: false, notes }
}

function readPicture(bytes: Uint8Array): RecordingFile {
  const { width, height, channels, values } = decodePicture(bytes)
  const image = { width, height }
  const recording = {
    axes: pictureAxes(channels),
    rateHz: PICTURE_RATE_HZ,
    values,
    gaps: [],
    image,
    label: null,
    metadata: {},
  }
  return {
    format: 'image',
    recordings: [recording],
    deviceName: null,
    takenAt: null,
    untimed: false,
    rateAssumed: false,
    notes: [],
  }
}

function cutOut(whole: Recording, { startIndex, endIndex, label }: Segment): Recording {
  const width = whole.axes.length
  const metadata = { ...whole.metadata, readings: `${startIndex}–${endIndex} of its file` }
  return { ...whole, label, metadata, values: whole.values.slice(startIndex * width, (endIndex + 1) * width) }
}

function readCsv(bytes: Uint8Array, { rateHz, rows, target, columns, missing }: ReadOptions): RecordingFile {
  const reader = createCsvReader({ rateHz: rateHz ?? ASSUMED_RATE_HZ, rows, target, columns, missing })
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const decoder = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8')
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    reader.push(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }))
  }
  const { recordings, timed, rowsAreSamples, notes } = reader.end()
  const rateAssumed = !timed && rateHz === undefined
  const metadata: Record<string, string> = {
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
    ...(rateAssumed ? { rate: `assumed, ${ASSUMED_RATE_HZ} readings a second` } : {}),
  }
  return {
    format: 'csv',
    recordings: recordings.map(({ axes, rateHz: rate, values, gaps, label }) => ({
      axes,
      rateHz: rate,
      values,
      gaps,
      label,
      metadata,
    })),
    deviceName: null,
    takenAt: null,
    rowsAreSamples,
    untimed: !timed,
    rateAssumed,
    notes,
  }
}
