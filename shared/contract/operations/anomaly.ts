/** Telling what is strange: learned beside or without a network. */
import { z } from 'zod'
import { float32ArraySchema, int32ArraySchema } from '../../model/arrays.ts'
import { splitSchema } from '../../model/sample.ts'
import { jobProgressSchema, operation } from './operation.ts'

/** The impulse's first anomaly block where absent. */
const learnId = z.string().optional()

export const anomalyResultSchema = z.object({
  learnId: z.string(),
  block: z.enum(['anomaly-kmeans', 'anomaly-gmm']),
  /** Features it looks at. */
  features: z.array(z.string()),
  /** Clusters, or components. */
  parts: z.number().int(),
  /** Scores above it are an ANOMALY. */
  threshold: z.number(),
  windows: z.number().int(),
  freshWindows: z.number().int(),
  ms: z.number(),
  /** Bytes of its numbers on a board. */
  flashBytes: z.number().int(),
  /** Samples, features or settings changed since. */
  stale: z.boolean(),
})
export type AnomalyResult = z.infer<typeof anomalyResultSchema>

export const anomalyOperations = {
  'anomaly/train': operation(z.object({ learnId }), anomalyResultSchema, jobProgressSchema),
  /** What was learned last; null where nothing was. */
  'anomaly/get': operation(z.object({ learnId }), anomalyResultSchema.nullable()),
  /** All features of the block, the most telling first, and those that are suggested. */
  'anomaly/suggest': operation(
    z.object({ learnId }),
    z.object({
      ranked: z.array(z.object({ name: z.string(), place: z.number().int(), importance: z.number() })),
      suggested: z.array(z.string()),
    }),
    jobProgressSchema,
  ),
  /** The score of each window, for all splits or one. */
  'anomaly/scores': operation(
    z.object({ learnId, split: splitSchema.optional() }),
    z.object({
      sampleId: int32ArraySchema,
      startMs: float32ArraySchema,
      scores: float32ArraySchema,
      threshold: z.number(),
    }),
    jobProgressSchema,
  ),
} as const
