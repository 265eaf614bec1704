/** Reads the reference vectors that lie beside the project; see their README for how they were made. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../../main/paths.ts'

const folder = join(projectRoot, '..', 'shared', 'data', 'dsp-reference')
export const hasReference = existsSync(folder)
export const skipReason = hasReference ? '' : ' (skipped: ../shared/data/dsp-reference is not there)'

const numberOrNull = z.number().nullable()
const parameter = z.union([z.number(), z.string(), z.boolean()])
const entrySchema = z.object({
  block: z.string(),
  params: z.record(z.string(), parameter.or(z.null())),
  features: z.array(numberOrNull),
  labels: z.array(z.string()).nullish(),
  unstable_feature_indices: z.array(z.number()).nullish(),
})
export type ReferenceEntry = z.infer<typeof entrySchema>

const signalSchema = z.object({
  fs_hz: z.number(),
  axes: z.array(z.string()),
  rows: z.number(),
  signal_interleaved: z.array(z.number()),
  edge_impulse_blocks: z.array(entrySchema),
})

export interface ReferenceSignal {
  name: string
  rateHz: number
  axes: string[]
  rows: number
  values: Float32Array
  entries: ReferenceEntry[]
  /** The whole file, for parts that only one test reads. */
  json: unknown
}

export function referenceSignals(): ReferenceSignal[] {
  if (!hasReference) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((file) => {
      const json: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      const signal = signalSchema.parse(json)
      return {
        name: file.replace('.json', ''),
        rateHz: signal.fs_hz,
        axes: signal.axes,
        rows: signal.rows,
        values: Float32Array.from(signal.signal_interleaved),
        entries: signal.edge_impulse_blocks,
        json,
      }
    })
}

/** The reference's parameter names all have underscores; those of some blocks have hyphens. */
export function hyphenated(
  params: ReferenceEntry['params'],
  known: string[],
): Record<string, number | string | boolean> {
  const pairs = Object.entries(params).map(([name, value]) => {
    return [known.includes(name) ? name : name.replaceAll('_', '-'), value] as const
  })
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => {
      return value !== null && known.includes(name) ? [[name, value]] : []
    }),
  )
}
