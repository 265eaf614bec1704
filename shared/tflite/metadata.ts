/** What the workbench stores in a .tflite file beside the operators. */
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { FeatureScaler } from '../nn/graph.ts'
import type { TfliteModel } from './model.ts'

/** Name of the metadata entry that holds the workbench's JSON. */
export const METADATA_NAME = 'tinyml-workbench'
/** Of the entry with the scaler: all means, then all factors, as little-endian float32. */
export const SCALER_NAME = 'tinyml-workbench-scaler'

const metadataSchema = z.object({
  labels: z.array(z.string()),
  /** Where files of earlier versions keep it. */
  scaler: z.object({ mean: z.array(z.number()), scale: z.array(z.number()) }).optional(),
})

export function scalerBytes({ mean, scale }: FeatureScaler): Uint8Array {
  const bytes = new Uint8Array(4 * (mean.length + scale.length))
  const view = new DataView(bytes.buffer)
  ;[...mean, ...scale].forEach((value, index) => view.setFloat32(4 * index, value, true))
  return bytes
}

function readScaler(bytes: Uint8Array): FeatureScaler {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = bytes.byteLength / 8
  if (!Number.isInteger(count)) throw new RangeError(`${bytes.byteLength} bytes are no scaler`)
  const read = (from: number): Float32Array =>
    Float32Array.from({ length: count }, (_, index) => view.getFloat32(4 * (from + index), true))
  return { mean: read(0), scale: read(count) }
}

export interface ModelMetadata {
  labels: string[]
  scaler?: FeatureScaler
}

/** Labels and scaler of the workbench's own files; numbered outputs for others. */
export function readModelMetadata(model: TfliteModel, outputs: number): ModelMetadata {
  const numbered = { labels: Array.from({ length: outputs }, (_, index) => `output ${index + 1}`) }
  const entry = model.metadata.get(METADATA_NAME)
  if (!entry) return numbered
  try {
    const { labels, scaler } = metadataSchema.parse(JSON.parse(new TextDecoder().decode(entry)))
    if (labels.length !== outputs) return numbered
    const own = model.metadata.get(SCALER_NAME)
    if (own) return { labels, scaler: readScaler(own) }
    if (!scaler) return { labels }
    return { labels, scaler: { mean: Float32Array.from(scaler.mean), scale: Float32Array.from(scaler.scale) } }
  } catch (cause) {
    throw new AppError('model/malformed', { message: 'The labels stored in this model cannot be read.', cause })
  }
}
