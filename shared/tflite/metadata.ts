/** What the workbench stores in a .tflite file beside the operators. */
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { FeatureScaler } from '../nn/graph.ts'
import type { TfliteModel } from './model.ts'

/** Name of the metadata entry that holds the workbench's JSON. */
export const METADATA_NAME = 'tinyml-workbench'

const metadataSchema = z.object({
  labels: z.array(z.string()),
  scaler: z.object({ mean: z.array(z.number()), scale: z.array(z.number()) }).optional(),
})

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
    if (!scaler) return { labels }
    return { labels, scaler: { mean: Float32Array.from(scaler.mean), scale: Float32Array.from(scaler.scale) } }
  } catch (cause) {
    throw new AppError('model/malformed', { message: 'The labels stored in this model cannot be read.', cause })
  }
}
