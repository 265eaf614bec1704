/** Every kind of DSP block, alone and beside another one: the exported C gives the bits of the workbench. */
import { describe, expect, it } from 'vitest'
import { compileAndRun, compileOnly, runtimeSources, unpackC } from '../../test/support/c-project.ts'
import { fixedBlock, randomModel, randomSignal, spectralBlock, testImpulse } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { missing } from '../../test/support/tools.ts'
import { newDspBlock } from '../dsp/registry.ts'
import type { Impulse } from '../model/impulse.ts'
import { exportC } from './export-c.ts'
import { encodeModelPack } from './model-pack.ts'

const NO_GCC = missing('gcc')
const NO_CROSS = missing('arm-none-eabi-gcc', 'g++')

const sound = { windowSizeMs: 130, windowIncreaseMs: 130, frequencyHz: 16_000, axes: ['audio'] }
const impulses: Record<string, Impulse> = {
  MFCC: testImpulse([newDspBlock('mfcc')], sound),
  'MFE and flatten': testImpulse([newDspBlock('mfe'), newDspBlock('flatten')], sound),
  spectrogram: testImpulse([newDspBlock('spectrogram')], sound),
  image: testImpulse([newDspBlock('image')]),
  ...Object.fromEntries(
    ['normalization', 'band-energies', 'envelope', 'hjorth', 'peaks', 'sensor-fusion'].map((id) => [
      id,
      testImpulse([newDspBlock(id)]),
    ]),
  ),
  'flatten with a moving average': testImpulse(
    [
      { ...newDspBlock('flatten'), params: { moving_avg_num_windows: 2 } },
      { ...newDspBlock('flatten', 'slow'), axes: ['accZ'], params: { moving_avg_num_windows: 5, kurtosis: false } },
    ],
    {},
  ),
  'older versions': testImpulse(
    [
      { ...newDspBlock('mfe'), implementationVersion: 2, params: { num_filters: 12 } },
      { ...newDspBlock('spectral-analysis'), implementationVersion: 2 },
      { ...newDspBlock('spectral-analysis', 'first'), implementationVersion: 1, params: { 'filter-type': 'low' } },
    ],
    sound,
  ),
  'MFCC and MFE in fixed point': testImpulse([fixedBlock('mfcc'), fixedBlock('mfe')], sound),
  'spectral analysis in fixed point': testImpulse([
    fixedBlock('spectral-analysis', { 'filter-type': 'low', 'filter-cutoff': 8, 'input-decimation-ratio': 3 }),
  ]),
  wavelet: testImpulse(
    [
      spectralBlock({
        'analysis-type': 'Wavelet',
        'filter-type': 'high',
        'input-decimation-ratio': 3,
        wavelet: 'rbio5.5',
      }),
    ],
    { windowSizeMs: 2000 },
  ),
}

const MAIN = `#include "impulse.h"
#include <stdio.h>
int main(void) {
  static float raw[TML_RAW_LENGTH], scores[TML_LABEL_COUNT], features[TML_FEATURE_COUNT];
  while (fread(raw, sizeof raw, 1, stdin) == 1) {
    if (tml_classify(raw, scores) || tml_features(raw, features)) return 1;
    fwrite(features, sizeof features, 1, stdout);
    fwrite(scores, sizeof scores, 1, stdout);
  }
  return 0;
}
`

function project(impulse: Impulse) {
  const model = randomModel(impulse, 5)
  const pack = encodeModelPack({ impulse, learnId: 'classifier', model })
  return { pack, files: unpackC(exportC({ pack, model, runtimeSources: runtimeSources() })) }
}

describe('C export of DSP blocks', () => {
  it.skipIf(NO_GCC || NO_RUNTIME).each(Object.entries(impulses))(
    `gives the same bits as the model pack: %s${NO_GCC}${NO_RUNTIME}`,
    (_name, impulse) => {
      const { pack, files } = project(impulse)
      const model = testRuntime().openPack(pack.bytes)
      const raw = randomSignal(model.rawLength, 8).map((value) => value * 100)
      const output = compileAndRun(files, {
        main: MAIN,
        flags: ['-std=gnu11', '-O2', '-mfma'],
        input: new Uint8Array(raw.buffer),
      })
      const result = model.classify(raw)
      expect(new Float32Array(output.slice(0, 4 * model.features).buffer)).toEqual(result.features)
      expect(new Float32Array(output.slice(4 * model.features).buffer)).toEqual(result.scores)
      model.dispose()
    },
  )

  it.each([
    [
      'mfe',
      ['tml_mfe.c', 'tml_selftest_mfe.c'],
      /mfcc|spectrogram|wavelet|spectral|image|hjorth|peaks|fusion|envelope/,
    ],
    ['hjorth', ['tml_hjorth.c', 'tml_selftest_hjorth.c'], /fft|audio|wavelet|spectral|image|peaks|fusion|envelope/],
    ['raw', ['tml_flatten.c', 'tml_selftest_flatten.c'], /fft|audio|wavelet|spectral|image|peaks|fusion|envelope/],
  ])('carries the files of the blocks it uses, and no others: %s', (id, wanted, unwanted) => {
    const { files } = project(testImpulse([newDspBlock(id)], id === 'mfe' ? sound : {}))
    expect(files.sources).toEqual(expect.arrayContaining([...wanted, 'tml_selftest.c', 'tml_selftest_maths.c']))
    expect(files.sources.filter((name) => unwanted.test(name))).toEqual([])
  })

  it.skipIf(NO_CROSS).each(Object.entries(impulses))(`compiles elsewhere: %s${NO_CROSS}`, (_name, impulse) => {
    const { files } = project(impulse)
    compileOnly(files, 'arm-none-eabi-gcc', ['-std=c99', '-Os', '-mcpu=cortex-m0plus', '-mthumb'])
    compileOnly(files, 'g++', ['-x', 'c++', '-O2'])
  })
})
