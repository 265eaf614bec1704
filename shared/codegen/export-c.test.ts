import { describe, expect, it } from 'vitest'
import { compileAndRun, compileOnly, runtimeSources, unpackC } from '../../test/support/c-project.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { missing } from '../../test/support/tools.ts'
import { randomFeatures, randomNet, seededRandom } from '../../test/tflite/nets.ts'
import { newDspBlock } from '../dsp/registry.ts'
import type { Impulse, ParameterValue } from '../model/impulse.ts'
import { quantizeNetwork } from '../quantize/convert.ts'
import type { QuantModel } from '../quantize/quant-model.ts'
import { exportC } from './export-c.ts'
import { encodeModelPack, type ModelPack } from './model-pack.ts'
import { readPackInput } from './pack-blocks.ts'

const NO_GCC = missing('gcc')
const NO_CROSS = missing('arm-none-eabi-gcc', 'avr-gcc', 'g++')

function exampleImpulse(params: Record<string, ParameterValue>): Impulse {
  const spectral = newDspBlock('spectral-analysis')
  return {
    version: 1,
    input: {
      kind: 'time-series',
      windowSizeMs: 2000,
      windowIncreaseMs: 200,
      frequencyHz: 104,
      padZeros: true,
      axes: ['accX', 'accY', 'accZ'],
    },
    dsp: [{ ...spectral, params: { ...spectral.params, ...params } }, newDspBlock('flatten')],
    learn: [
      {
        id: 'nn',
        block: 'classification',
        inputs: ['spectral-analysis', 'flatten'],
        normalization: 'standard-scaler',
        layers: [],
        training: {
          trainingCycles: 1,
          learningRate: 0.005,
          batchSize: 32,
          validationShare: 0.2,
          seed: 1,
          autoClassWeights: false,
          minimumConfidence: 0.6,
        },
      },
    ],
  }
}

interface Example {
  pack: ModelPack
  model: QuantModel
}

function example(params: Record<string, ParameterValue>): Example {
  const impulse = exampleImpulse(params)
  const modelOf = (features: number): QuantModel => {
    const net = randomNet({ name: '', sizes: [features, 20, 10, 4], activations: ['relu', 'relu', 'softmax'] }, 6)
    return quantizeNetwork(net, randomFeatures(net, 100, 2))
  }
  const pack = (features: number): Example => {
    const model = modelOf(features)
    return { model, pack: encodeModelPack({ impulse, learnId: 'nn', model }) }
  }
  // The pack names the number of features that it expects.
  for (let features = 1; features < 400; features++) {
    try {
      return pack(features)
    } catch {
      continue
    }
  }
  throw new Error('no network fits the impulse')
}

const MAIN = `#include "impulse.h"
#include "tml_selftest.h"
#include <stdio.h>
int main(void) {
  static float raw[TML_RAW_LENGTH], scores[TML_LABEL_COUNT], features[TML_FEATURE_COUNT];
  static float scratch[TML_SELF_TEST_SCRATCH_FLOATS];
  uint32_t hashes[TML_SELF_TEST_GROUPS];
  while (fread(raw, sizeof raw, 1, stdin) == 1) {
    if (tml_classify(raw, scores) || tml_features(raw, features)) return 1;
    fwrite(features, sizeof features, 1, stdout);
    fwrite(scores, sizeof scores, 1, stdout);
  }
  return tml_self_test(hashes, scratch);
}
`

function readings(length: number): Float32Array {
  const random = seededRandom(9)
  return Float32Array.from({ length }, (_, index) => Math.sin(index / 17) * 8 + Math.sin(index / 3) + random())
}

const SETTINGS: Record<string, ParameterValue>[] = [
  {},
  { 'filter-type': 'low', 'filter-cutoff': 8, 'filter-order': 6, 'fft-length': 64 },
  { 'filter-type': 'high', 'filter-cutoff': 2, 'filter-order': 4, 'extra-low-freq': true },
  { 'input-decimation-ratio': 3, 'filter-type': 'low', 'filter-cutoff': 5, 'do-log': false },
]

describe('C export of an impulse', () => {
  it.skipIf(NO_GCC || NO_RUNTIME).each(SETTINGS)(
    `gives the same bits as the model pack in the workbench: %o${NO_GCC}${NO_RUNTIME}`,
    (params) => {
      const { pack, model: converted } = example(params)
      const model = testRuntime().openPack(pack.bytes)
      const files = exportC({ pack, model: converted, runtimeSources: runtimeSources() })
      const raw = readings(3 * model.rawLength)
      const options = { main: MAIN, flags: ['-std=gnu11', '-O2', '-mfma'], input: new Uint8Array(raw.buffer) }
      const output = compileAndRun(unpackC(files), options)
      const record = 4 * (model.features + 4)
      for (let window = 0; window < 3; window++) {
        const one = output.slice(window * record, (window + 1) * record)
        const result = model.classify(raw.slice(window * model.rawLength, (window + 1) * model.rawLength))
        expect(new Float32Array(one.slice(0, 4 * model.features).buffer)).toEqual(result.features)
        expect(new Float32Array(one.slice(4 * model.features).buffer)).toEqual(result.scores)
      }
      model.dispose()
    },
  )

  it.skipIf(NO_CROSS)(`compiles for Cortex-M0+, Cortex-M4, AVR and as C++${NO_CROSS}`, () => {
    const { pack, model } = example(SETTINGS[2]!)
    const project = unpackC(exportC({ pack, model, runtimeSources: runtimeSources() }))
    compileOnly(project, 'arm-none-eabi-gcc', ['-std=c99', '-Os', '-mcpu=cortex-m0plus', '-mthumb'])
    compileOnly(project, 'arm-none-eabi-gcc', ['-std=gnu11', '-O2', '-mcpu=cortex-m4', '-mthumb'])
    compileOnly(project, 'g++', ['-x', 'c++', '-O2'])
    compileOnly(project, 'avr-gcc', ['-std=c99', '-Os', '-mmcu=atmega2560'])
  })

  it('names the model, and says how to build and call it', () => {
    const { pack, model } = example({})
    const files = new Map(
      exportC({ pack, model, runtimeSources: runtimeSources() }).map((file) => [file.path, file.text]),
    )
    expect(files.get('impulse.h')).toContain(`#define TML_MODEL_HASH "${pack.hash}"`)
    expect(files.get('README.txt')).toMatch(/gcc -std=c99 .*\*\.c/)
    const { features, rows } = readPackInput(pack.bytes)
    expect(files.get('impulse.h')).toContain(`#define TML_FEATURE_COUNT ${features}`)
    expect(files.get('impulse.h')).toContain(`#define TML_RAW_LENGTH ${rows * 3}`)
    expect([...files.keys()].filter((path) => path.startsWith('tml_pack'))).toEqual([])
  })
})
