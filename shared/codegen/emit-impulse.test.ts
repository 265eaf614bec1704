import { describe, expect, it } from 'vitest'
import { compileAndRun, compileOnly, linkedBytes, runtimeSources, unpackC } from '../../test/support/c-project.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { missing } from '../../test/support/tools.ts'
import { randomFeatures, randomNet, seededRandom } from '../../test/tflite/nets.ts'
import { AppError } from '../contract/errors.ts'
import { quantizeNetwork } from '../quantize/convert.ts'
import { deployedGraph, type QuantModel } from '../quantize/quant-model.ts'
import { classifyFeatures, quantizeFeatures } from '../quantize/run.ts'
import { cFloat, cInt, collectRuntime, cString } from './c-text.ts'
import { impulseCost } from './cost.ts'
import { emitGraph } from './emit-graph.ts'
import { emitImpulse, type ImpulseSource } from './emit-impulse.ts'
import type { PackInput, PackSpectral } from './pack-blocks.ts'

const NO_GCC = missing('gcc')
const NO_CROSS = missing('arm-none-eabi-gcc', 'avr-gcc', 'g++')
const ROWS = 64
const AXES = 3

const SPECTRAL: PackSpectral = {
  kind: 'spectral',
  axes: [2, 0],
  features: 2 * (5 + 7),
  scale: 0.5,
  decimationFactors: [],
  decimations: new Float32Array(),
  filterSections: 1,
  // A gentle low-pass: unit gain at 0, pole pair well inside the circle.
  filter: Float32Array.of(0.25, 0.25, 0, -0.5, 0),
  fftLength: 16,
  overlap: 1,
  takeLog: 1,
  firstBin: 1,
  binCount: 7,
  lowFirstBin: 1,
  lowBinCount: 0,
  lowDecimation: new Float32Array(),
  shape: true,
}

/** Spectral Analysis on two axes, Flatten on one, raw values of another. */
function exampleSource(): ImpulseSource & { model: QuantModel } {
  const blocks: PackInput['blocks'] = [
    SPECTRAL,
    { kind: 'flatten', axes: [1], features: 7, scale: 2, statistics: 127, windows: 0 },
    { kind: 'raw', axes: [1], features: ROWS, scale: 0.25 },
  ]
  const features = blocks.reduce((sum, block) => sum + block.features, 0)
  const sizes = [features, 12, 3]
  const net = randomNet({ name: 'impulse', sizes, activations: ['relu', 'softmax'] }, 4)
  net.labels = ['idle', 'up "&" down\\', 'größer??/']
  return {
    model: quantizeNetwork(net, randomFeatures(net, 100, 3)),
    modelHash: 'ab'.repeat(32),
    input: {
      rateHz: 62.5,
      rows: ROWS,
      axes: AXES,
      strideRows: 8,
      axisNames: ['accX', 'acc*/Y', 'größe'],
      features,
      scratchFloats: 512,
      blocks,
      anomaly: null,
    },
  }
}

const MAIN = `#include "impulse.h"
#include "model.h"
#include <stdio.h>
#include <string.h>
int main(void) {
  float raw[TML_RAW_LENGTH], features[TML_FEATURE_COUNT], scores[TML_LABEL_COUNT];
  int8_t input[TML_INPUT_BYTES];
  while (fread(raw, sizeof raw, 1, stdin) == 1) {
    int32_t status = tml_classify(raw, scores);
    fwrite(&status, sizeof status, 1, stdout);
    if (status != 0) continue;
    tml_features(raw, features);
    fwrite(features, sizeof features, 1, stdout);
    tml_quantize_features(features, input);
    fwrite(scores, sizeof scores, 1, stdout);
    fwrite(input, sizeof input, 1, stdout);
  }
  for (int i = 0; i < TML_LABEL_COUNT; i++) fwrite(tml_labels[i], 1, strlen(tml_labels[i]) + 1, stdout);
  return 0;
}
`

function files(source = exampleSource()): { path: string; text: string }[] {
  const own = [...emitImpulse(source), ...emitGraph(deployedGraph(source.model))]
  return [...own, ...collectRuntime(own, runtimeSources())]
}

function readings(windows: number): Float32Array {
  const random = seededRandom(5)
  return Float32Array.from({ length: windows * ROWS * AXES }, (_, index) => Math.sin(index / 9) * 6 + random() * 4 - 2)
}

