/** DSP blocks on the simulated Pico: the bits of the workbench, up to a second of sound at 16 kHz. */
import { afterEach, describe, expect, it } from 'vitest'
import { crc32 } from '../../shared/formats/bytes.ts'
import { type BoardLink, createBoardLink } from '../../main/devices/board-link.ts'
import type { BoardPort } from '../../main/devices/board-port.ts'
import { flash } from '../../main/flash/flash.ts'
import { makeRp2040Image } from '../../main/flash/image.ts'
import { createSimulatedPico, prebuiltFirmware, type SimulatedPico } from '../../main/virtual/simulated-pico.ts'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import { fixedBlock, randomModel, randomSignal, spectralBlock, testImpulse } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'

const sound = { windowSizeMs: 1000, windowIncreaseMs: 500, frequencyHz: 16_000, axes: ['audio'] }
const impulses: Record<string, Impulse> = {
  MFCC: testImpulse([newDspBlock('mfcc')], sound),
  MFE: testImpulse([newDspBlock('mfe')], sound),
  spectrogram: testImpulse([newDspBlock('spectrogram')], sound),
  'flatten, raw and the blocks for any sensor': testImpulse([
    { ...newDspBlock('flatten'), params: { moving_avg_num_windows: 3 } },
    newDspBlock('raw'),
    ...['normalization', 'band-energies', 'envelope', 'hjorth', 'peaks', 'sensor-fusion'].map((id) => newDspBlock(id)),
  ]),
  'image of 48 × 48 pixels in colour': testImpulse([newDspBlock('image')], { windowSizeMs: 23_040 }),
  'MFCC in fixed point': testImpulse([fixedBlock('mfcc')], sound),
  'MFE and spectral analysis in fixed point': testImpulse([fixedBlock('mfe'), fixedBlock('spectral-analysis')], {
    ...sound,
    windowSizeMs: 130,
  }),
  wavelet: testImpulse([spectralBlock({ 'analysis-type': 'Wavelet', 'wavelet-level': 2, 'filter-type': 'low' })], {
    windowSizeMs: 2000,
  }),
}

let pico: SimulatedPico | undefined
let port: BoardPort | undefined
let link: BoardLink | undefined

afterEach(async () => {
  link?.close()
  await port?.close()
  await pico?.close()
})

const bits = (values: Float32Array): Uint32Array => new Uint32Array(values.slice().buffer)

describe(`DSP blocks on the board${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME).each(Object.entries(impulses))('%s gives the same bits', async (_name, impulse) => {
    const pack = encodeModelPack({ impulse, learnId: 'classifier', model: randomModel(impulse, 3) })
    pico = createSimulatedPico({ realTime: false, serialNumber: 'E66-TEST' })
    await flash({
      target: pico.flashTarget,
      image: makeRp2040Image(prebuiltFirmware(), pack.bytes),
      expected: { hash: pack.hash, bytes: pack.bytes.length, crc32: crc32(pack.bytes) },
      signal: new AbortController().signal,
      onStep: () => {},
    })
    port = await pico.open()
    link = createBoardLink(port)
    const model = testRuntime().openPack(pack.bytes)
    const window = randomSignal(model.rawLength, 6).map((value) => Math.round(value * 900))
    const here = model.classify(window)
    const there = await link.infer(window)
    expect(bits(there.features)).toEqual(bits(here.features))
    expect(there.output).toEqual(here.output)
    model.dispose()
  })
})
