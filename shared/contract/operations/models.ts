/** Impulse, features, training and testing. */
import { z } from 'zod'
import { float32ArraySchema, int32ArraySchema } from '../../model/arrays.ts'
import { figureSchema } from '../../model/figure.ts'
import { dspBlockSchema, impulseSchema, learnBlockSchema, parameterValueSchema } from '../../model/impulse.ts'
import { epochSchema, evaluationSchema, precisionSchema, runSchema } from '../../model/run.ts'
import { splitSchema } from '../../model/sample.ts'
import { idSchema, jobProgressSchema, none, operation } from './operation.ts'

export const sampleScoreSchema = z.object({
  sampleId: idSchema,
  name: z.string(),
  label: z.string(),
  predicted: z.string(),
  /** Mean score of the answer over the windows; 1 where values are learned. */
  certainty: z.number(),
  windows: z.number().int(),
  correctWindows: z.number().int(),
  /** What it is and what was answered, where values are learned. */
  value: z.number().optional(),
  answer: z.number().optional(),
})

export const testResultSchema = evaluationSchema.extend({
  samples: z.number().int(),
  precision: precisionSchema,
  split: splitSchema,
  modelHash: z.string(),
  perSample: z.array(sampleScoreSchema),
  /** Where the impulse has learned what is usual: windows that are strange, and counts with UNCERTAIN and ANOMALY last. */
  anomaly: z
    .object({
      learnId: z.string(),
      threshold: z.number(),
      windows: z.number().int(),
      matrix: z.array(z.array(z.number().int())),
      /** Of samples whose label the network never learned: faults that only the test knows. */
      others: z.array(z.object({ label: z.string(), windows: z.number().int(), strange: z.number().int() })),
    })
    .optional(),
})
export type TestResult = z.infer<typeof testResultSchema>

export const modelOperations = {
  // Impulse and features
  'impulse/get': operation(none, z.object({ id: idSchema, impulse: impulseSchema.nullable() })),
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
      board: z
        .object({
          id: z.string(),
          flashBytes: z.number(),
          ramBytes: z.number(),
          fits: z.boolean(),
          /** Why its firmware has no room for these windows, and what to do. */
          misfit: z.string().nullable(),
          /** Estimated milliseconds for the features of one window. */
          dspMs: z.number(),
        })
        .nullable(),
      /** Things that do not go together, each with the field it lies in and, where there is one, the value that mends it. */
      problems: z.array(z.object({ field: z.string(), sentence: z.string(), fix: parameterValueSchema.optional() })),
    }),
  ),
  /** One window of one sample through one block of a draft, with the figures that explain it. */
  'dsp/preview': operation(
    z.object({ sampleId: idSchema, startMs: z.number().min(0), impulse: impulseSchema, block: dspBlockSchema }),
    z.object({
      raw: float32ArraySchema,
      axes: z.array(z.string()),
      rateHz: z.number(),
      features: float32ArraySchema,
      featureNames: z.array(z.string()),
      figures: z.array(figureSchema),
      ms: z.number(),
      /** Of a block in fixed point: how far its features lie from those in float. */
      fixedError: z.object({ largest: z.number(), typical: z.number(), size: z.number() }).nullable(),
    }),
  ),
  /** A custom block of a draft on one window of a sample, or on silence; answers the block with what its code declares. */
  'dsp/run-code': operation(
    z.object({
      sampleId: idSchema.nullable(),
      startMs: z.number().min(0),
      impulse: impulseSchema,
      block: dspBlockSchema,
    }),
    z.object({
      block: dspBlockSchema,
      features: float32ArraySchema,
      featureNames: z.array(z.string()),
      figures: z.array(figureSchema),
      lines: z.array(z.string()),
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
    z.object({
      seed: z.number().int().nonnegative().optional(),
      epochs: z.number().int().positive().optional(),
      engine: z.enum(['own', 'tfjs']).optional(),
      /** All networks of the impulse where absent. */
      learnId: z.string().optional(),
      /** Goes on where the last training of the same samples and settings ended, up to the cycles that are set now. */
      resume: z.boolean().optional(),
    }),
    /** The run of the first network. */
    runSchema,
    z.object({ learnId: z.string(), epoch: epochSchema.nullable(), epochs: z.number().int(), stage: z.string() }),
  ),
  /** Runs the code of a network of a draft; answers the block with the layers and settings that it describes. */
  'training/run-code': operation(
    z.object({ impulse: impulseSchema, learnId: z.string() }),
    z.object({
      block: learnBlockSchema,
      parameters: z.number().int(),
      /** What has no int8 form and so cannot go on a board. */
      problems: z.array(z.string()),
      hasHook: z.boolean(),
      lines: z.array(z.string()),
    }),
  ),
  /** Ends the running training after its current batch and keeps its best epoch. */
  'training/stop': operation(none, none),
  'training/runs': operation(none, z.array(runSchema)),
  'testing/run': operation(
    z.object({
      /** The impulse's first network where absent. */
      learnId: z.string().optional(),
      precision: precisionSchema,
      split: splitSchema.default('test'),
      threshold: z.number().min(0).max(1).optional(),
    }),
    testResultSchema,
    jobProgressSchema,
  ),
} as const
