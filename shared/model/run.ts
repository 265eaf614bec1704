/** A training run: what was asked, what came out, and the model's name by its bytes. */
import { z } from 'zod'
import { compressionSchema } from './compression.ts'
import { trainingSettingsSchema } from './impulse.ts'

export const epochSchema = z.object({
  epoch: z.number().int().positive(),
  loss: z.number(),
  /** Share of right answers; 0 where values are learned, which are not right or wrong. */
  accuracy: z.number(),
  /** Absent where nothing is kept for validation. */
  validationLoss: z.number().optional(),
  validationAccuracy: z.number().optional(),
})
export type Epoch = z.infer<typeof epochSchema>

/** Counts of answers: `matrix[actual][predicted]`; the last column is UNCERTAIN. */
export const confusionSchema = z.object({
  labels: z.array(z.string()),
  matrix: z.array(z.array(z.number().int().nonnegative())),
})
export type Confusion = z.infer<typeof confusionSchema>

export const labelScoreSchema = z.object({
  label: z.string(),
  support: z.number().int(),
  /** Absent where the quotient is 0 / 0. */
  precision: z.number().optional(),
  recall: z.number().optional(),
  f1: z.number().optional(),
  auc: z.number().optional(),
})

/** An evaluation on one set of windows. All shares are 0…1 and absent for an empty set. */
export const evaluationSchema = z.object({
  windows: z.number().int().nonnegative(),
  correct: z.number().int().nonnegative(),
  accuracy: z.number().optional(),
  /** Wilson score interval at 95 %, with samples as tries: windows of one sample are alike. */
  accuracyLow: z.number().optional(),
  accuracyHigh: z.number().optional(),
  loss: z.number().optional(),
  f1: z.number().optional(),
  auc: z.number().optional(),
  /** Of values only: mean absolute error, root of the mean squared error, share of the variance explained. */
  mae: z.number().optional(),
  rmse: z.number().optional(),
  r2: z.number().optional(),
  /** Without labels where values are learned. */
  confusion: confusionSchema,
  perLabel: z.array(labelScoreSchema),
})
export type Evaluation = z.infer<typeof evaluationSchema>

export const precisionSchema = z.enum(['float', 'int8'])
export type Precision = z.infer<typeof precisionSchema>

export const runSchema = z.object({
  id: z.number().int().positive(),
  /** The impulse it was trained with. */
  impulseId: z.number().int().positive().default(1),
  /** The learning block that was trained. */
  learnId: z.string().default('classifier'),
  block: z.enum(['classification', 'regression', 'anomaly-kmeans', 'anomaly-gmm']).default('classification'),
  /** SHA-256 of the model pack, lower-case hex. */
  modelHash: z.string().length(64),
  createdAt: z.string(),
  labels: z.array(z.string()),
  settings: trainingSettingsSchema,
  /** Hash of all that made the features; differs from today's when they are out of date. */
  featuresHash: z.string(),
  /** Hash of all that made this run. */
  inputsHash: z.string(),
  epochs: z.array(epochSchema),
  bestEpoch: z.number().int(),
  stopped: z.boolean(),
  trainMs: z.number(),
  convertMs: z.number(),
  parameters: z.number().int(),
  macs: z.number().int(),
  flashBytes: z.number().int(),
  ramBytes: z.number().int(),
  splitRule: z.enum(['session', 'sample', 'marked', 'none']),
  validation: z.object({ float: evaluationSchema, int8: evaluationSchema }),
  test: z.object({ float: evaluationSchema, int8: evaluationSchema }),
  /** The run that was made smaller, and how; absent where the run was trained. */
  parentId: z.number().int().positive().optional(),
  compression: compressionSchema.optional(),
  /** The file it was read from; absent where the run was trained here. An int8 file has no float form. */
  imported: z.object({ name: z.string(), format: z.enum(['tflite', 'tfjs']), precision: precisionSchema }).optional(),
  /** Sentences about what went well or wrong, with their evidence. */
  findings: z.array(z.object({ severity: z.enum(['info', 'warning', 'problem']), sentence: z.string() })),
})
export type Run = z.infer<typeof runSchema>
