/** Making a trained network smaller: what is asked of one round, and what it brought. */
import { z } from 'zod'
import { conversionSchema, type ConversionSettings } from './conversion.ts'

const share = z.number().min(0).max(1)

/** One round of making small. What is absent is not done; what is done is done in this order. */
export const compressionSchema = z.object({
  /** A student of the same layers, this much as wide, learns from the model before it. */
  distillation: z
    .object({
      /** Share of the units and filters of each hidden layer. */
      width: z.number().min(0.1).max(1).default(0.5),
      /** How soft the teacher's answers become. */
      temperature: z.number().min(1).max(100).default(4),
      /** Share of the loss that is the teacher's; the rest is the truth's. */
      weight: share.default(0.5),
    })
    .optional(),
  /** Whole units and filters are taken out: the network becomes smaller everywhere. */
  channels: z.object({ share: z.number().min(0).max(0.95).default(0.25) }).optional(),
  /** The smallest weights become zero: smaller when compressed. */
  pruning: z
    .object({
      sparsity: z.number().min(0).max(0.99).default(0.5),
      /** At once, or little by little (Zhu and Gupta, 2017). */
      schedule: z.enum(['constant', 'polynomial']).default('polynomial'),
      /** The smallest of each layer, or of the whole network. */
      scope: z.enum(['layer', 'network']).default('layer'),
    })
    .optional(),
  /** Weights share few values: smaller when compressed. */
  clustering: z.object({ clusters: z.number().int().min(2).max(256).default(16) }).optional(),
  /** Learns with the rounding of int8 in place. */
  quantizationAware: z.boolean().default(false),
  /** How the result becomes int8; as the training settings say where absent. */
  conversion: conversionSchema.optional(),
  /** Epochs of each kind of learning that follows a change. */
  epochs: z.number().int().positive().max(1000).default(10),
  /** A tenth of the training's where absent. */
  learningRate: z.number().positive().max(1e6).optional(),
  seed: z.number().int().nonnegative().max(0xffff_ffff).default(1),
})
export type Compression = z.infer<typeof compressionSchema>

/** What was done, in few words. */
export function compressionWords(compression: Compression): string[] {
  const percent = (value: number): string => `${Math.round(value * 100)} %`
  const { distillation, channels, pruning, clustering, quantizationAware, conversion } = compression
  return [
    ...(distillation ? [`student ${percent(distillation.width)} as wide`] : []),
    ...(channels ? [`${percent(channels.share)} fewer channels`] : []),
    ...(pruning ? [`${percent(pruning.sparsity)} zeros`] : []),
    ...(clustering ? [`${clustering.clusters} values a layer`] : []),
    ...(quantizationAware ? ['trained for rounding'] : []),
    ...(conversion ? conversionWords(conversion) : []),
  ]
}

const CALIBRATION_WORDS: Record<ConversionSettings['calibration'], string> = {
  'min-max': 'all values',
  percentile: 'nearly all values',
  mse: 'least error',
  entropy: 'least loss of information',
}

function conversionWords({ calibration, biasCorrection, equalization }: ConversionSettings): string[] {
  return [
    CALIBRATION_WORDS[calibration],
    ...(biasCorrection ? ['biases corrected'] : []),
    ...(equalization ? ['channels evened out'] : []),
  ]
}
