/** What int8 changes in a network: layer by layer, channel by channel, window by window. */
import { z } from 'zod'
import { splitSchema } from '../../model/sample.ts'
import { idSchema, jobProgressSchema, operation } from './operation.ts'

const channelErrorSchema = z.object({
  channel: z.number().int(),
  /** Signal over noise in dB; null where nothing differs. */
  snrDb: z.number().nullable(),
})

export const layerReportSchema = z.object({
  /** "features", "1 conv2d", "5 dense" … in the order of computation. */
  name: z.string(),
  channels: z.number().int(),
  /** Range of the float values. */
  low: z.number(),
  high: z.number(),
  /** int8: real = (q − zeroPoint) · scale. */
  scale: z.number(),
  zeroPoint: z.number().int(),
  /** Share of the values outside what int8 holds here, 0…1. */
  clippedShare: z.number(),
  /** Signal over noise of int8 against float in dB; null where nothing differs. */
  snrDb: z.number().nullable(),
  /** The noisiest first, at most five. */
  worstChannels: z.array(channelErrorSchema),
  /** With this layer alone in int8: share of windows whose answer changes; how far outputs move, relative to them. */
  cost: z.object({ answersChanged: z.number(), outputChange: z.number() }),
})
export type LayerReport = z.infer<typeof layerReportSchema>

const answerSchema = z.object({ label: z.string(), score: z.number() })

export const windowReportSchema = z.object({
  sampleId: idSchema,
  startMs: z.number(),
  float: answerSchema,
  int8: answerSchema,
  changed: z.boolean(),
  /** Largest difference of an output. */
  difference: z.number(),
  /** Noise over signal of this window in each layer of `layers`, 0 where nothing differs. */
  noise: z.array(z.number()),
})

export const quantizeReportSchema = z.object({
  modelHash: z.string(),
  windows: z.number().int(),
  /** Windows that both answer alike. */
  agree: z.number().int(),
  layers: z.array(layerReportSchema),
  /** Name of the layer that alone changes most; null where none changes anything. */
  costliest: z.string().nullable(),
  /** Those that differ most, at most twenty. */
  worst: z.array(windowReportSchema),
})
export type QuantizeReport = z.infer<typeof quantizeReportSchema>

const operatorsSchema = z.object({
  operators: z.array(
    z.object({
      name: z.string(),
      inputShape: z.array(z.number().int()),
      outputShape: z.array(z.number().int()),
      macs: z.number().int(),
    }),
  ),
  /** Input, output and all between them in one stretch of memory, without features and their scratch memory. */
  arenaBytes: z.number().int(),
})
export type ModelOperator = z.infer<typeof operatorsSchema>['operators'][number]

export const quantizeOperations = {
  /** Float and int8 of a model side by side; of the one in use where no run is named. */
  'quantize/report': operation(
    z.object({
      runId: idSchema.optional(),
      split: splitSchema.default('test'),
      /** Windows that are compared, spread evenly over all. */
      limit: z.number().int().min(1).max(2000).default(200),
    }),
    quantizeReportSchema,
    jobProgressSchema,
  ),
  /** What the int8 model of a run is made of, as it computes on a board; of the one in use where none is named. */
  'quantize/operators': operation(z.object({ runId: idSchema.optional() }), operatorsSchema),
} as const
