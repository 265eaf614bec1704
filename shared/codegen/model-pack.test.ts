import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomModel, randomSignal, spectralBlock, testImpulse } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { AppError } from '../contract/errors.ts'
import { newDspBlock } from '../dsp/registry.ts'
import { windowFeatures } from '../dsp/impulse-features.ts'
import { modelInputs } from '../quantize/quant-model.ts'
import { PACK_AT } from './model-pack-layout.ts'
import { encodeModelPack, readModelPack } from './model-pack.ts'
import { crc32 } from '../formats/bytes.ts'

const impulse = testImpulse([spectralBlock({ 'filter-type': 'low', 'filter-cutoff': 9 }), newDspBlock('flatten')])
const converted = randomModel(impulse, 3)
const pack = encodeModelPack({ impulse, learnId: 'classifier', model: converted })

/** The pack with its checksum made right again: what an attacker would hand in. */
function resealed(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  if (copy.length < PACK_AT.end) return copy
  const view = new DataView(copy.buffer)
  const length = Math.min(view.getUint32(PACK_AT.length, true), copy.length)
  view.setUint32(PACK_AT.crc32, crc32(copy.subarray(PACK_AT.hash, Math.max(PACK_AT.hash, length))), true)
  return copy
}

describe('model pack', () => {
  it('says what was put in', () => {
    const summary = readModelPack(pack.bytes)
    expect(summary).toMatchObject({
      hash: pack.hash,
      bytes: pack.bytes.length,
      rateHz: 100,
      rows: 100,
      strideRows: 20,
      axes: ['accX', 'accY', 'accZ'],
      features: modelInputs(converted),
      labels: ['idle', 'wave', 'ruhe ✓'],
    })
    expect(pack.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(pack.bytes.length % 4).toBe(0)
  })

  it('has the same bytes for the same model and others for another', () => {
    expect(encodeModelPack({ impulse, learnId: 'classifier', model: converted }).bytes).toEqual(pack.bytes)
    const other = encodeModelPack({ impulse, learnId: 'classifier', model: randomModel(impulse, 4) })
    expect(other.hash).not.toBe(pack.hash)
  })

  it('is read out of a longer stretch of flash', () => {
    const flash = new Uint8Array(pack.bytes.length + 500).fill(0xff)
    flash.set(pack.bytes)
    expect(readModelPack(flash).hash).toBe(pack.hash)
  })

  it('refuses every cut and every changed byte', () => {
    for (let length = 0; length < pack.bytes.length; length += 7) {
      expect(() => readModelPack(pack.bytes.subarray(0, length))).toThrow(AppError)
    }
    for (let at = 0; at < pack.bytes.length; at += 11) {
      const changed = pack.bytes.slice()
      changed[at]! ^= 1
      expect(() => readModelPack(changed), `byte ${at}`).toThrow(AppError)
    }
  })

  it('refuses a network that does not fit the impulse', () => {
    const narrow = testImpulse([{ ...spectralBlock(), axes: ['accX'] }])
    expect(() => encodeModelPack({ impulse: narrow, learnId: 'classifier', model: converted })).toThrow(
      /takes .* features/,
    )
  })
})

describe(`model pack in the interpreter${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME)('opens and gives the features of the workbench', () => {
    const runtime = testRuntime()
    const model = runtime.openPack(pack.bytes)
    expect(model).toMatchObject({
      hash: pack.hash,
      labels: converted.labels,
      rawLength: 300,
      rows: 100,
      strideRows: 20,
    })
    const window = randomSignal(model.rawLength, 9)
    const { features, input, output, scores } = model.classify(window)
    expect(features).toEqual(windowFeatures(runtime, impulse, 'classifier', window))
    const scaled = runtime.scaleFeatures(features, converted.scaler!)
    expect(input).toEqual(runtime.quantize(scaled, converted.input.scale, converted.input.zeroPoint))
    expect([...scores]).toEqual([...output].map((q) => (q + 128) / 256))
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 1)
  })

  it.skipIf(NO_RUNTIME)('classifies overlapping windows as one by one, without holding more memory', () => {
    const model = testRuntime().openPack(pack.bytes)
    const sample = randomSignal(3 * 260, 10)
    const starts = Int32Array.of(0, 20, 160)
    const batch = model.classifyBatch(sample, starts)
    starts.forEach((start, index) => {
      const one = model.classify(sample.slice(start * 3, start * 3 + model.rawLength))
      expect(batch.output.slice(index * 3, index * 3 + 3)).toEqual(one.output)
    })
    const before = model.heldBytes
    for (let round = 0; round < 500; round += 1) model.classifyBatch(sample, starts)
    expect(model.heldBytes).toBe(before)
    expect(() => model.classifyBatch(sample, Int32Array.of(161))).toThrow(AppError)
  })

  it.skipIf(NO_RUNTIME)('refuses readings that are no numbers, and a window of another length', () => {
    const model = testRuntime().openPack(pack.bytes)
    for (const bad of [NaN, Infinity, -Infinity, 3e38]) {
      const window = new Float32Array(model.rawLength)
      window[17] = bad
      expect(() => model.classify(window), `${bad}`).toThrow(/not numbers/)
    }
    expect(() => model.classify(new Float32Array(3))).toThrow(/300 values/)
  })

  it.skipIf(NO_RUNTIME)('survives hostile packs whose checksum is right', () => {
    const runtime = testRuntime()
    let opened = 0
    const window = randomSignal(300, 12)
    const attempt = (bytes: Uint8Array): void => {
      try {
        const model = runtime.openPack(bytes)
        opened += 1
        if (model.rawLength === window.length) model.classify(window)
      } catch (error) {
        // A trap of WebAssembly (reading outside its memory) would be another kind of error.
        if (!(error instanceof AppError)) throw error
      }
    }
    const word = fc.oneof(fc.nat(200), fc.integer(), fc.constantFrom(0x7fffffff, -1, 0x80000000 | 0, 0x7fc00000))
    const change = fc.tuple(fc.nat(pack.bytes.length / 4 - 1), word)
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = pack.bytes.slice()
        const view = new DataView(bytes.buffer)
        for (const [place, value] of changes) if (place >= 12) view.setInt32(4 * place, value, true)
        attempt(resealed(bytes))
      }),
      { numRuns: 1500, seed: 5 },
    )
    // Every word of the table and the records once with every bad value.
    const view = new DataView(pack.bytes.buffer)
    for (let place = 12; place < PACK_AT.end / 4; place += 1) {
      for (const value of [0, 1, 3, 113, 0x7fffffff, -1, view.getInt32(4 * place, true) + 4]) {
        const bytes = pack.bytes.slice()
        new DataView(bytes.buffer).setInt32(4 * place, value, true)
        attempt(resealed(bytes))
      }
    }
    expect(opened).toBeGreaterThan(0)
  })

  it.skipIf(NO_RUNTIME)('refuses noise', () => {
    const runtime = testRuntime()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(() => runtime.openPack(bytes)).toThrow(AppError)
        expect(() => readModelPack(bytes)).toThrow(AppError)
      }),
      { numRuns: 200, seed: 6 },
    )
  })
})
