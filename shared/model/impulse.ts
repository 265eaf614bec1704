/** The impulse: how signals become answers. Field and parameter names are those of Edge Impulse. */
import { z } from 'zod'

const identifierSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

export const inputBlockSchema = z.object({
  kind: z.literal('time-series'),
  windowSizeMs: z.number().positive().max(600_000),
  windowIncreaseMs: z.number().positive().max(600_000),
  /** Stride used when testing and live; the training stride where absent. */
  classificationWindowIncreaseMs: z.number().positive().max(600_000).optional(),
  /** Rate that every sample is brought to, in readings a second. */
  frequencyHz: z.number().positive().max(1_000_000),
  /** Fill samples shorter than the window with zeros; otherwise they are left out. */
  padZeros: z.boolean(),
  /** Axes used, by name and in this order. */
  axes: z.array(z.string()).min(1),
})
export type InputBlock = z.infer<typeof inputBlockSchema>

export const parameterValueSchema = z.union([z.number(), z.string(), z.boolean()])
export type ParameterValue = z.infer<typeof parameterValueSchema>

export const dspBlockSchema = z.object({
  id: identifierSchema,
  block: z.string(),
  implementationVersion: z.number().int().positive(),
  /** Axes it reads; all of the input block's where absent. */
  axes: z.array(z.string()).min(1).optional(),
  params: z.record(z.string(), parameterValueSchema),
})
export type DspBlock = z.infer<typeof dspBlockSchema>

export const denseLayerSchema = z.object({
  type: z.literal('dense'),
  units: z.number().int().positive().max(4096),
  activation: z.enum(['relu', 'linear']).default('relu'),
})
export const dropoutLayerSchema = z.object({ type: z.literal('dropout'), rate: z.number().min(0).lt(1) })
export const layerSchema = z.discriminatedUnion('type', [denseLayerSchema, dropoutLayerSchema])
export type Layer = z.infer<typeof layerSchema>

export const trainingSettingsSchema = z.object({
  trainingCycles: z.number().int().positive().max(10_000).default(30),
  learningRate: z.number().positive().max(1e12).default(0.005),
  batchSize: z.number().int().positive().max(65_536).default(32),
  /** Share of the training samples kept for validation where no sample is marked so. */
  validationShare: z.number().min(0).max(0.9).default(0.2),
  seed: z.number().int().nonnegative().max(0xffff_ffff).default(1),
  autoClassWeights: z.boolean().default(false),
  /** Answers below this certainty are UNCERTAIN. */
  minimumConfidence: z.number().min(0).max(1).default(0.6),
})
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>

export const learnBlockSchema = z.object({
  id: identifierSchema,
  block: z.literal('classification'),
  /** Ids of the DSP blocks whose features are joined, in this order. */
  inputs: z.array(identifierSchema).min(1),
  /** Features are shifted and scaled by the training set's mean and deviation, in float, before the network. */
  normalization: z.enum(['none', 'standard-scaler']).default('standard-scaler'),
  /** Hidden layers; the output layer (one unit a label, softmax) follows from the labels. */
  layers: z.array(layerSchema).max(50),
  training: trainingSettingsSchema,
})
export type LearnBlock = z.infer<typeof learnBlockSchema>

export const impulseSchema = z.object({
  version: z.literal(1),
  input: inputBlockSchema,
  dsp: z.array(dspBlockSchema).min(1),
  learn: z.array(learnBlockSchema).min(1),
})
export type Impulse = z.infer<typeof impulseSchema>
