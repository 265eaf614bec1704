/** Flatten with a moving average: over the windows of one sample, in features, in the model pack and in exported C. */
import { describe, expect, it } from 'vitest'
import { encodeModelPack } from '../../shared/codegen/model-pack.ts'
import { exportC } from '../../shared/codegen/export-c.ts'
import { extractFeatures, newDspBlock } from '../../shared/dsp/registry.ts'
import { compileAndRun, runtimeSources, unpackC } from '../support/c-project.ts'
import { randomModel, randomSignal, testImpulse } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { missing } from '../support/tools.ts'

const NO_GCC = missing('gcc')
const ROWS = 40
const WINDOWS = 6
const LOOK_BACK = 3
const axes = ['accX', 'accY']
const onlyAverages = { minimum: false, maximum: false, rms: false, stdev: false, skewness: false, kurtosis: false }
const block = { ...newDspBlock('flatten'), params: { ...onlyAverages, moving_avg_num_windows: LOOK_BACK } }
const signal = randomSignal(ROWS * WINDOWS * axes.length, 12)

const impulse = testImpulse([block], {
  windowSizeMs: ROWS * 10,
  windowIncreaseMs: ROWS * 10,
  frequencyHz: 100,
  axes,
})

/** Average and moving average of each axis, window by window, in double. */
function expected(): number[][] {
  const averages = Array.from({ length: WINDOWS }, (_, window) =>
    axes.map((_axis, axis) => {
      const values = Array.from({ length: ROWS }, (__, row) => signal[(window * ROWS + row) * axes.length + axis]!)
      return values.reduce((sum, value) => sum + value, 0) / ROWS
    }),
  )
  return averages.map((own, window) =>
    own.flatMap((average, axis) => {
      const before = averages.slice(Math.max(0, window - LOOK_BACK + 1), window + 1).map((other) => other[axis]!)
      return [average, before.reduce((sum, value) => sum + value, 0) / before.length]
    }),
  )
}

function features(): Float32Array {
  const starts = Int32Array.from({ length: WINDOWS }, (_, index) => index * ROWS)
  const batch = { values: signal, stride: axes.length, rows: ROWS, axes: [0, 1], starts }
  return extractFeatures(testRuntime(), block, batch, { rateHz: 100, rows: ROWS, axes })
}

describe(`flatten with a moving average${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME)('looks back over the windows of a sample, and over no other', () => {
    const found = features()
    expected()
      .flat()
      .forEach((value, index) => expect(found[index]).toBeCloseTo(value, 4))
    expect(features()).toEqual(found)
  })

  it.skipIf(NO_RUNTIME)('gives the same in a model pack, window after window', () => {
    const model = testRuntime().openPack(
      encodeModelPack({ impulse, learnId: 'classifier', model: randomModel(impulse, 2) }).bytes,
    )
    const found = features()
    const starts = Int32Array.from({ length: WINDOWS }, (_, index) => index * ROWS)
    expect(model.classifyBatch(signal, starts).features).toEqual(found)
    model.start()
    const windows = Array.from(starts, (start) => signal.slice(start * axes.length, (start + ROWS) * axes.length))
    expect(windows.flatMap((window) => [...model.classifyNext(window).features])).toEqual([...found])
    // A window by itself has nothing before it: its moving average is its average.
    const alone = model.classify(windows[4]!).features
    expect([alone[1], alone[3]]).toEqual([alone[0], alone[2]])
    model.dispose()
  })

  it.skipIf(NO_RUNTIME || NO_GCC)(`gives the same in exported C${NO_GCC}`, () => {
    const model = randomModel(impulse, 2)
    const pack = encodeModelPack({ impulse, learnId: 'classifier', model })
    const project = unpackC(exportC({ pack, model, runtimeSources: runtimeSources() }))
    const main = `#include "impulse.h"
#include <stdio.h>
int main(void) {
  static float raw[TML_RAW_LENGTH * ${WINDOWS}], features[TML_FEATURE_COUNT];
  int round, window;
  if (fread(raw, sizeof raw, 1, stdin) != 1) return 1;
  for (round = 0; round < 2; round++) {
    tml_start();
    for (window = 0; window < ${WINDOWS}; window++) {
      if (tml_features(raw + window * TML_RAW_LENGTH, features)) return 2;
      fwrite(features, sizeof features, 1, stdout);
    }
  }
  return 0;
}
`
    const output = compileAndRun(project, {
      main,
      flags: ['-std=c99', '-O2'],
      input: new Uint8Array(signal.slice().buffer),
    })
    const found = features()
    expect(new Float32Array(output.buffer)).toEqual(Float32Array.of(...found, ...found))
  })
})
