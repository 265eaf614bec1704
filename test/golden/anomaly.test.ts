/** Scores of anomaly detectors have the same bits as WebAssembly and as machine code of this computer. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resource } from '../../main/paths.ts'
import { gmmBlockSchema, kMeansBlockSchema } from '../../shared/model/impulse.ts'
import { learnUsual } from '../../shared/nn/anomaly/learn-usual.ts'
import { seededRandom } from '../../shared/nn/random.ts'
import type { AnomalyParams } from '../../shared/runtime/anomaly-params.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { missing } from '../support/tools.ts'

const skip = NO_RUNTIME || missing('gcc')
const builds = ['-O0', '-O2', '-O3 -march=native', '-O3 -std=gnu11 -march=native']
const inputs = 6
const rows = 500

function features(seed: number, spread: number): Float32Array {
  const random = seededRandom(seed, 55)
  return Float32Array.from({ length: rows * inputs }, () => (random.nextFloat() - 0.5) * spread)
}

/** Bits, so that no printing of numbers stands between. */
function words(name: string, values: Float32Array | Int32Array): string {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return `static const uint32_t ${name}[] = {${values.length === 0 ? '0' : [...bits].map((word) => `${word}u`).join(',')}};`
}

function program(params: AnomalyParams, tested: Float32Array): string {
  const parts = params.centers.length / params.places.length
  const table = (name: string): string => `(const float *)(const void *)${name}`
  return `#include <stdio.h>
#include <string.h>
#include "tml_anomaly.h"
${words('places', params.places)}
${words('mean', params.mean)}
${words('scale', params.scale)}
${words('centers', params.centers)}
${words('spread', params.spread)}
${words('peak', params.peak)}
${words('tested', tested)}
int main(void) {
  float scratch[1024];
  int i;
  tml_anomaly_params p;
  p.kind = ${params.kind === 'mixture' ? 1 : 0};
  p.axes = ${params.places.length};
  p.places = (const int32_t *)(const void *)places;
  p.mean = ${table('mean')};
  p.scale = ${table('scale')};
  p.parts = ${parts};
  p.centers = ${table('centers')};
  p.spread = ${table('spread')};
  p.peak = ${table('peak')};
  for (i = 0; i < ${rows}; i++) {
    float score = tml_anomaly_score(&p, ${table('tested')} + i * ${inputs}, scratch);
    uint32_t bits;
    memcpy(&bits, &score, 4);
    printf("%u\\n", (unsigned)bits);
  }
  return 0;
}
`
}

describe.skipIf(skip)(`the score of an anomaly${skip}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tinyml-anomaly-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const blocks = [
    kMeansBlockSchema.parse({ id: 'odd', block: 'anomaly-kmeans', inputs: ['x'] }),
    gmmBlockSchema.parse({ id: 'odd', block: 'anomaly-gmm', inputs: ['x'] }),
  ]
  it.each(blocks)('$block: as WebAssembly and as machine code', (block) => {
    const runtime = testRuntime()
    const names = Array.from({ length: inputs }, (_, index) => `f${index}`)
    const train = { features: features(1, 4), names, labels: Array.from({ length: rows }, (_, row) => String(row % 3)) }
    const model = learnUsual(block, { train }, (params, values) => runtime.anomalyScores(params, values, inputs))
    // Also where differences are so small or large that a processor might round them away.
    const tested = features(2, 9).map((value, at) =>
      at % 7 === 0 ? value * 1e-22 : at % 11 === 0 ? value * 1e6 : value,
    )
    const scores = runtime.anomalyScores(model, tested, inputs)
    const expected = [...new Uint32Array(scores.buffer, scores.byteOffset, rows)]
    expect(new Set(expected).size).toBeGreaterThan(rows / 2)
    writeFileSync(join(folder, 'main.c'), program(model, tested))
    for (const flags of builds) {
      const out = join(folder, 'program')
      const sources = ['tml_anomaly.c', 'tml_math.c'].map((name) => join(resource('runtime'), name))
      execFileSync('gcc', [
        ...flags.split(' '),
        '-I',
        resource('runtime'),
        join(folder, 'main.c'),
        ...sources,
        '-o',
        out,
      ])
      const lines = execFileSync(out, { encoding: 'utf8' }).trim().split('\n').map(Number)
      expect(lines, flags).toEqual(expected)
    }
  })
})
