/** Every call the UI and the CLI may make of the backend: input, output and progress, checked on both sides. */
import { z } from 'zod'
import { bytesSchema, float32ArraySchema, int32ArraySchema } from '../model/arrays.ts'
import { boardKindSchema, motionSchema } from '../model/board.ts'
import { diagnosisSchema, diagnosisStepSchema } from '../model/diagnosis.ts'
import { faultActSchema, lineFaultsSchema } from '../model/fault.ts'
import { figureSchema } from '../model/figure.ts'
import { dspBlockSchema, impulseSchema, parameterValueSchema } from '../model/impulse.ts'
import { epochSchema, evaluationSchema, precisionSchema, runSchema } from '../model/run.ts'
import { sampleSchema, splitSchema } from '../model/sample.ts'
import { appStateSchema, projectSummarySchema, settingsChangesSchema, settingsSchema } from '../model/state.ts'

const none = z.object({})
const id = z.number().int().positive()

/** How far a long operation is: shown as stage, count and bar. */
export const jobProgressSchema = z.object({ stage: z.string(), done: z.number(), total: z.number() })
export type JobProgress = z.infer<typeof jobProgressSchema>

export const importResultSchema = z.object({
  taken: z.number().int(),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
  duplicates: z.number().int(),
  labels: z.record(z.string(), z.number().int()),
  /** What a person should know about what was taken, for example an assumed rate. */
  notes: z.array(z.string()),
})
export type ImportResult = z.infer<typeof importResultSchema>

export const sampleScoreSchema = z.object({
  sampleId: id,
  name: z.string(),
  label: z.string(),
  predicted: z.string(),
  certainty: z.number(),
  windows: z.number().int(),
  correctWindows: z.number().int(),
})

export const testResultSchema = evaluationSchema.extend({
  samples: z.number().int(),
  precision: precisionSchema,
  split: splitSchema,
  modelHash: z.string(),
  perSample: z.array(sampleScoreSchema),
})
export type TestResult = z.infer<typeof testResultSchema>

export const flashStepSchema = z.object({
  step: z.enum(['find', 'prepare', 'write', 'verify', 'restart', 'ask']),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  bytes: z.number().optional(),
  ms: z.number().optional(),
})
export type FlashStep = z.infer<typeof flashStepSchema>

export const exportTargetSchema = z.enum(['tflite', 'c', 'uf2'])
export const exportedFileSchema = z.object({ path: z.string(), bytes: z.number().int() })
export const exportResultSchema = z.object({
  files: z.array(exportedFileSchema),
  flashBytes: z.number().int(),
  ramBytes: z.number().int(),
  macs: z.number().int(),
})

export const parityStageSchema = z.object({
  /** For example `int8 workbench = C on this computer: features`. */
  name: z.string(),
  compared: z.number().int(),
  equal: z.number().int(),
  firstDifference: z
    .object({ sampleId: id, startMs: z.number(), index: z.number().int(), left: z.number(), right: z.number() })
    .nullable(),
})

interface Operation<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType> {
  input: I
  output: O
  progress: P
}
function operation<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Operation<I, O, z.ZodNever>
function operation<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType>(
  input: I,
  output: O,
  progress: P,
): Operation<I, O, P>
function operation(
  input: z.ZodType,
  output: z.ZodType,
  progress: z.ZodType = z.never(),
): Operation<z.ZodType, z.ZodType, z.ZodType> {
  return { input, output, progress }
}

