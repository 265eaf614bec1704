/** A model with an anomaly detector on the Pico: the same score, bit for bit, asked for and live. */
import { expect, it } from 'vitest'
import { createBoardLink } from '../../main/devices/board-link.ts'
import { flash } from '../../main/flash/flash.ts'
import { makeRp2040Image } from '../../main/flash/image.ts'
import { createSimulatedPico, prebuiltFirmware } from '../../main/virtual/simulated-pico.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { crc32 } from '../../shared/formats/bytes.ts'
import type { BoardMessage } from '../../shared/wire/device-protocol.ts'
import { randomModel, randomSignal, randomUsual, spectralBlock, testImpulse } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'

it.skipIf(NO_RUNTIME).each(['clusters', 'mixture'] as const)(
  `scores %s as the workbench does${NO_RUNTIME}`,
  async (kind) => {
    const impulse = testImpulse([spectralBlock()])
    const usual = randomUsual(impulse, [newDspBlock('flatten'), spectralBlock()], kind)
    const model = randomModel(impulse, 3)
    const { bytes, hash } = encodeModelPack({ impulse, learnId: 'classifier', model, usual })
    const own = testRuntime().openPack(bytes)
    const pico = createSimulatedPico({ realTime: false, serialNumber: 'E66-TEST' })
    const expected = { hash, bytes: bytes.length, crc32: crc32(bytes) }
    const image = makeRp2040Image(prebuiltFirmware(), bytes)
    const { signal } = new AbortController()
    await flash({ target: pico.flashTarget, image, expected, signal, onStep: () => undefined })
    const port = await pico.open()
    const link = createBoardLink(port)
    try {
      for (const seed of [1, 2, 3]) {
        const raw = randomSignal(own.rawLength, seed)
        const { features, input, output, anomaly } = own.classify(raw)
        expect(anomaly).toHaveLength(1)
        expect(await link.infer(raw)).toMatchObject({ features, input, output, anomaly })
      }
      const result = new Promise<Extract<BoardMessage, { kind: 'result' }>>((resolve) => {
        link.onMessage((message) => message.kind === 'result' && resolve(message))
      })
      await link.order({ kind: 'start-live', strideRows: 0 })
      const live = await result
      expect(live.output).toHaveLength(own.labels.length)
      expect(Number.isFinite(live.anomaly)).toBe(true)
    } finally {
      link.close()
      await port.close()
      await pico.close()
      own.dispose()
    }
  },
)
