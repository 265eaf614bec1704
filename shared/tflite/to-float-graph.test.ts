import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { NO_DATA, sharedData } from '../../test/support/shared-data.ts'
import { AppError } from '../contract/errors.ts'
import { predict } from '../nn/predict.ts'
import { quantizeNetwork } from '../quantize/convert.ts'
import { classifyFeatures } from '../quantize/run.ts'
import { readTflite } from './read.ts'
import { tfliteToFloatGraph } from './to-float-graph.ts'

interface Golden {
  cases: { inputs: number[][]; outputs_reference_kernels: number[][] }[]
}

function modelFile(name: string): Uint8Array {
  return readFileSync(sharedData('models', name, `${name}.tflite`))
}

function golden(name: string): Golden['cases'] {
  return (JSON.parse(readFileSync(sharedData('models', name, 'golden.json'), 'utf8')) as Golden).cases
}

const MODELS = [
  'hello_world_float',
  'kws_ref_model_float32',
  'ad01_fp32',
  'vww_96_float',
  'magic_wand_model',
  'brilliantsole_trained',
]

describe.skipIf(NO_DATA)(`float .tflite models${NO_DATA}`, () => {
  it.each(MODELS)('answer as LiteRT does: %s', (name) => {
    const { graph, input } = tfliteToFloatGraph(readTflite(modelFile(name)))
    expect(input.height * input.width * input.channels).toBe(graph.inputs)
    for (const { inputs, outputs_reference_kernels: outputs } of golden(name).slice(0, 6)) {
      const answer = predict(graph, Float32Array.from(inputs[0]!))
      const size = Math.max(...outputs[0]!.map(Math.abs))
      // The keyword model keeps int8 weights, and LiteRT rounds what is multiplied with them as well.
      const tolerance = (name.startsWith('kws') ? 1e-2 : 1e-4) * size + 1e-6
      answer.forEach((value, index) => expect(Math.abs(value - outputs[0]![index]!)).toBeLessThan(tolerance))
    }
  })

  it.skipIf(NO_RUNTIME).each(MODELS)(`can be converted to int8: %s${NO_RUNTIME}`, (name) => {
    const { graph } = tfliteToFloatGraph(readTflite(modelFile(name)))
    const inputs = golden(name).flatMap((one) => one.inputs[0]!)
    const features = Float32Array.from(inputs)
    const [int8, float] = [
      classifyFeatures(testRuntime(), quantizeNetwork(graph, features), features),
      predict(graph, features),
    ]
    let [noise, signal] = [0, 0]
    float.forEach((value, index) => {
      noise += (value - int8[index]!) ** 2
      signal += value * value
    })
    expect(Math.sqrt(noise / signal)).toBeLessThan(0.2)
  })

  it('names what the training engine does not know', () => {
    const refusal = (name: string): string => {
      try {
        tfliteToFloatGraph(readTflite(modelFile(name)))
        return 'accepted'
      } catch (error) {
        return error instanceof AppError ? `${error.code} ${error.message}` : String(error)
      }
    }
    expect(refusal('mnist_lstm_float')).toMatch(/model\/unsupported.*UNIDIRECTIONAL_SEQUENCE_LSTM/)
    expect(refusal('audio_preprocessor_float')).toMatch(/model\/unsupported/)
    expect(refusal('kws_ref_model')).toMatch(/model\/unsupported.*int8/)
  })
})
