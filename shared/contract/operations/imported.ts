/** Bring your own model: a .tflite file or a TensorFlow.js layers model becomes a run of the open project. */
import { z } from 'zod'
import { bytesSchema } from '../../model/arrays.ts'
import { precisionSchema, runSchema } from '../../model/run.ts'
import { jobProgressSchema, operation } from './operation.ts'

/** One .tflite file, or model.json with all its weight files; by path, or as they were dropped. */
const modelFiles = {
  paths: z.array(z.string()).max(1000).default([]),
  files: z
    .array(z.object({ name: z.string(), bytes: bytesSchema }))
    .max(1000)
    .default([]),
}

/** What is done with features before they go in; `own` is what the file itself says. */
export const inputScalingSchema = z.enum(['own', 'none', 'to-255', 'to-plus-minus-1', 'standard-scaler'])
export type InputScaling = z.infer<typeof inputScalingSchema>

export const inspectedModelSchema = z.object({
  name: z.string(),
  format: z.enum(['tflite', 'tfjs']),
  precision: precisionSchema,
  /** Of one window, for example `[96, 96, 3]`. */
  shape: z.array(z.number().int()),
  inputs: z.number().int(),
  outputs: z.number().int(),
  /** What int8 can hold of the input; absent for float models. */
  range: z.object({ low: z.number(), high: z.number() }).optional(),
  /** One an output: those of the file, or the project's where they are as many, or numbers. */
  labels: z.array(z.string()),
  labelsFrom: z.enum(['file', 'project', 'numbers']),
  scaling: inputScalingSchema,
  scalings: z.array(inputScalingSchema),
  /** DSP blocks of the impulse, and the network whose place the model takes. */
  blocks: z.array(z.object({ id: z.string(), name: z.string(), features: z.number().int() })),
  learnId: z.string(),
  /** Blocks that make as many features as the model takes; empty where none do. */
  suggested: z.array(z.string()),
})
export type InspectedModel = z.infer<typeof inspectedModelSchema>

export const importedOperations = {
  /** What a model takes and answers, and how it could be put to use in the open project. */
  'models/inspect': operation(z.object(modelFiles), inspectedModelSchema),
  /** Makes the model a run, which is then in use. Float models are converted with the project's training windows. */
  'models/import': operation(
    z.object({
      ...modelFiles,
      /** The impulse's first network where absent. */
      learnId: z.string().optional(),
      /** DSP blocks whose features go in, in this order; suggested ones where absent. */
      inputs: z.array(z.string()).min(1).optional(),
      /** Meaning of the outputs, in order; suggested ones where absent. */
      labels: z.array(z.string().trim().min(1).max(80)).min(1).optional(),
      scaling: inputScalingSchema.optional(),
    }),
    runSchema,
    jobProgressSchema,
  ),
} as const