/** Features as the WebAssembly build of the same C gives them. */
function expectedFeatures(window: Float32Array): Float32Array {
  const runtime = testRuntime()
  const batch = { values: window, stride: AXES, rows: ROWS, starts: Int32Array.of(0) }
  const { scale, filter, fftLength, firstBin, binCount } = SPECTRAL
  const params = {
    scale,
    decimations: [],
    filter,
    fftLength,
    overlap: true,
    takeLog: true,
    firstBin,
    binCount,
    shape: true,
  }
  return Float32Array.of(
    ...runtime.spectralAnalysis(params, { ...batch, axes: [2, 0] }),
    ...runtime.flatten({ scale: 2, statistics: 127, windows: 0 }, { ...batch, axes: [1] }),
    ...runtime.raw(0.25, { ...batch, axes: [1] }),
  )
}

describe('C text', () => {
  it('writes literals that read back the same', () => {
    expect(cFloat(1)).toBe('1.0f')
    expect(cFloat(Math.fround(0.1))).toBe('0.100000001f')
    expect(cFloat(Math.fround(1e-30))).toBe('1e-30f')
    expect(cInt(-(2 ** 31))).toBe('(-2147483647 - 1)')
    expect(cString('a"b\\c?é')).toBe('"a\\042b\\134c\\077\\303\\251"')
  })

  it('names a runtime file that is missing', () => {
    expect(() => collectRuntime([{ path: 'a.c', text: '#include "tml_none.h"\n' }], {})).toThrow(AppError)
  })
})

describe('C of an impulse', () => {
  it.skipIf(NO_GCC || NO_RUNTIME)(`gives the features, bytes and scores of the workbench${NO_GCC}${NO_RUNTIME}`, () => {
    const source = exampleSource()
    const windows = 5
    const raw = readings(windows)
    for (const flags of [
      ['-std=c99', '-O2'],
      ['-std=gnu11', '-O3', '-mfma'],
      ['-std=gnu11', '-O0'],
    ]) {
      const output = compileAndRun(unpackC(files(source)), { main: MAIN, flags, input: new Uint8Array(raw.buffer) })
      const { features } = source.input
      const record = 4 + 4 * features + 4 * 3 + features
      const runtime = testRuntime()
      for (let window = 0; window < windows; window++) {
        const one = output.slice(window * record, (window + 1) * record)
        const expected = expectedFeatures(raw.slice(window * ROWS * AXES, (window + 1) * ROWS * AXES))
        expect(one[0]).toBe(0)
        expect(new Float32Array(one.slice(4, 4 + 4 * features).buffer)).toEqual(expected)
        const scores = new Float32Array(one.slice(4 + 4 * features, 16 + 4 * features).buffer)
        expect(scores).toEqual(classifyFeatures(runtime, source.model, expected))
        const input = quantizeFeatures(runtime, source.model, expected)
        expect(new Int8Array(one.slice(16 + 4 * features).buffer)).toEqual(input)
      }
      const labels = new TextDecoder()
        .decode(output.slice(windows * record))
        .split('\0')
        .slice(0, 3)
      expect(labels).toEqual(source.model.labels)
    }
  })

  it.skipIf(NO_GCC)(`answers 2 for a reading that is not a number${NO_GCC}`, () => {
    const raw = readings(1)
    raw[7] = NaN
    const options = { main: MAIN, flags: ['-std=c99', '-O2'], input: new Uint8Array(raw.buffer) }
    expect(compileAndRun(unpackC(files()), options)[0]).toBe(2)
  })

  it.skipIf(NO_CROSS)(`compiles for Cortex-M0+, Cortex-M4, AVR and as C++${NO_CROSS}`, () => {
    const project = unpackC(files())
    compileOnly(project, 'arm-none-eabi-gcc', ['-std=c99', '-Os', '-mcpu=cortex-m0plus', '-mthumb'])
    compileOnly(project, 'arm-none-eabi-gcc', ['-std=gnu11', '-O2', '-mcpu=cortex-m4', '-mthumb'])
    compileOnly(project, 'g++', ['-x', 'c++', '-O2'])
    compileOnly(project, 'avr-gcc', ['-std=c99', '-Os', '-mmcu=atmega2560'])
  })

  it.skipIf(NO_CROSS)(`needs no more flash than the cost model says${NO_CROSS}`, () => {
    const source = exampleSource()
    const main = `#include "impulse.h"
int main(void) { static float raw[TML_RAW_LENGTH], s[TML_LABEL_COUNT]; tml_classify(raw, s); return (int)s[0]; }\n`
    const real = linkedBytes(unpackC(files(source)), main)
    const said = impulseCost(source.model, [], 0).flashBytes
    expect(said).toBeGreaterThanOrEqual(real * 0.98)
    expect(said).toBeLessThan(real + 1500)
  })
})
