/** The small picture of everything that the UI always shows. The backend makes it; the renderer mirrors it. */
import { z } from 'zod'
import { connectionSchema, devicePortSchema, simulatedInputSchema } from './board.ts'
import { recordingSchema } from './recording.ts'
import { labelCountSchema } from './sample.ts'

export const STEPS = [
  'devices',
  'record',
  'dataset',
  'impulse',
  'features',
  'training',
  'testing',
  'live',
  'deploy',
] as const
export const stepIdSchema = z.enum(STEPS)
export type StepId = z.infer<typeof stepIdSchema>

export const stepSchema = z.object({
  state: z.enum(['empty', 'ready', 'stale', 'running', 'problem']),
  /** What is missing, or which change made it out of date. Empty when ready. */
  reason: z.string(),
  percent: z.number().optional(),
})
export type Step = z.infer<typeof stepSchema>

export const jobSchema = z.object({
  id: z.number().int().positive(),
  name: z.string(),
  /** Page to go to for the result, without `#/`. */
  page: z.string(),
  state: z.enum(['queued', 'running', 'cancelling', 'done', 'cancelled', 'failed']),
  stage: z.string(),
  done: z.number(),
  total: z.number(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** What came out, or the sentence of the error. */
  result: z.string(),
})
export type Job = z.infer<typeof jobSchema>

export const problemSchema = z.object({
  id: z.string(),
  group: z.enum(['data', 'impulse', 'model', 'board', 'code']),
  severity: z.enum(['problem', 'warning']),
  sentence: z.string(),
  /** Page that shows it, and the accessible name of the field to focus there. */
  page: z.string(),
  field: z.string().nullable(),
})
export type Problem = z.infer<typeof problemSchema>

export const nextStepSchema = z.object({
  text: z.string(),
  page: z.string(),
  /** Done at once when pressed; otherwise pressing only goes to the page. */
  action: z.enum(['none', 'generate-samples', 'compute-features', 'train', 'test', 'flash']),
})
export type NextStep = z.infer<typeof nextStepSchema>

export const projectSummarySchema = z.object({
  name: z.string(),
  path: z.string(),
  simulated: z.boolean(),
  samples: z.number().int(),
  sizeBytes: z.number(),
  sessions: z.array(z.string()),
  labels: z.array(labelCountSchema),
  undo: z.string().nullable(),
  redo: z.string().nullable(),
  /** Something to tell once after opening, for example what was rescued after a crash. */
  notice: z.string().nullable(),
})
export type ProjectSummary = z.infer<typeof projectSummarySchema>

export const modelSummarySchema = z.object({
  runId: z.number().int(),
  modelHash: z.string(),
  validationAccuracy: z.number().nullable(),
  testAccuracy: z.number().nullable(),
  labels: z.array(z.string()),
})

export const appStateSchema = z.object({
  project: projectSummarySchema.nullable(),
  steps: z.record(stepIdSchema, stepSchema),
  nextStep: nextStepSchema,
  model: modelSummarySchema.nullable(),
  devices: z.array(devicePortSchema),
  connection: connectionSchema.nullable(),
  /** Boards that are open besides this one; they are recorded in step with it. */
  otherConnections: z.array(connectionSchema),
  /** What the simulated hand does; null where no simulated board is connected. */
  motion: simulatedInputSchema.nullable(),
  /** The sample that the simulated board feels instead of the hand. */
  replay: z.object({ sampleId: z.number().int(), name: z.string(), label: z.string().nullable() }).nullable(),
  recording: recordingSchema.nullable(),
  /** How many good takes of each label are wanted. */
  plan: z.record(z.string(), z.number().int()),
  live: z.boolean(),
  jobs: z.array(jobSchema),
  problems: z.array(problemSchema),
})
export type AppState = z.infer<typeof appStateSchema>

const settings = {
  theme: z.enum(['system', 'light', 'dark']),
  bigText: z.boolean(),
  density: z.enum(['comfortable', 'compact']),
  singleKeys: z.boolean(),
  /** Sizes and open panes, by name; kept per project where one is open. */
  layout: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
}
export const settingsSchema = z.object({
  theme: settings.theme.default('system'),
  bigText: settings.bigText.default(false),
  density: settings.density.default('comfortable'),
  singleKeys: settings.singleKeys.default(true),
  layout: settings.layout.default({}),
})
/** Only what is to change. Without defaults: these would reset what is not named. */
export const settingsChangesSchema = z.object(settings).partial()
export type Settings = z.infer<typeof settingsSchema>
