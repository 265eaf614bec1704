/** Everything the backend tells without being asked. Each event carries a sequence number of its own topic. */
import { z } from 'zod'
import { bytesSchema, float32ArraySchema } from '../model/arrays.ts'
import { appStateSchema } from '../model/state.ts'

export const events = {
  /** The whole small picture, whenever something in it changes (at most 20 times a second). */
  'state/changed': appStateSchema,
  /** Samples, labels or splits changed: lists are to be read again. */
  'samples/changed': z.object({ ids: z.array(z.number().int()) }),
  /** Readings from the connected board: interleaved rows, as they came. */
  'devices/readings': z.object({
    /** Board time of the first row, in milliseconds. */
    tMs: z.number(),
    rateHz: z.number(),
    axes: z.array(z.string()),
    units: z.array(z.string()),
    values: float32ArraySchema,
    /** Rows missing just before this batch. */
    lost: z.number().int(),
  }),
  /** A picture of this computer's camera is wanted; a page that sees through it answers with `devices/picture`. */
  'devices/shoot': z.object({ shot: z.number().int() }),
  'console/lines': z.object({
    lines: z.array(
      z.object({
        tMs: z.number(),
        direction: z.enum(['in', 'out']),
        text: z.string(),
        /** The parser's verdict: empty where it was taken, else why it was skipped. */
        skipped: z.string(),
        /** As they came, where the text does not tell them. */
        bytes: bytesSchema.optional(),
        note: z.string().optional(),
      }),
    ),
  }),
  'live/result': z.object({
    tMs: z.number(),
    on: z.enum(['computer', 'board']),
    /** Label of the highest score, or null where it is below the threshold. */
    label: z.string().nullable(),
    scores: z.array(z.object({ label: z.string(), score: z.number() })),
    /** Where the model has an anomaly detector: the window is an ANOMALY, whatever its label, above the threshold. */
    anomaly: z.object({ score: z.number(), threshold: z.number() }).optional(),
    latencyMs: z.number(),
    /** Windows judged by both so far, and how many of these had the same output bytes. */
    agree: z.number().int(),
    compared: z.number().int(),
  }),
} as const

export type EventName = keyof typeof events
export type EventPayload<K extends EventName> = z.output<(typeof events)[K]>
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}
