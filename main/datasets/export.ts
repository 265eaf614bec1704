/** Writes the dataset as other tools read it: Edge Impulse's layout, plain CSV, acquisition files, WAV. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { encode } from 'cbor-x'
import { encode as encodePng } from 'fast-png'
import { AppError } from '../../shared/contract/errors.ts'
import type { ImageSize } from '../../shared/model/input-block.ts'
import { encodeWav, FULL_SCALE } from '../../shared/formats/wav.ts'
import { momentTimes } from '../../shared/model/moments.ts'
import type { Sample, Split } from '../../shared/model/sample.ts'
import type { ProjectFile } from '../project/project-file.ts'

export type DataFormat = 'edge-impulse' | 'csv' | 'wav' | 'json' | 'cbor'

export interface ExportedData {
  path: string
  bytes: Uint8Array
}

/** Names of the folders and categories that Edge Impulse gives the splits. */
const CATEGORIES: Record<Split, string> = { train: 'training', validation: 'validation', test: 'testing' }

/** float32 as the shortest decimal number that gives the same float32 again. */
function shortest(value: number): number {
  return value === 0 ? value : Number(value.toPrecision(9))
}

function rowsOf(sample: Sample, values: Float32Array): number[][] {
  const width = sample.axes.length
  return Array.from({ length: sample.readings }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width), shortest),
  )
}

/** Also −0 keeps its sign: what goes out comes back bit by bit. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** JSON.stringify writes −0 as 0; the values are therefore written here. */
function acquisitionJson(sample: Sample, values: Float32Array): string {
  const acquisition = sampleAcquisition(sample, values)
  const text = rowsOf(sample, values).map((row) => `[${row.map(numberText).join(',')}]`)
  const frame = JSON.stringify({ ...acquisition, payload: { ...acquisition.payload, values: [] } })
  return frame.replace('"values":[]', () => `"values":[${text.join(',')}]`)
}

/**
 * One recording a file: timestamp in ms, then one column an axis. A gap shows as a jump of the timestamps. Readings that
 * did not come evenly have one column more: the times at which they came.
 */
export function sampleCsv(sample: Sample, values: Float32Array, moments: Float64Array = new Float64Array(0)): string {
  const came = moments.length > 0 ? momentTimes(moments, sample.rateHz, sample.readings) : null
  const header = ['timestamp', ...sample.axes.map((axis) => quoted(axis.name)), ...(came ? [CAME_AT] : [])]
  const times = evenTimes(sample)
  const lines = rowsOf(sample, values).map((row, index) => {
    const cells = [msText(times[index] ?? 0), ...row.map(numberText), ...(came ? [msText(came[index] ?? 0)] : [])]
    return cells.join(',')
  })
  return `${[header.join(','), ...lines].join('\n')}\n`
}

/** A second column of time, which readers leave alone. */
const CAME_AT = 'arrival_time'

function msText(ms: number): string {
  return String(Number(ms.toFixed(6)))
}

