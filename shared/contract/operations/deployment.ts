/** Taking the model away: files, flashing, parity. */
import { z } from 'zod'
import { bytesSchema } from '../../model/arrays.ts'
import { boardKindSchema } from '../../model/board.ts'
import { exportedFileSchema, idSchema, jobProgressSchema, none, operation } from './operation.ts'

export const flashStepSchema = z.object({
  step: z.enum(['find', 'prepare', 'write', 'verify', 'restart', 'ask']),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  bytes: z.number().optional(),
  ms: z.number().optional(),
})
export type FlashStep = z.infer<typeof flashStepSchema>

export const exportTargetSchema = z.enum(['tflite', 'c', 'arduino', 'wasm', 'uf2', 'hex'])
export const exportResultSchema = z.object({
  files: z.array(exportedFileSchema),
  flashBytes: z.number().int(),
  ramBytes: z.number().int(),
  macs: z.number().int(),
})

export const parityStageSchema = z.object({
  /** For example `features: board = workbench`. */
  name: z.string(),
  compared: z.number().int(),
  equal: z.number().int(),
  firstDifference: z
    .object({ sampleId: idSchema, startMs: z.number(), index: z.number().int(), left: z.number(), right: z.number() })
    .nullable(),
})
export type ParityStage = z.infer<typeof parityStageSchema>

export const deploymentOperations = {
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
    z.object({
      /** Of the workbench's model. */
      modelHash: z.string(),
      stages: z.array(parityStageSchema),
      /** What the board says it has, and how long a window took it on average. */
      board: z.object({ modelHash: z.string().nullable(), dspMs: z.number(), networkMs: z.number() }).nullable(),
    }),
    /** With what was compared so far: it stays true when the rest is not waited for. */
    jobProgressSchema.extend({ stages: z.array(parityStageSchema) }),
  ),
} as const
