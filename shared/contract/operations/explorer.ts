/** The map of all samples. */
import { z } from 'zod'
import { float32ArraySchema, int32ArraySchema } from '../../model/arrays.ts'
import { jobProgressSchema, operation } from './operation.ts'

/** A point is a window, or a sample: then the mean of its windows. */
const ofSchema = z.enum(['windows', 'samples'])

export const explorerOperations = {
  /** Works without a model and without a saved impulse: then with the one that would be proposed. */
  'explorer/map': operation(
    z.object({
      of: ofSchema,
      projection: z.enum(['pca', 'umap', 'features']),
      /** Places of three features, for `features`. */
      features: z.array(z.number().int().nonnegative()).length(3).optional(),
      /** For `umap`: a map for the plane and one for space differ. */
      dimensions: z.union([z.literal(2), z.literal(3)]).default(2),
      neighbours: z.number().int().min(2).max(100).default(15),
      seed: z.number().int().nonnegative().default(1),
      limit: z.number().int().positive().max(100_000).default(50_000),
    }),
    z.object({
      /** Of all axes, also of the third that a plane does not show. */
      axisTitles: z.array(z.string()).length(3),
      /** `[points, 3]`, row-major. */
      points: float32ArraySchema,
      /** Place in `labels`; −1 for none. */
      label: int32ArraySchema,
      labels: z.array(z.string()),
      /** Place in train, validation, test. */
      split: int32ArraySchema,
      session: int32ArraySchema,
      sessions: z.array(z.string()),
      /** Place in `answers` of what the model says; −1 where there is no model that fits. */
      predicted: int32ArraySchema,
      answers: z.array(z.string()),
      sampleId: int32ArraySchema,
      startMs: float32ArraySchema,
      /** Points there would be without a limit. */
      total: z.number().int(),
      featureNames: z.array(z.string()),
      /** No saved impulse was there: a proposed one made the features. */
      proposed: z.boolean(),
    }),
    jobProgressSchema,
  ),
  /** Which features tell the labels apart, and which pairs of labels are hard to tell apart. */
  'explorer/measures': operation(
    z.object({ limit: z.number().int().positive().max(5000).default(1500) }),
    z.object({
      windows: z.number().int(),
      total: z.number().int(),
      /** The most telling first: F values of a one-way analysis of variance. */
      importance: z.array(z.object({ feature: z.number().int(), name: z.string(), score: z.number() })),
      pairs: z.array(
        z.object({ first: z.string(), second: z.string(), windows: z.number().int(), mixedUp: z.number().int() }),
      ),
    }),
    jobProgressSchema,
  ),
} as const
