/** How a recording begins, and what is said of it while it runs. */
import { z } from 'zod'
import { healthSchema } from './sample.ts'

/** What lets a take begin once the countdown is over. */
export const recordingTriggerSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('none') }),
  /** A key or a press on the page. */
  z.object({ by: z.literal('key') }),
  /** The button on the board. */
  z.object({ by: z.literal('board') }),
  z.object({
    by: z.literal('level'),
    /** Name of the axis that is watched; null watches how far all of them together leave their rest. */
    axis: z.string().nullable(),
    /** In the unit of the axis. Below 0: the axis has to fall to it. */
    level: z.number(),
    /** Kept from before the level was reached, so that the onset is in the take. */
    preRollMs: z.number().min(0).max(5000),
  }),
])
export type RecordingTrigger = z.infer<typeof recordingTriggerSchema>

/** Who, where and with which board: asked once per sitting, kept with every take. Empty where it was not said. */
export const sittingSchema = z.object({
  who: z.string().max(100).default(''),
  where: z.string().max(100).default(''),
  board: z.string().max(100).default(''),
})
export type Sitting = z.infer<typeof sittingSchema>

export const recordingSchema = z.object({
  /** `waiting`: for the trigger. */
  state: z.enum(['countdown', 'waiting', 'recording', 'resting', 'saving']),
  label: z.string(),
  /** Label of the take after this one. */
  nextLabel: z.string().nullable(),
  take: z.number().int(),
  takes: z.number().int(),
  trigger: z.enum(['none', 'key', 'board', 'level']),
  /** Left of the countdown or rest. */
  leftMs: z.number(),
  elapsedMs: z.number(),
  /** null: until stopped. */
  totalMs: z.number().nullable(),
  /** How many boards are recorded together. */
  boards: z.number().int(),
  /** What is seen so far in the take that runs. */
  health: healthSchema.nullable(),
})
export type Recording = z.infer<typeof recordingSchema>
