/** One recording and what is known about it. The readings themselves travel beside it as a Float32Array. */
import { z } from 'zod'
import { type ImageSize, imageSizeSchema } from './input-block.ts'

export const SPLITS = ['train', 'validation', 'test'] as const
export const splitSchema = z.enum(SPLITS)
export type Split = z.infer<typeof splitSchema>

/** One measured quantity: `accX` in `m/s2`. */
export const axisSchema = z.object({ name: z.string().min(1).max(100), unit: z.string().max(40) })
export type Axis = z.infer<typeof axisSchema>

/** A stretch in which readings are missing: after reading `afterReading`, `readings` are absent. */
export const gapSchema = z.object({
  afterReading: z.number().int().nonnegative(),
  readings: z.number().int().positive(),
})
export type Gap = z.infer<typeof gapSchema>

/** What was noticed about a take. `ok` is false as soon as one finding is present. */
export const healthSchema = z.object({
  ok: z.boolean(),
  measuredRateHz: z.number().nonnegative(),
  lost: z.number().int().nonnegative(),
  /** True where the stream does not count its readings: `lost` was told from the times of arrival. */
  lostIsEstimated: z.boolean().optional(),
  /** The furthest that readings strayed from an even pace. */
  jitterMs: z.number().nonnegative().optional(),
  findings: z.array(
    z.object({
      kind: z.enum(['rate', 'gap', 'jitter', 'clipping', 'flat', 'stuck', 'units', 'silence']),
      sentence: z.string(),
    }),
  ),
})
export type Health = z.infer<typeof healthSchema>

export const sampleSchema = z.object({
  id: z.number().int().positive(),
  name: z.string().min(1),
  label: z.string().nullable(),
  split: splitSchema,
  /** One sitting of one person with one board; splits keep a session together. */
  session: z.string(),
  rateHz: z.number().positive(),
  axes: z.array(axisSchema).min(1),
  /** Number of rows; each row has one value an axis. */
  readings: z.number().int().nonnegative(),
  seconds: z.number().nonnegative(),
  gaps: z.array(gapSchema),
  /** A picture: each reading is a pixel, from the top left on, row by row. */
  image: imageSizeSchema.optional(),
  health: healthSchema,
  enabled: z.boolean(),
  /** Where it came from, for example `recorded`, `imported`, `simulated`. */
  source: z.enum(['recorded', 'imported', 'simulated']),
  metadata: z.record(z.string(), z.string()),
  addedAt: z.string(),
})
export type Sample = z.infer<typeof sampleSchema>

/** What a maker of samples hands to the project file; the file adds id and times. */
export interface NewSample {
  name: string
  label: string | null
  split: Split
  session: string
  rateHz: number
  axes: Axis[]
  /** Interleaved rows: x0 y0 z0 x1 y1 z1 …, length = readings × axes. */
  values: Float32Array
  gaps?: Gap[]
  /** A picture: each row of values is a pixel. */
  image?: ImageSize | undefined
  health?: Health
  source: Sample['source']
  metadata?: Record<string, string>
}

/** A label of the project, with its place in the colour order and its counts. */
export const labelCountSchema = z.object({
  name: z.string(),
  /** 0-based place in the label colour order; kept for the life of the label. */
  color: z.number().int().nonnegative(),
  count: z.number().int(),
  seconds: z.number(),
  bySplit: z.record(splitSchema, z.object({ count: z.number().int(), seconds: z.number() })),
})
export type LabelCount = z.infer<typeof labelCountSchema>
