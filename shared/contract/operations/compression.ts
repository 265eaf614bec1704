/** Making the model smaller, and what each step of that brought. */
import { z } from 'zod'
import { compressionSchema } from '../../model/compression.ts'
import { evaluationSchema, precisionSchema, runSchema } from '../../model/run.ts'
import { splitSchema } from '../../model/sample.ts'
import { idSchema, jobProgressSchema, none, operation } from './operation.ts'

/** One model of the ladder, on the same samples as all others. */
export const rungSchema = z.object({
  runId: idSchema,
  precision: precisionSchema,
  /** "float", "int8", "int8, 50 % zeros" … */
  name: z.string(),
  modelHash: z.string(),
  /** The model that is tested live and flashed now. */
  inUse: z.boolean(),
  evaluation: evaluationSchema,
  parameters: z.number().int(),
  macs: z.number(),
  /** Of the weights as this precision keeps them. */
  weightBytes: z.number().int(),
  /** The same, compressed (deflate). */
  compressedBytes: z.number().int(),
  /** Share of the weights that are zero. */
  zeros: z.number(),
  /** Of the whole model on a board; only int8 goes there. */
  flashBytes: z.number().int().nullable(),
  ramBytes: z.number().int().nullable(),
  /** Samples that the first rung answers otherwise. */
  changed: z.array(
    z.object({ sampleId: idSchema, name: z.string(), label: z.string(), before: z.string(), after: z.string() }),
  ),
})
export type Rung = z.infer<typeof rungSchema>

export const compressionOperations = {
  /** Makes the model in use, or another one, smaller. The new one is in use afterwards. */
  'compression/run': operation(
    z.object({ runId: idSchema.optional(), compression: compressionSchema }),
    runSchema,
    z.object({ stage: z.string(), epoch: z.number().int(), epochs: z.number().int() }),
  ),
  /** Ends the stage that runs and keeps its best epoch. */
  'compression/stop': operation(none, none),
  /** The model in use, those it came from and those made of them, side by side on one set of samples. */
  'compression/ladder': operation(
    z.object({ split: splitSchema.default('test') }),
    z.object({ split: splitSchema, samples: z.number().int(), rungs: z.array(rungSchema) }),
    jobProgressSchema,
  ),
  /** Chooses which of the runs is tested, flashed and exported. */
  'compression/use': operation(z.object({ runId: idSchema }), none),
} as const