export const operations = {
  // The app
  'app/info': operation(
    none,
    z.object({ version: z.string(), host: z.string(), platform: z.string(), projectsFolder: z.string() }),
  ),
  'app/state': operation(none, appStateSchema),
  'settings/get': operation(none, settingsSchema),
  'settings/set': operation(settingsChangesSchema, settingsSchema),
  'files/list': operation(
    z.object({ folder: z.string().optional() }),
    z.object({
      folder: z.string(),
      parent: z.string().nullable(),
      entries: z.array(z.object({ name: z.string(), path: z.string(), folder: z.boolean(), bytes: z.number() })),
    }),
  ),
  'recents/list': operation(
    none,
    z.array(
      z.object({
        path: z.string(),
        name: z.string(),
        openedAt: z.string(),
        exists: z.boolean(),
        sizeBytes: z.number(),
        seconds: z.record(z.string(), z.number()),
        pinned: z.boolean(),
      }),
    ),
  ),
  'recents/change': operation(z.object({ path: z.string(), change: z.enum(['pin', 'unpin', 'remove']) }), none),

  // Projects
  'project/create': operation(
    z.object({
      path: z.string().optional(),
      name: z.string().min(1).max(120),
      template: z.enum(['empty', 'motion', 'try']),
    }),
    projectSummarySchema,
  ),
  'project/open': operation(z.object({ path: z.string() }), projectSummarySchema),
  /** Makes a fresh copy of a bundled, simulated sample project and opens it. */
  'project/open-sample': operation(z.object({ sample: z.enum(['motion']) }), projectSummarySchema, jobProgressSchema),
  'project/close': operation(none, none),
  'project/rename': operation(z.object({ name: z.string().min(1).max(120) }), projectSummarySchema),
  'project/undo': operation(none, z.object({ undone: z.string().nullable() })),
  'project/redo': operation(none, z.object({ redone: z.string().nullable() })),

  // Samples
  'samples/list': operation(none, z.array(sampleSchema)),
  'samples/get': operation(z.object({ id }), z.object({ sample: sampleSchema, values: float32ArraySchema })),
  /** Minimum and maximum of every axis in `columns` stretches: `[axis][column][min, max]`, flat; one block a sample. */
  'samples/thumbnails': operation(
    z.object({ ids: z.array(id).max(500), columns: z.number().int().min(4).max(400) }),
    z.array(z.object({ id, axes: z.number().int(), values: float32ArraySchema })),
  ),
  'samples/update': operation(
    z.object({
      ids: z.array(id).min(1),
      changes: z.object({
        name: z.string().min(1).optional(),
        label: z.string().min(1).nullable().optional(),
        split: splitSchema.optional(),
        enabled: z.boolean().optional(),
      }),
    }),
    none,
  ),
  'samples/delete': operation(z.object({ ids: z.array(id).min(1) }), none),
  /** Deals the samples out again. `session` keeps a session together; `sample` keeps whole takes. */
  'samples/split': operation(
    z.object({
      rule: z.enum(['session', 'sample']),
      seed: z.number().int(),
      testShare: z.number().min(0).max(0.9),
      validationShare: z.number().min(0).max(0.9),
    }),
    z.object({ warning: z.string().nullable() }),
  ),
  'samples/import': operation(
    z.object({
      paths: z.array(z.string()).default([]),
      files: z.array(z.object({ name: z.string(), bytes: bytesSchema })).default([]),
      label: z.string().optional(),
      split: z.union([splitSchema, z.literal('auto')]).default('auto'),
      session: z.string().optional(),
      rateHz: z.number().positive().optional(),
      /** Only files of this kind; others are skipped by name. */
      format: z.enum(['csv', 'edge-impulse']).optional(),
    }),
    importResultSchema,
    jobProgressSchema,
  ),
  /** Adds simulated recordings: `perLabel` takes of each motion from several simulated people. */
  'samples/generate': operation(
    z.object({ perLabel: z.number().int().min(1).max(1000), seed: z.number().int() }),
    importResultSchema,
    jobProgressSchema,
  ),

  /** Writes all samples that are used into a folder, as other tools read them. */
  'samples/export': operation(
    z.object({ format: z.enum(['edge-impulse', 'csv', 'wav', 'json', 'cbor']), out: z.string() }),
    z.object({ files: z.array(exportedFileSchema) }),
  ),

  // Impulse and features
  'impulse/get': operation(none, z.object({ impulse: impulseSchema.nullable() })),
  'impulse/set': operation(z.object({ impulse: impulseSchema }), z.object({ impulse: impulseSchema })),
  'impulse/propose': operation(none, z.object({ impulse: impulseSchema, reasons: z.array(z.string()) })),
  /** Shapes and costs of a draft, without saving it. */
  'impulse/describe': operation(
    z.object({ impulse: impulseSchema, board: z.string().optional() }),
    z.object({
      windowReadings: z.number().int(),
      windows: z.number().int(),
      shortestSampleMs: z.number().nullable(),
      longestSampleMs: z.number().nullable(),
      features: z.number().int(),
      dsp: z.array(
        z.object({
          id: z.string(),
          features: z.number().int(),
          featureNames: z.array(z.string()),
          macs: z.number(),
          ramBytes: z.number(),
        }),
      ),
      model: z.object({
        parameters: z.number().int(),
        macs: z.number().int(),
        flashBytes: z.number().int(),
        ramBytes: z.number().int(),
      }),
      board: z.object({ id: z.string(), flashBytes: z.number(), ramBytes: z.number(), fits: z.boolean() }).nullable(),
      /** Things that do not go together, each with the field it lies in and, where there is one, the value that mends it. */
      problems: z.array(z.object({ field: z.string(), sentence: z.string(), fix: parameterValueSchema.optional() })),
    }),
  ),
  /** One window of one sample through one block of a draft, with the figures that explain it. */
  'dsp/preview': operation(
    z.object({ sampleId: id, startMs: z.number().min(0), impulse: impulseSchema, block: dspBlockSchema }),
    z.object({
      raw: float32ArraySchema,
      axes: z.array(z.string()),
      rateHz: z.number(),
      features: float32ArraySchema,
      featureNames: z.array(z.string()),
      figures: z.array(figureSchema),
      ms: z.number(),
    }),
  ),
  'features/compute': operation(
    none,
    z.object({ windows: z.number().int(), featuresPerWindow: z.number().int(), ms: z.number(), cached: z.boolean() }),
    jobProgressSchema,
  ),
  /** All windows with their features: `[windows, featuresPerWindow]`, row-major. */
  'features/get': operation(
    none,
    z.object({
      features: float32ArraySchema,
      featuresPerWindow: z.number().int(),
      featureNames: z.array(z.string()),
      labels: z.array(z.string()),
      sampleId: int32ArraySchema,
      startMs: float32ArraySchema,
    }),
    jobProgressSchema,
  ),
  /** Up to `limit` windows projected to three axes, or three chosen features. */
  'features/explore': operation(
    z.object({
      projection: z.enum(['pca', 'features']),
      features: z.array(z.number().int()).length(3).optional(),
      limit: z.number().int().max(100_000).default(5000),
    }),
    z.object({
      axisTitles: z.array(z.string()).length(3),
      points: float32ArraySchema,
      label: int32ArraySchema,
      labels: z.array(z.string()),
      sampleId: int32ArraySchema,
      startMs: float32ArraySchema,
      split: int32ArraySchema,
      total: z.number().int(),
      featureNames: z.array(z.string()),
    }),
  ),

  // Training and testing
  'training/train': operation(
    z.object({ seed: z.number().int().nonnegative().optional(), epochs: z.number().int().positive().optional() }),
    runSchema,
    z.object({ epoch: epochSchema.nullable(), epochs: z.number().int(), stage: z.string() }),
  ),
  /** Ends the running training after its current batch and keeps its best epoch. */
  'training/stop': operation(none, none),
  'training/runs': operation(none, z.array(runSchema)),
  'testing/run': operation(
    z.object({
      precision: precisionSchema,
      split: splitSchema.default('test'),
      threshold: z.number().min(0).max(1).optional(),
    }),
    testResultSchema,
    jobProgressSchema,
  ),

  // Deployment
  'deploy/boards': operation(none, z.array(boardKindSchema)),
  'deploy/files': operation(
    z.object({ target: exportTargetSchema }),
    z.object({
      files: z.array(z.object({ path: z.string(), bytes: z.number().int(), text: z.string().nullable() })),
      flashBytes: z.number().int(),
      ramBytes: z.number().int(),
      macs: z.number().int(),
    }),
  ),
  /** One file is answered as bytes so that a browser can save it; several come as a ZIP. */
  'deploy/download': operation(
    z.object({ target: exportTargetSchema }),
    z.object({ name: z.string(), bytes: bytesSchema }),
  ),
  'deploy/export': operation(
    z.object({ target: exportTargetSchema, out: z.string(), board: z.string().optional() }),
    exportResultSchema,
  ),
  'deploy/flash': operation(
    z.object({ port: z.string().optional() }),
    z.object({
      board: z.string(),
      bytes: z.number().int(),
      ms: z.number(),
      modelHash: z.string(),
      verified: z.boolean(),
    }),
    flashStepSchema,
  ),
  'parity/run': operation(
    z.object({ port: z.string().optional(), limit: z.number().int().positive().optional() }),
    z.object({ stages: z.array(parityStageSchema) }),
    jobProgressSchema,
  ),

  // Devices, recording, live
  'devices/list': operation(none, appStateSchema.shape.devices),
  'devices/connect': operation(z.object({ port: z.string() }), none),
  'devices/disconnect': operation(none, none),
  'devices/send': operation(z.object({ text: z.string().max(4096) }), none),
  /** Nine steps from the cable to a steady clock; ends at the first problem. A connection to this port is renewed. */
  'devices/diagnose': operation(
    z.object({ port: z.string() }),
    diagnosisSchema,
    z.object({ steps: z.array(diagnosisStepSchema) }),
  ),
  /** What goes wrong with the simulated board: the line from now on, and things that happen once. */
  'devices/fault': operation(
    z.object({ line: lineFaultsSchema.partial().optional(), act: faultActSchema.optional() }),
    z.object({ line: lineFaultsSchema }),
  ),
  /** The simulated hand: what it does from now on. */
  'devices/motion': operation(z.object({ motion: motionSchema }), none),
  /** The simulated board feels this sample again and again, until the hand is told to do something else. */
  'devices/replay': operation(z.object({ sampleId: id }), none),
  'record/start': operation(
    z.object({
      label: z.string().min(1).max(200),
      seconds: z.number().positive().max(3600),
      takes: z.number().int().min(1).max(1000).default(1),
      countdownMs: z.number().int().min(0).max(10_000).default(3000),
      restMs: z.number().int().min(0).max(60_000).default(1000),
      split: splitSchema.default('train'),
      session: z.string().optional(),
    }),
    z.object({
      sampleIds: z.array(id),
      rateHz: z.number(),
      lost: z.number().int(),
      /** Length of the last take. */
      seconds: z.number(),
      health: sampleSchema.shape.health,
    }),
  ),
  /** Ends the take now and keeps what came. */
  'record/stop': operation(none, none),
  'live/start': operation(
    z.object({ on: z.enum(['computer', 'board', 'both']), threshold: z.number().min(0).max(1) }),
    none,
  ),
  'live/stop': operation(none, none),
  /** Saves the window that was judged at `tMs` as a sample with the right label. */
  'live/correct': operation(z.object({ tMs: z.number(), label: z.string().min(1) }), z.object({ sampleId: id })),

  // Jobs
  'jobs/cancel': operation(z.object({ id }), none),
} as const

export type OperationName = keyof typeof operations
export type Input<K extends OperationName> = z.input<(typeof operations)[K]['input']>
export type ParsedInput<K extends OperationName> = z.output<(typeof operations)[K]['input']>
export type Output<K extends OperationName> = z.output<(typeof operations)[K]['output']>
export type Progress<K extends OperationName> = z.output<(typeof operations)[K]['progress']>

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}
