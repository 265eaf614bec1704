import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_DATA, sharedData } from '../../test/support/shared-data.ts'
import { NET_SHAPES, randomFeatures, randomNet } from '../../test/tflite/nets.ts'
import { AppError } from '../contract/errors.ts'
import { quantizeNetwork } from '../quantize/convert.ts'
import { oracleRun } from '../quantize/oracle-graph.test-support.ts'
import { deployedGraph, type QuantModel } from '../quantize/quant-model.ts'
import { tfliteInfo } from './info.ts'
import { readTflite } from './read.ts'
import { tfliteToTensorGraph } from './to-tensor-graph.ts'
import { writeTflite } from './write.ts'

function exampleFile(shape = NET_SHAPES[0]!): { bytes: Uint8Array; model: QuantModel } {
  const net = randomNet(shape, 3)
  const model = quantizeNetwork(net, randomFeatures(net, 100, 4))
  return { bytes: writeTflite(model, { name: 'example', metadata: { seed: 7 } }), model }
}

function modelFile(name: string): Uint8Array {
  return readFileSync(sharedData('models', name, `${name}.tflite`))
}

interface Golden {
  cases: { inputs: number[][]; outputs_reference_kernels: number[][] }[]
}

function golden(name: string): Golden {
  return JSON.parse(readFileSync(sharedData('models', name, 'golden.json'), 'utf8')) as Golden
}

describe('reading .tflite', () => {
  it.each(NET_SHAPES)('gives back the operations that were written: $name', (shape) => {
    const { bytes, model } = exampleFile(shape)
    const again = tfliteToTensorGraph(readTflite(bytes))
    expect(again.steps.map(({ operation }) => operation)).toEqual(
      deployedGraph(model).steps.map(({ operation }) => operation),
    )
  })

  it('writes the same bytes every time', () => {
    expect(exampleFile().bytes).toEqual(exampleFile().bytes)
  })

  it('tells operators, multiply-adds and memory of a written file', () => {
    const info = tfliteInfo(readTflite(exampleFile().bytes))
    expect(info.operators.map(({ name }) => name)).toEqual([
      'FULLY_CONNECTED',
      'FULLY_CONNECTED',
      'FULLY_CONNECTED',
      'SOFTMAX',
    ])
    expect(info.macs).toBe(33 * 20 + 20 * 10 + 10 * 4)
    // 33 and 20 live together, each in steps of 16.
    expect(info.arenaBytes).toBe(48 + 32)
  })

  it('refuses a file cut at any byte, with the place', () => {
    const { bytes } = exampleFile()
    for (let length = 0; length < bytes.length - 24; length += 1) {
      try {
        tfliteToTensorGraph(readTflite(bytes.slice(0, length)))
        expect.unreachable(`accepted ${length} of ${bytes.length} bytes`)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
        expect((error as AppError).code).toBe('model/malformed')
      }
    }
  })

  it('survives 2,000 damaged files: an AppError or a model, never a crash or a hang', () => {
    const { bytes } = exampleFile()
    const edit = fc.record({ at: fc.nat(bytes.length - 1), value: fc.constantFrom(0, 1, 4, 0x7f, 0x80, 0xff, 0x55) })
    let refused = 0
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const damaged = bytes.slice()
        for (const { at, value } of edits) damaged[at] = value
        try {
          const model = readTflite(damaged)
          tfliteInfo(model)
          tfliteToTensorGraph(model)
        } catch (error) {
          refused += 1
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 2000, seed: 1 },
    )
    expect(refused).toBeGreaterThan(200)
  })

  it('refuses a file whose parts unfold without end', () => {
    const bytes = new Uint8Array(400_000)
    const view = new DataView(bytes.buffer)
    bytes.set(new TextEncoder().encode('TFL3'), 4)
    view.setUint32(0, 20, true)
    // One table whose fields all point to one huge vector of references to the same table.
    view.setInt32(20, 20 - 100, true)
    view.setUint16(100, 14, true)
    view.setUint16(102, 40, true)
    for (const [field, offset] of [4, 8, 12, 16, 20].entries()) view.setUint16(104 + 2 * field, offset, true)
    view.setUint32(24, 3, true)
    for (const at of [28, 32, 36, 40]) view.setUint32(at, 200 - at, true)
    view.setUint32(200, 90_000, true)
    for (let index = 0; index < 90_000; index++) view.setUint32(204 + 4 * index, 0xffff_ffff - (183 + 4 * index), true)
    expect(() => readTflite(bytes)).toThrow(AppError)
  })

  it.skipIf(NO_DATA)(`reads every real model and names its operators${NO_DATA}`, () => {
    const names = readdirSync(sharedData('models')).filter((name) => name !== 'tflm-seanet-golden')
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) {
      const info = tfliteInfo(readTflite(modelFile(name)))
      const source = readFileSync(sharedData('models', name, 'SOURCE.txt'), 'utf8')
      const listed = /^ops: (.*)$/m.exec(source)?.[1]?.split(', ')
      if (listed) expect([...new Set(info.operators.map((operator) => operator.name))].sort()).toEqual(listed)
    }
  })

  it.skipIf(NO_DATA)(`counts the multiply-adds of published models${NO_DATA}`, () => {
    expect(tfliteInfo(readTflite(modelFile('kws_ref_model'))).macs).toBe(2_656_768)
    expect(tfliteInfo(readTflite(modelFile('vww_96_int8'))).macs).toBe(7_489_664)
    expect(tfliteInfo(readTflite(modelFile('ad01_int8'))).macs).toBe(264_192)
  })

  it.skipIf(NO_DATA).each(['hello_world_int8', 'ad01_int8'])(
    `runs %s to the reference's bytes with single rounding${NO_DATA}`,
    (name) => {
      const graph = tfliteToTensorGraph(readTflite(modelFile(name)))
      for (const { inputs, outputs_reference_kernels: outputs } of golden(name).cases) {
        expect([...oracleRun({ graph }, Int8Array.from(inputs[0]!), 'single')]).toEqual(outputs[0])
      }
    },
  )

  it.skipIf(NO_DATA)(`names all that it cannot run${NO_DATA}`, () => {
    const refusal = (name: string): string => {
      try {
        tfliteToTensorGraph(readTflite(modelFile(name)))
        return 'accepted'
      } catch (error) {
        return error instanceof AppError ? `${error.code} ${error.message}` : String(error)
      }
    }
    expect(refusal('audio_preprocessor_int8')).toMatch(/model\/unsupported.*SignalWindow \(custom\)/)
    expect(refusal('brilliantsole_trained')).toMatch(/model\/unsupported.*int8/)
  })
})
