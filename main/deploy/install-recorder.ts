/** Puts the firmware that records onto a board, without a model; and says why a model does not go onto an Uno. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Output } from '../../shared/contract/operations.ts'
import type { FlashStep } from '../../shared/contract/operations/deployment.ts'
import type { BoardKind } from '../../shared/model/board.ts'
import type { Run } from '../../shared/model/run.ts'
import { loadBoardTable } from '../devices/board-table.ts'
import { flash } from '../flash/flash.ts'
import { flashUno } from '../flash/flash-uno.ts'
import { makeRp2040Image } from '../flash/image.ts'
import type { Context } from '../services/context.ts'
import { prebuiltFirmware } from '../virtual/simulated-pico.ts'
import { prebuiltUnoProgram } from '../virtual/simulated-uno.ts'
import { picoTarget } from './pico-target.ts'

export const UNO = 'uno-r3'

export interface InstallRequest {
  port: string
  /** Where the port itself does not tell. */
  board?: string | undefined
  signal: AbortSignal
}

export async function installRecorder(
  context: Context,
  { port, board, signal }: InstallRequest,
  onStep: (step: FlashStep) => void,
): Promise<Output<'devices/install'>> {
  const ports = await context.devices.refresh()
  const known = ports.find((one) => one.port === port)
  const kind = recorderFor(board ?? known?.board ?? null, known?.name ?? port)
  const started = performance.now()
  const program = kind.id === UNO ? prebuiltUnoProgram() : makeRp2040Image(prebuiltFirmware(), null)
  const hello = await context.devices.whileReleased(port, () =>
    kind.id === UNO
      ? flashUno({ openPort: () => context.devices.openStream(port), program, onStep, signal })
      : flash({ target: picoTarget(context, port), image: program, expected: null, onStep, signal }),
  )
  return { board: hello.board, firmware: hello.firmware, bytes: program.length, ms: performance.now() - started }
}

function recorderFor(id: string | null, name: string): BoardKind {
  const kind = loadBoardTable().find((one) => one.id === id)
  if (kind?.recorder) return kind
  throw new AppError('device/unsupported', {
    message: `The workbench has no recorder for ${kind?.name ?? name}.`,
    hint: 'Put the forwarder sketch on it: Devices, A board without firmware.',
  })
}

const count = (bytes: number): string => bytes.toLocaleString('en-US')

/**
 * The Uno records; this says in numbers why it does not classify. All blocks and operators of the runtime are 110,559 bytes
 * of code there (avr-gcc 5.4, -Os), and read a model where data lies, which on AVR is the RAM.
 */
export function noModelOnUno({ flashBytes, ramBytes }: Pick<Run, 'flashBytes' | 'ramBytes'>, uno: BoardKind): AppError {
  const recorder = prebuiltUnoProgram().length
  const fits = flashBytes + recorder <= uno.flashBytes && ramBytes <= uno.ramBytes
  const needs = `The model needs ${count(flashBytes)} bytes of flash and ${count(ramBytes)} of RAM.`
  const has = `The ${uno.name} has ${count(uno.flashBytes)} and ${count(uno.ramBytes)}; its recorder takes ${count(recorder)} of the flash.`
  if (!fits) {
    return new AppError('model/too-large', {
      message: `${needs} ${has}`,
      hint: 'Record with the Uno and classify on the computer, or choose a larger board.',
    })
  }
  return new AppError('device/unsupported', {
    message: `${needs} ${has} The program that runs any model takes more than 100 KB, so it is not in there.`,
    hint: 'Export the C library: it holds this model alone. Build it into a program of your own.',
  })
}
