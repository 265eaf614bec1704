import { describe, expect, it } from 'vitest'
import { compileAndRun, compileOnly, runtimeSources, unpackC } from '../../test/support/c-project.ts'
import { randomModel, randomSignal, randomUsual, spectralBlock, testImpulse } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { missing } from '../../test/support/tools.ts'
import { newDspBlock } from '../dsp/registry.ts'
import { exportArduino } from './export-arduino.ts'
import { exportC } from './export-c.ts'
import { encodeModelPack } from './model-pack.ts'

const NO_GCC = missing('gcc')
const NO_CROSS = missing('arm-none-eabi-gcc', 'avr-gcc')

const MAIN = `#include "impulse.h"
#include "tml_selftest.h"
#include <stdio.h>
#ifndef TML_HAS_ANOMALY
#error "no anomaly detector"
#endif
int main(void) {
  static float raw[TML_RAW_LENGTH], scores[TML_LABEL_COUNT], scratch[TML_SELF_TEST_SCRATCH_FLOATS];
  uint32_t hashes[TML_SELF_TEST_GROUPS];
  float limit = TML_ANOMALY_THRESHOLD;
  if (tml_self_test(hashes, scratch) != 0) return 1;
  fwrite(&limit, sizeof limit, 1, stdout);
  while (fread(raw, sizeof raw, 1, stdin) == 1) {
    float anomaly;
    if (tml_classify(raw, scores) != 0) return 2;
    anomaly = tml_anomaly();
    fwrite(&anomaly, sizeof anomaly, 1, stdout);
    fwrite(scores, sizeof scores, 1, stdout);
  }
  return 0;
}
`

function example(kind: 'clusters' | 'mixture') {
  const impulse = testImpulse([spectralBlock()])
  const model = randomModel(impulse, 2)
  const usual = randomUsual(impulse, [newDspBlock('flatten'), spectralBlock()], kind)
  const pack = encodeModelPack({ impulse, learnId: 'classifier', model, usual })
  return { pack, model, runtimeSources: runtimeSources() }
}

describe.each(['clusters', 'mixture'] as const)('C of an impulse with an anomaly detector (%s)', (kind) => {
  it.skipIf(NO_GCC || NO_RUNTIME)(`answers as the model pack does${NO_GCC}${NO_RUNTIME}`, () => {
    const options = example(kind)
    const own = testRuntime().openPack(options.pack.bytes)
    const windows = [1, 2, 3, 4].map((seed) => randomSignal(own.rawLength, seed))
    const input = new Uint8Array(Float32Array.from(windows.flatMap((window) => [...window])).buffer)
    const project = unpackC(exportC(options))
    const expected = windows.flatMap((window) => {
      own.start()
      const { anomaly, scores } = own.classify(window)
      return [...anomaly, ...scores]
    })
    for (const level of ['-O0', '-O3']) {
      const output = compileAndRun(project, { main: MAIN, flags: ['-std=c99', level], input })
      expect([...new Float32Array(output.buffer)]).toEqual([1.5, ...expected])
    }
    own.dispose()
  })

  it.skipIf(NO_CROSS)(`compiles for boards, alone and as an Arduino library${NO_CROSS}`, () => {
    const project = unpackC(exportC(example(kind)))
    compileOnly(project, 'arm-none-eabi-gcc', ['-std=c99', '-Os', '-mcpu=cortex-m0plus', '-mthumb'])
    compileOnly(project, 'avr-gcc', ['-std=c99', '-Os', '-mmcu=atmega2560'])
    const sketch = exportArduino(example(kind)).find(({ path }) => path.endsWith('.ino'))
    expect(sketch?.text).toContain('tml_anomaly() > TML_ANOMALY_THRESHOLD')
  })
})