function evenTimes({ gaps, rateHz, readings }: Sample): Float64Array {
  const missing = new Map(gaps.map((gap) => [gap.afterReading, gap.readings]))
  let place = 0
  return Float64Array.from({ length: readings }, (_, index) => {
    place += missing.get(index) ?? 0
    return (place++ * 1000) / rateHz
  })
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Edge Impulse's acquisition file, unsigned. */
function sampleAcquisition(sample: Sample, values: Float32Array) {
  return {
    protected: { ver: 'v1', alg: 'none' },
    signature: '0'.repeat(64),
    payload: {
      device_name: sample.metadata['device'] ?? sample.session,
      device_type: sample.metadata['device type'] ?? 'TINYML_WORKBENCH',
      interval_ms: 1000 / sample.rateHz,
      sensors: sample.axes.map((axis) => ({ name: axis.name, units: axis.unit === '' ? 'N/A' : axis.unit })),
      values: rowsOf(sample, values),
    },
  }
}

/**
 * 16-bit PCM. Sound (unit `wav`) is in counts, as the WAV reader gives it, one channel an axis. One axis of another unit
 * is taken as amplitudes of ±1 where it stays within them, else as counts.
 */
export function sampleWav(sample: Sample, values: Float32Array): Uint8Array {
  const channels = sample.axes.length
  if (sample.axes.every((axis) => axis.unit === 'wav')) return encodeWav(values, sample.rateHz, channels)
  if (channels !== 1) {
    throw new AppError('export/failed', {
      message: `${sample.name} has ${channels} axes; a WAV file holds one, or several of sound.`,
      hint: 'Choose csv, json or edge-impulse.',
    })
  }
  const isAmplitude = values.every((value) => Math.abs(value) <= 1)
  return encodeWav(isAmplitude ? values.map((value) => value * FULL_SCALE) : values, sample.rateHz)
}

function contentOf(project: ProjectFile, format: DataFormat, sample: Sample): Uint8Array {
  const values = project.values(sample.id)
  if (sample.image && isPicture(format)) return samplePng(sample.image, values, sample.axes.length)
  if (format === 'wav') return sampleWav(sample, values)
  if (format === 'csv') return new TextEncoder().encode(sampleCsv(sample, values, project.moments(sample.id)))
  if (format === 'cbor') return encode(sampleAcquisition(sample, values))
  return new TextEncoder().encode(acquisitionJson(sample, values))
}

const EXTENSIONS: Record<DataFormat, string> = {
  'edge-impulse': 'json',
  json: 'json',
  cbor: 'cbor',
  csv: 'csv',
  wav: 'wav',
}

/** Pictures leave as PNG, without loss, where a person or another tool wants files to look at. */
function isPicture(format: DataFormat): boolean {
  return format === 'edge-impulse' || format === 'wav'
}

function samplePng({ width, height }: ImageSize, values: Float32Array, channels: number): Uint8Array {
  const data = Uint8Array.from(values, (value) => Math.round(value))
  return encodePng({ width, height, channels, depth: 8, data })
}

/** `label.name.ext`, with letters that every file system takes; the id keeps two of one name apart. */
function fileName(sample: Sample, format: DataFormat): string {
  const safe = `${sample.label ?? 'unlabelled'}.${sample.name}`.replace(/[^\p{L}\p{N}._-]/gu, '_')
  return `${safe}.${sample.id}.${sample.image && isPicture(format) ? 'png' : EXTENSIONS[format]}`
}

function infoLabels(samples: Sample[], format: DataFormat, folder: string): object {
  const files = samples.map((sample) => ({
    path: fileName(sample, format),
    name: sample.name,
    category: folder,
    label: sample.label === null ? { type: 'unlabeled' } : { type: 'label', label: sample.label },
    metadata: { ...sample.metadata, session: sample.session },
  }))
  return { version: 1, files }
}

/** All enabled samples, in one folder a split; Edge Impulse's layout has label files beside them. */
export function datasetFiles(project: ProjectFile, format: DataFormat): ExportedData[] {
  const samples = project.samples().filter((sample) => sample.enabled)
  if (samples.length === 0) throw new AppError('data/empty')
  return Object.entries(CATEGORIES).flatMap(([split, folder]) => {
    const own = samples.filter((sample) => sample.split === split)
    if (own.length === 0) return []
    const files = own.map((sample) => ({
      path: join(folder, fileName(sample, format)),
      bytes: contentOf(project, format, sample),
    }))
    if (format !== 'edge-impulse') return files
    const labels = new TextEncoder().encode(JSON.stringify(infoLabels(own, format, folder)))
    return [...files, { path: join(folder, 'info.labels'), bytes: labels }]
  })
}

export function writeDataset(project: ProjectFile, format: DataFormat, out: string): { path: string; bytes: number }[] {
  const files = datasetFiles(project, format).map(({ path, bytes }) => ({ path: join(out, path), bytes }))
  try {
    for (const { path, bytes } of files) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes)
    }
  } catch (cause) {
    throw new AppError('export/failed', { message: `The dataset could not be written to ${out}.`, cause })
  }
  return files.map(({ path, bytes }) => ({ path, bytes: bytes.length }))
}
