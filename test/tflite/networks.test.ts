/** Every kind of layer through every place where a model runs: workbench, exported C, model pack, board. */
import { afterEach, describe, expect, it } from 'vitest'
import { type BoardLink, createBoardLink } from '../../main/devices/board-link.ts'
import type { BoardPort } from '../../main/devices/board-port.ts'
import { flash } from '../../main/flash/flash.ts'
import { makeRp2040Image } from '../../main/flash/image.ts'
import { createSimulatedPico, prebuiltFirmware, type SimulatedPico } from '../../main/virtual/simulated-pico.ts'
import { exportC } from '../../shared/codegen/export-c.ts'
import { encodeModelPack, type ModelPack } from '../../shared/codegen/model-pack.ts'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import { crc32 } from '../../shared/formats/bytes.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import { modelOutputs, type QuantModel } from '../../shared/quantize/quant-model.ts'
import { runModel } from '../../shared/quantize/run.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { writeTflite } from '../../shared/tflite/write.ts'
import { compileAndRun, runtimeSources, unpackC } from '../support/c-project.ts'
import { testImpulse } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { missing } from '../support/tools.ts'
import { layerModels } from './layer-models.ts'
import { int8Inputs, randomFeatures } from './nets.ts'

const NO_GCC = missing('gcc')
const MODELS = layerModels(7)
/** Of those, what a simulated Pico answers in reasonable time. */
const ON_BOARD = MODELS.filter(({ float }) => float.inputs <= 250)

const MAIN = `#include "impulse.h"
#include "model.h"
#include <stdio.h>
int main(void) {
  static float raw[TML_RAW_LENGTH], scores[TML_LABEL_COUNT];
  static int8_t input[TML_INPUT_BYTES], output[TML_OUTPUT_BYTES];
  while (fread(raw, sizeof raw, 1, stdin) == 1) {
    if (tml_classify(raw, scores)) return 1;
    tml_quantize_features(raw, input);
    tml_run(input, output);
    fwrite(scores, sizeof scores, 1, stdout);
    fwrite(output, sizeof output, 1, stdout);
  }
  return 0;
}
`

interface Example {
  model: QuantModel
  pack: ModelPack
  /** Whole windows, back to back; raw readings are the features. */
  raw: Float32Array
}

function example(float: FloatGraph, windows: number): Example {
  const model = quantizeNetwork(float, randomFeatures(float, 40, 2))
  const input = { axes: ['value'], windowSizeMs: 10 * float.inputs, windowIncreaseMs: 10 * float.inputs }
  const impulse = testImpulse([newDspBlock('raw')], input)
  return {
    model,
    pack: encodeModelPack({ impulse, learnId: 'classifier', model }),
    raw: randomFeatures(float, windows, 9),
  }
}

describe.skipIf(NO_RUNTIME)(`networks of every layer${NO_RUNTIME}`, () => {
  it.each(MODELS)('give the same bytes from a .tflite file: $name', ({ name, float }) => {
    const { model } = example(float, 1)
    const graph = tfliteToTensorGraph(readTflite(writeTflite(model, { name })))
    const input = int8Inputs(float.inputs, 200, 3)
    for (const rounding of ['double', 'single'] as const) {
      const ours = runModel(testRuntime(), model, input, { rounding })
      expect(runModel(testRuntime(), { graph }, input, { rounding })).toEqual(ours)
    }
  })

  it.each(MODELS)('give the same bytes from a model pack: $name', ({ float }) => {
    const { model, pack, raw } = example(float, 60)
    const opened = testRuntime().openPack(pack.bytes)
    const starts = Int32Array.from({ length: 60 }, (_, index) => index * float.inputs)
    const { input, output, scores } = opened.classifyBatch(raw, starts)
    expect(output).toEqual(runModel(testRuntime(), model, input))
    expect(new Set(output).size).toBeGreaterThan(20)
    expect(scores).toEqual(testRuntime().dequantize(output, model.output.scale, model.output.zeroPoint))
    opened.dispose()
  })

  it.skipIf(NO_GCC).each(MODELS)(`give the same bytes as exported C: $name${NO_GCC}`, ({ float }) => {
    const { model, pack, raw } = example(float, 40)
    const project = unpackC(exportC({ pack, model, runtimeSources: runtimeSources() }))
    const flags = ['-std=c99', '-O1', '-fsanitize=undefined,address', '-fno-sanitize-recover']
    const bytes = compileAndRun(project, { main: MAIN, flags, input: new Uint8Array(raw.buffer) })
    const opened = testRuntime().openPack(pack.bytes)
    const width = modelOutputs(model)
    for (let window = 0; window < 40; window++) {
      const one = opened.classify(raw.slice(window * float.inputs, (window + 1) * float.inputs))
      const record = bytes.slice(window * 5 * width, (window + 1) * 5 * width)
      expect(new Float32Array(record.slice(0, 4 * width).buffer)).toEqual(one.scores)
      expect(new Int8Array(record.slice(4 * width).buffer)).toEqual(one.output)
    }
    opened.dispose()
  })
})

let pico: SimulatedPico | undefined
let port: BoardPort | undefined
let link: BoardLink | undefined

afterEach(async () => {
  link?.close()
  await port?.close()
  await pico?.close()
})

describe.skipIf(NO_RUNTIME)(`networks of every layer on the board${NO_RUNTIME}`, () => {
  it.each(ON_BOARD)('give the same bytes: $name', async ({ float }) => {
    const { pack, raw } = example(float, 2)
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
    const opened = testRuntime().openPack(pack.bytes)
    for (let window = 0; window < 2; window++) {
      const one = raw.slice(window * float.inputs, (window + 1) * float.inputs)
      const { input, output } = opened.classify(one)
      const answer = await link.infer(one)
      expect(answer.input).toEqual(input)
      expect(answer.output).toEqual(output)
    }
    opened.dispose()
  })
})
