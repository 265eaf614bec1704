/** How a trained network becomes int8. */
import { z } from 'zod'

export const conversionSchema = z.object({
  /**
   * Which values int8 holds: all that were seen; nearly all of them; those for which the error, or the loss of
   * information, is least.
   */
  calibration: z.enum(['min-max', 'percentile', 'mse', 'entropy']).default('min-max'),
  /** Takes the mean error of the rounded weights out of the biases. */
  biasCorrection: z.boolean().default(false),
  /** Brings the channels of layers behind one another to like sizes. */
  equalization: z.boolean().default(false),
})
export type ConversionSettings = z.infer<typeof conversionSchema>
