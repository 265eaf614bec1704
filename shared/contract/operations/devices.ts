/** Boards, recording from them, and live classification. */
import { z } from 'zod'
import { bytesSchema, float32ArraySchema } from '../../model/arrays.ts'
import { simulatedInputSchema, sketchSourceSchema } from '../../model/board.ts'
import { diagnosisSchema, diagnosisStepSchema } from '../../model/diagnosis.ts'
import { faultActSchema, lineFaultsSchema } from '../../model/fault.ts'
import { recordingTriggerSchema, sittingSchema } from '../../model/recording.ts'
import { sampleSchema, splitSchema } from '../../model/sample.ts'
import { appStateSchema } from '../../model/state.ts'
import { flashStepSchema } from './deployment.ts'
import { idSchema, none, operation } from './operation.ts'

export const deviceOperations = {
  // Devices, recording, live
  'devices/list': operation(none, appStateSchema.shape.devices),
  /** `also`: besides the board that is open, to record both in step. */
  'devices/connect': operation(z.object({ port: z.string(), also: z.boolean().default(false) }), none),
  /** Without a port: the board. */
  'devices/disconnect': operation(z.object({ port: z.string().optional() }), none),
  /** `bytes` instead of the text, where given. */
  'devices/send': operation(z.object({ text: z.string().max(4096), bytes: bytesSchema.optional() }), none),
  /** This page is going to capture from the microphone; a page that did before has to end. */
  'devices/capture': operation(none, z.object({ claim: z.number().int(), rateHz: z.number() })),
  /** Captured sound; `row` counts readings since the claim, so that a jump is what was lost. */
  'devices/feed': operation(
    z.object({ claim: z.number().int(), row: z.number().int().nonnegative(), values: float32ArraySchema }),
    none,
  ),
  /** The picture that was asked for: red, green and blue of each pixel, from the top left on. */
  'devices/picture': operation(
    z.object({
      shot: z.number().int(),
      width: z.number().int().min(1).max(4096),
      height: z.number().int().min(1).max(4096),
      bytes: bytesSchema,
    }),
    none,
  ),
  /** Nine steps from the cable to a steady clock; ends at the first problem. A connection to this port is renewed. */
  'devices/diagnose': operation(
    z.object({ port: z.string() }),
    diagnosisSchema,
    z.object({ steps: z.array(diagnosisStepSchema) }),
  ),
  /** Puts the firmware that records onto a board; `board` where the port itself does not tell which it is. */
  'devices/install': operation(
    z.object({ port: z.string(), board: z.string().optional() }),
    z.object({ board: z.string(), firmware: z.string(), bytes: z.number().int(), ms: z.number() }),
    flashStepSchema,
  ),
  /** Lets other programs of this computer reach a simulated board; false ends that, and nothing only tells how it is. */
  'devices/share': operation(
    z.object({ port: z.string(), shared: z.boolean().optional() }),
    z.object({ address: z.string().nullable(), terminal: z.string().nullable() }),
  ),
  /** The forwarder sketch for Arduino-compatible boards, for what it is to read; with a folder it is also saved there. */
  'devices/sketch': operation(
    z.object({ folder: z.string().optional(), source: sketchSourceSchema.default('analog-pins') }),
    z.object({ name: z.string(), text: z.string(), path: z.string().nullable() }),
  ),
  /** What goes wrong with a simulated board: the line from now on, and things that happen once. */
  'devices/fault': operation(
    z.object({
      port: z.string().default('sim:pico'),
      line: lineFaultsSchema.partial().optional(),
      act: faultActSchema.optional(),
    }),
    z.object({ line: lineFaultsSchema }),
  ),
  /** What the simulated boards feel from now on. */
  'devices/motion': operation(z.object({ motion: simulatedInputSchema }), none),
  /** The simulated board feels this sample again and again, until the hand is told to do something else. */
  'devices/replay': operation(z.object({ sampleId: idSchema }), none),
  /** Presses the button of a simulated board. */
  'devices/press': operation(z.object({ port: z.string().default('sim:pico') }), none),
  'record/start': operation(
    z.object({
      label: z.string().min(1).max(200),
      /** null: until stopped. */
      seconds: z.number().positive().max(3600).nullable(),
      takes: z.number().int().min(1).max(1000).default(1),
      /** The label of each take where they differ, for example to walk a plan; then `label` and `takes` are not used. */
      labels: z.array(z.string().min(1).max(200)).min(1).max(1000).optional(),
      countdownMs: z.number().int().min(0).max(10_000).default(3000),
      restMs: z.number().int().min(0).max(60_000).default(1000),
      trigger: recordingTriggerSchema.default({ by: 'none' }),
      split: splitSchema.default('train'),
      /** Instead of the key made of day, person, place and board. */
      session: z.string().optional(),
      sitting: sittingSchema.optional(),
      /** Size of the pictures, where a camera takes them; else that of the impulse, or 96 × 96. Then `seconds` is not used. */
      picture: z
        .object({ width: z.number().int().min(8).max(1024), height: z.number().int().min(8).max(1024) })
        .optional(),
    }),
    z.object({
      /** Every sample that was made: one a take, board and stretch of label. */
      sampleIds: z.array(idSchema),
      takes: z.number().int(),
      rateHz: z.number(),
      lost: z.number().int(),
      /** Length of the last take. */
      seconds: z.number(),
      /** Of the first take that is not good, else of the last one. */
      health: sampleSchema.shape.health,
    }),
  ),
  /** What the Record page shows of the project, however many samples it has. */
  'record/overview': operation(
    none,
    z.object({
      /** The last takes, newest first. */
      newest: z.array(sampleSchema),
      /** Good takes of each label; several boards in step are one take. */
      good: z.record(z.string(), z.number().int()),
      simulated: z.number().int(),
    }),
  ),
  /** Ends the take now and keeps what came. */
  'record/stop': operation(none, none),
  /** Begins the take that waits for a key, or ends one without an end. */
  'record/trigger': operation(none, none),
  /** Gives what follows another label: it becomes a sample of its own, without a gap. */
  'record/label': operation(z.object({ label: z.string().min(1).max(200) }), none),
  /** How many good takes of each label are wanted; 0 takes a label out of the plan. */
  'record/plan': operation(
    z.object({ want: z.record(z.string().min(1).max(200), z.number().int().min(0).max(10_000)) }),
    none,
  ),
  'live/start': operation(
    z.object({ on: z.enum(['computer', 'board', 'both']), threshold: z.number().min(0).max(1) }),
    none,
  ),
  'live/stop': operation(none, none),
  /** Saves the window that was judged at `tMs` as a sample with the right label. */
  'live/correct': operation(z.object({ tMs: z.number(), label: z.string().min(1) }), z.object({ sampleId: idSchema })),
} as const
