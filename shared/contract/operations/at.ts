/** What a board with AT commands does besides recording: take a picture, classify by itself, classify what it is sent. */
import { z } from 'zod'
import { float32ArraySchema } from '../../model/arrays.ts'
import { idSchema, none, operation } from './operation.ts'

const labelScoreSchema = z.object({ label: z.string(), score: z.number() })

/** What the board's own model says of one window. */
export const atAnswerSchema = z.object({
  dspMs: z.number(),
  inferenceMs: z.number(),
  anomalyMs: z.number(),
  scores: z.array(labelScoreSchema),
  anomaly: z.number().nullable(),
  regression: z.number().nullable(),
  boxes: z.array(labelScoreSchema.extend({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })),
})

export const atOperations = {
  /** What the connected board tells of itself. */
  'at/config': operation(
    none,
    z.object({
      type: z.string(),
      version: z.string(),
      sensors: z.array(
        z.object({ name: z.string(), maxSampleSeconds: z.number().nullable(), frequenciesHz: z.array(z.number()) }),
      ),
      /** Sizes of pictures it can take; empty where it has no camera. */
      pictures: z.array(z.object({ width: z.number().int(), height: z.number().int() })),
      hasModel: z.boolean(),
    }),
  ),
  /** Takes a picture; with a label it becomes a sample of the project. */
  'at/snapshot': operation(
    z.object({
      width: z.number().int().min(1).max(4096),
      height: z.number().int().min(1).max(4096),
      label: z.string().min(1).max(200).optional(),
    }),
    z.object({
      width: z.number().int(),
      height: z.number().int(),
      /** `[height, width, channels]`, 0…255; 1 or 3 channels. */
      values: float32ArraySchema,
      sampleId: idSchema.nullable(),
    }),
  ),
  /** Lets the board classify again and again until it is cancelled, or for so many answers. */
  'at/run': operation(
    z.object({ answers: z.number().int().min(1).optional() }),
    z.object({ answers: z.number().int() }),
    atAnswerSchema,
  ),
  /** Sends a window of a sample to the board, which answers with what its model says of it. */
  'at/classify': operation(z.object({ sampleId: idSchema, startMs: z.number().min(0).default(0) }), atAnswerSchema),
} as const
