/** What helps to choose a network and to judge it beyond one training. */
import { z } from 'zod'
import { float32ArraySchema, int32ArraySchema } from '../../model/arrays.ts'
import { augmentationSchema, trainingSettingsSchema } from '../../model/impulse.ts'
import { networkLayerSchema } from '../../model/network-layer.ts'
import { evaluationSchema, precisionSchema } from '../../model/run.ts'
import { splitSchema } from '../../model/sample.ts'
import { idSchema, jobProgressSchema, operation } from './operation.ts'

/** The impulse's first network where absent. */
const learnId = z.string().optional()

const tested = { learnId, precision: precisionSchema, split: splitSchema.default('test') }

const histogramSchema = z.object({ low: z.number(), high: z.number(), counts: z.array(z.number().int()) })

/** A window and what the blocks make of it: readings `[readings, axes]`. */
const windowLookSchema = z.object({ readings: float32ArraySchema, features: float32ArraySchema })

export const trainingOperations = {
  /** Networks that suit the features of a learning block, the one for beginners first. */
  'training/templates': operation(
    z.object({
      learnId,
      /** Share of the usual number of filters of DS-CNN and MobileNet. */
      width: z.number().min(0.1).max(2).default(1),
    }),
    z.object({
      /** `[features]`, `[frames, coefficients]` or `[height, width, channels]`. */
      shape: z.array(z.number().int()),
      templates: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          description: z.string(),
          layers: z.array(networkLayerSchema),
          training: trainingSettingsSchema.partial(),
          normalization: z.enum(['none', 'standard-scaler']),
        }),
      ),
    }),
  ),
  /** Copies of a window as training would make them, before anything is trained. */
  'training/augment-preview': operation(
    z.object({
      learnId,
      sampleId: idSchema,
      startMs: z.number().min(0),
      /** With as many copies as shall be shown. */
      augmentation: augmentationSchema,
    }),
    z.object({
      axes: z.array(z.string()),
      rateHz: z.number(),
      /** Of the features: `[features]`, `[frames, coefficients]` or `[height, width, channels]`. */
      shape: z.array(z.number().int()),
      original: windowLookSchema,
      copies: z.array(windowLookSchema),
    }),
  ),
  /** Trains once for each part that is held out. */
  'training/cross-validate': operation(
    z.object({
      learnId,
      method: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.literal('folds'), count: z.number().int().min(2).max(20) }),
          z.object({ kind: z.literal('sessions') }),
        ])
        .default({ kind: 'folds', count: 5 }),
    }),
    z.object({
      folds: z.array(
        z.object({
          name: z.string(),
          samples: z.number().int(),
          windows: z.number().int(),
          missingLabels: z.array(z.string()),
          evaluation: evaluationSchema,
        }),
      ),
      /** Of the accuracies, or of the mean absolute errors; absent where no part could be judged. */
      mean: z.number().optional(),
      deviation: z.number().optional(),
    }),
    jobProgressSchema,
  ),
  /** Ever larger learning rates, and the loss of each. */
  'training/find-rate': operation(
    z.object({ learnId }),
    z.object({ rates: z.array(z.number()), losses: z.array(z.number()), suggested: z.number() }),
    jobProgressSchema,
  ),
  /** Every window of a split with its scores and its truth. */
  'testing/windows': operation(
    z.object(tested),
    z.object({
      /** Labels, or the name of the value. */
      labels: z.array(z.string()),
      modelHash: z.string(),
      sampleId: int32ArraySchema,
      startMs: float32ArraySchema,
      /** Index of the label of each window; −1 where values or several labels are learned. */
      truth: int32ArraySchema,
      /** `[windows, labels]`, row-major. */
      scores: float32ArraySchema,
    }),
    jobProgressSchema,
  ),
  /** ROC, precision–recall and F1 over all thresholds, a label at a time. */
  'testing/curves': operation(
    z.object(tested),
    z.object({
      modelHash: z.string(),
      labels: z.array(
        z.object({
          label: z.string(),
          support: z.number().int(),
          auc: z.number().optional(),
          averagePrecision: z.number().optional(),
          thresholds: float32ArraySchema,
          truePositiveRate: float32ArraySchema,
          falsePositiveRate: float32ArraySchema,
          precision: float32ArraySchema,
          f1: float32ArraySchema,
        }),
      ),
    }),
    jobProgressSchema,
  ),
  /** What is inside the model in use: its steps on a board, and how its numbers are spread. */
  'training/inside': operation(
    z.object({ learnId }),
    z.object({
      modelHash: z.string(),
      /** Windows whose outputs are counted. */
      windows: z.number().int(),
      steps: z.array(
        z.object({
          name: z.string(),
          operation: z.string(),
          shape: z.array(z.number().int()),
          parameters: z.number().int(),
          macs: z.number().int(),
          flashBytes: z.number().int(),
          ramBytes: z.number().int(),
        }),
      ),
      layers: z.array(z.object({ name: z.string(), weights: histogramSchema.nullable(), outputs: histogramSchema })),
    }),
  ),
  /** Each window of one sample with its scores, whatever its split. */
  'testing/sample': operation(
    z.object({ learnId, precision: precisionSchema, sampleId: idSchema }),
    z.object({
      labels: z.array(z.string()),
      startMs: float32ArraySchema,
      scores: float32ArraySchema,
    }),
  ),
} as const
