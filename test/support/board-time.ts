/** How long the simulated Pico takes for the features of one window. Its cycles are counted, so the answer is always the same. */
import { createBoardLink } from '../../main/devices/board-link.ts'
import { flash } from '../../main/flash/flash.ts'
import { makeRp2040Image } from '../../main/flash/image.ts'
import { createSimulatedPico, prebuiltFirmware } from '../../main/virtual/simulated-pico.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { crc32 } from '../../shared/formats/bytes.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import { randomModel, randomSignal } from './random-model.ts'

/** Microseconds for all DSP blocks of the impulse. */
export async function boardDspUs(impulse: Impulse, rawLength: number): Promise<number> {
  const pack = encodeModelPack({ impulse, learnId: 'classifier', model: randomModel(impulse, 3) })
  const pico = createSimulatedPico({ realTime: false, serialNumber: 'E66-TIME' })
  try {
    await flash({
      target: pico.flashTarget,
      image: makeRp2040Image(prebuiltFirmware(), pack.bytes),
      expected: { hash: pack.hash, bytes: pack.bytes.length, crc32: crc32(pack.bytes) },
      signal: new AbortController().signal,
      onStep: () => {},
    })
    const port = await pico.open()
    const link = createBoardLink(port)
    const window = randomSignal(rawLength, 6).map((value) => Math.round(value * 900))
    const { dspUs } = await link.infer(window)
    link.close()
    await port.close()
    return dspUs
  } finally {
    await pico.close()
  }
}
