/** Projects and their samples. */
import { z } from 'zod'
import { bytesSchema, float32ArraySchema } from '../../model/arrays.ts'
import { imageSizeSchema } from '../../model/input-block.ts'
import { sampleSchema, splitSchema } from '../../model/sample.ts'
import { projectSummarySchema } from '../../model/state.ts'
import { exportedFileSchema, idSchema, jobProgressSchema, none, operation } from './operation.ts'

export const importResultSchema = z.object({
  taken: z.number().int(),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
  duplicates: z.number().int(),
  labels: z.record(z.string(), z.number().int()),
  /** What a person should know about what was taken, for example an assumed rate. */
  notes: z.array(z.string()),
})
export type ImportResult = z.infer<typeof importResultSchema>

export const projectOperations = {
  // Projects
  'project/create': operation(
    z.object({
      path: z.string().optional(),
      name: z.string().min(1).max(120),
      template: z.enum(['empty', 'motion', 'audio', 'image', 'sensors', 'anomaly', 'try']),
    }),
    projectSummarySchema,
  ),
  'project/open': operation(z.object({ path: z.string() }), projectSummarySchema),
  /** Makes a fresh copy of a bundled, simulated sample project and opens it. */
  'project/open-sample': operation(
    z.object({ sample: z.enum(['motion', 'audio', 'image', 'sensors', 'anomaly']) }),
    projectSummarySchema,
    jobProgressSchema,
  ),
  'project/close': operation(none, none),
  'project/rename': operation(z.object({ name: z.string().min(1).max(120) }), projectSummarySchema),
  'project/undo': operation(none, z.object({ undone: z.string().nullable() })),
  'project/redo': operation(none, z.object({ redone: z.string().nullable() })),

  // Samples
  'samples/list': operation(none, z.array(sampleSchema)),
  'samples/get': operation(
    z.object({ id: idSchema }),
    z.object({
      sample: sampleSchema,
      values: float32ArraySchema,
      /** Where its readings did not come evenly: how many times are kept, and the furthest from an even pace. */
      times: z.object({ kept: z.number().int(), strayMs: z.number() }).optional(),
    }),
  ),
  /** Minimum and maximum of every axis in `columns` stretches: `[axis][column][min, max]`, flat; one block a sample. */
  'samples/thumbnails': operation(
    z.object({ ids: z.array(idSchema).max(500), columns: z.number().int().min(4).max(400) }),
    z.array(
      z.object({
        id: idSchema,
        axes: z.number().int(),
        values: float32ArraySchema,
        /** Of a picture: then `values` are its pixels, made smaller. */
        image: imageSizeSchema.optional(),
      }),
    ),
  ),
  'samples/update': operation(
    z.object({
      ids: z.array(idSchema).min(1),
      changes: z.object({
        name: z.string().min(1).optional(),
        label: z.string().min(1).nullable().optional(),
        split: splitSchema.optional(),
        enabled: z.boolean().optional(),
      }),
    }),
    none,
  ),
  'samples/delete': operation(z.object({ ids: z.array(idSchema).min(1) }), none),
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
      format: z.enum(['csv', 'edge-impulse', 'wav', 'image']).optional(),
      /** Rows of tables are readings of one signal, or samples of their own; found out where absent. */
      rows: z.enum(['signal', 'samples']).optional(),
      /** Column of a table whose value labels each row. */
      target: z.string().min(1).optional(),
      /** Columns of a table to read; all where absent. */
      columns: z.array(z.string().min(1)).optional(),
      /** Number in a table that stands for none. */
      missing: z.number().optional(),
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
} as const
