/** Settings of a DSP block from the data. */
import { z } from 'zod'
import { impulseSchema, parameterValueSchema } from '../../model/impulse.ts'
import { jobProgressSchema, operation } from './operation.ts'

const trialSchema = z.object({
  params: z.record(z.string(), parameterValueSchema),
  /** What differs from the settings that were there: "FFT length 64"; empty for those themselves. */
  changes: z.string(),
  /** Mean over the labels of the share of windows nearest to their own label, on recordings not seen. */
  accuracy: z.number(),
  /** How much nearer to their own label than to the next one, −1…1. */
  margin: z.number(),
  features: z.number().int(),
  macs: z.number(),
})
export type TuningTrial = z.infer<typeof trialSchema>

export const tuningOperations = {
  /** Tries settings of one block of a draft on the training samples; changes nothing. */
  'dsp/tune': operation(
    z.object({ impulse: impulseSchema, blockId: z.string() }),
    z.object({
      /** The best first. */
      ranking: z.array(trialSchema),
      tried: z.number().int(),
      windows: z.number().int(),
      labels: z.array(z.string()),
      /** What was kept together when judging. */
      groups: z.enum(['sessions', 'samples']),
    }),
    jobProgressSchema,
  ),
} as const
