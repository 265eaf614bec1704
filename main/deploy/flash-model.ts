/** Flashes the project's model onto a board and demands that the board repeats its hash. */
import { crc32 } from '../../shared/formats/bytes.ts'
import type { Output } from '../../shared/contract/operations.ts'
import type { FlashStep } from '../../shared/contract/operations/deployment.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { makeRp2040Image } from '../flash/image.ts'
import type { FlashTarget } from '../flash/flash-target.ts'
import { flash } from '../flash/flash.ts'
import { loadBoardTable } from '../devices/board-table.ts'
import { refuseCustomCode } from './custom-code.ts'
import type { Context } from '../services/context.ts'
import { noModelOnUno, UNO } from './install-recorder.ts'
import { refuseWhatPicoCannotHold } from './pico-fits.ts'
import { picoTarget } from './pico-target.ts'
import type { TrainedModel } from '../services/model-store.ts'
import { prebuiltFirmware } from '../virtual/simulated-pico.ts'

export interface FlashModelRequest {
  port: string
  model: TrainedModel
  signal: AbortSignal
}

export async function flashModel(
  context: Context,
  { port, model, signal }: FlashModelRequest,
  onStep: (step: FlashStep) => void,
): Promise<Output<'deploy/flash'>> {
  refuseCustomCode(model.impulse, 'The ready-made firmware')
  await context.devices.refresh()
  const target = targetOf(context, port, model)
  refuseWhatPicoCannotHold(model)
  const started = performance.now()
  const image = makeRp2040Image(prebuiltFirmware(), model.pack)
  const expected = { hash: model.run.modelHash, bytes: model.pack.length, crc32: crc32(model.pack) }
  const hello = await context.devices.whileReleased(port, () => flash({ target, image, expected, onStep, signal }))
  return {
    board: hello.board,
    bytes: image.length,
    ms: performance.now() - started,
    modelHash: model.run.modelHash,
    verified: hello.modelHash === model.run.modelHash,
  }
}

function targetOf(context: Context, port: string, { run }: TrainedModel): FlashTarget {
  const known = context.devices.list().find((one) => one.port === port)
  if (!known) throw new AppError('device/not-found', { message: `There is no board at ${port}.` })
  const uno = known.board === UNO ? loadBoardTable().find((one) => one.id === UNO) : undefined
  if (uno) throw noModelOnUno(run, uno)
  if (known.board !== 'pico') {
    throw new AppError('device/unsupported', {
      message: `The workbench has no firmware for ${known.name} yet.`,
      hint: 'Use the C library under Deploy, or flash a Raspberry Pi Pico.',
    })
  }
  return picoTarget(context, port)
}
