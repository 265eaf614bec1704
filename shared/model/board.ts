/** Boards: the table of kinds (`resources/boards/*.json`) and what a connected one says of itself. */
import { z } from 'zod'
import { axisSchema } from './sample.ts'

export const boardKindSchema = z.object({
  id: z.string(),
  name: z.string(),
  mcu: z.string(),
  core: z.string(),
  clockMhz: z.number(),
  flashBytes: z.number().int(),
  ramBytes: z.number().int(),
  fpu: z.boolean(),
  sensors: z.array(z.string()),
  usb: z.array(z.object({ vid: z.string(), pid: z.string(), mode: z.enum(['application', 'bootloader', 'unknown']) })),
  flashMethod: z.string(),
  /** True where the project has firmware for one-click flashing. */
  prebuilt: z.boolean(),
  /** True where the project has firmware that records, to put on it by one click. */
  recorder: z.boolean().default(false),
  /** `emulated`, `hardware` or `unchecked`: on what this row was seen to work. */
  checked: z.enum(['emulated', 'hardware', 'unchecked']),
})
export type BoardKind = z.infer<typeof boardKindSchema>

export const devicePortSchema = z.object({
  /** What the user or the CLI names: `/dev/ttyACM0`, `COM3`, `tcp:HOST:PORT`, `sim:pico`. */
  port: z.string(),
  name: z.string(),
  board: z.string().nullable(),
  serialNumber: z.string().nullable(),
  simulated: z.boolean(),
  /** Name of the program that holds it, where the system tells. */
  busyBy: z.string().nullable(),
})
export type DevicePort = z.infer<typeof devicePortSchema>

/** What a board answers to the device protocol's hello. */
export const boardInfoSchema = z.object({
  board: z.string(),
  firmware: z.string(),
  protocol: z.number().int(),
  serialNumber: z.string(),
  rateHz: z.number().positive(),
  axes: z.array(axisSchema),
  /** SHA-256 of the model pack on the board, lower-case hex; null where it has none. */
  modelHash: z.string().nullable(),
  labels: z.array(z.string()),
})
export type BoardInfo = z.infer<typeof boardInfoSchema>

export const connectionSchema = z.object({
  port: z.string(),
  name: z.string(),
  simulated: z.boolean(),
  state: z.enum(['connecting', 'connected', 'reconnecting', 'flashing']),
  protocol: z.enum(['workbench', 'data-forwarder', 'at', 'simple-streaming', 'computer', 'unknown']),
  info: boardInfoSchema.nullable(),
  measuredRateHz: z.number().nullable(),
})
export type Connection = z.infer<typeof connectionSchema>

/** What the hand that holds a simulated board does. */
export const MOTIONS = ['idle', 'wave', 'circle', 'shake'] as const
export type Motion = (typeof MOTIONS)[number]

/** What the forwarder sketch can read. */
export const SKETCH_SOURCES = [
  'analog-pins',
  'accelerometer',
  'lsm9ds1-board',
  'bmi270-board',
  'microphone',
  'pdm-microphone',
] as const
export const sketchSourceSchema = z.enum(SKETCH_SOURCES)
export type SketchSource = z.infer<typeof sketchSourceSchema>

/** What a simulated board may feel instead of a hand: lying still, at random, or one pure swing. */
export const GENERATORS = ['gravity', 'noise', 'tone'] as const
/** What this computer's microphone hears shakes it along x. It needs a page that hears. */
export const HEARD = 'microphone'
export const SIMULATED_INPUTS = [...MOTIONS, ...GENERATORS, HEARD] as const
export const simulatedInputSchema = z.enum(SIMULATED_INPUTS)
export type SimulatedInput = z.infer<typeof simulatedInputSchema>
