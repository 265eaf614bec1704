import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SIMULATED_PICO } from './devices/port-lister.ts'
import { starterCode } from '../shared/dsp/custom.ts'
import { newDspBlock } from '../shared/dsp/registry.ts'
import type { BlockCode } from '../shared/model/block-code.ts'
import type { Impulse } from '../shared/model/impulse.ts'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'
import { compileAndRun, unpackC } from '../test/support/c-project.ts'
import { missing } from '../test/support/tools.ts'

const NO_GCC = missing('gcc')

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('wand.tinyml'), name: 'Wand', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 8, seed: 1 })
})
afterEach(async () => {
  await backend.close()
})

/** An impulse with this code beside the block that was proposed, run, saved and trained. */
async function trainWith(code: BlockCode): Promise<Impulse> {
  const { impulse } = await backend.call('impulse/get', {})
  if (!impulse) throw new Error('There is no impulse.')
  const block = { ...newDspBlock('custom'), code }
  const learn = impulse.learn.map((one) => ({ ...one, inputs: [...one.inputs, block.id] }))
  const draft: Impulse = { ...impulse, dsp: [...impulse.dsp, block], learn }
  const [sample] = await backend.call('samples/list', {})
  const answer = await backend.call('dsp/run-code', { sampleId: sample?.id ?? null, startMs: 0, impulse: draft, block })
  const saved: Impulse = {
    ...draft,
    dsp: [...impulse.dsp, { ...answer.block, params: { ...answer.block.params, threshold: 2.5 } }],
  }
  await backend.call('impulse/set', { impulse: saved })
  await backend.call('training/train', { epochs: 5 })
  return saved
}

/** Reads windows, writes their features. */
const MAIN = `#include "impulse.h"
#include <stdio.h>
int main(void) {
  static float raw[TML_RAW_LENGTH], features[TML_FEATURE_COUNT];
  while (fread(raw, sizeof raw, 1, stdin) == 1) {
    if (tml_features(raw, features) != 0) return 1;
    fwrite(features, sizeof features, 1, stdout);
  }
  return 0;
}
`

describe('a model with a custom block in C', () => {
  it.skipIf(NO_GCC !== '')(
    `exports C that gives the very bits of the workbench${NO_GCC}`,
    { timeout: 60_000 },
    async () => {
      const impulse = await trainWith(starterCode('c'))
      await backend.call('deploy/export', { target: 'c', out: backend.path('c') })
      const { files } = await backend.call('deploy/files', { target: 'c' })
      expect(files.map(({ path }) => path)).toContain('custom_2.c')
      const project = unpackC(files.map(({ path, text }) => ({ path, text: text ?? '' })))
      const { features, featuresPerWindow, sampleId, startMs } = await backend.call('features/get', {})
      const first = sampleId.findIndex((_id, row) => startMs[row] === 0)
      const { values } = await backend.call('samples/get', { id: sampleId[first] ?? 0 })
      if (impulse.input.kind !== 'time-series') throw new Error('The impulse is not of signals.')
      const length =
        Math.round((impulse.input.windowSizeMs * impulse.input.frequencyHz) / 1000) * impulse.input.axes.length
      const input = new Uint8Array(values.slice(0, length).buffer)
      const output = compileAndRun(project, { main: MAIN, flags: ['-std=c99', '-O2'], input })
      const expected = features.slice(first * featuresPerWindow, (first + 1) * featuresPerWindow)
      expect(Buffer.from(output).equals(Buffer.from(expected.buffer))).toBe(true)
      expect(readFileSync(backend.path('c/custom_2.c'), 'utf8')).toContain('custom_2_features')
    },
  )

  it('says that ready-made firmware cannot hold it, and what can', { timeout: 60_000 }, async () => {
    await trainWith(starterCode('c'))
    const refused = { code: 'code/no-board', hint: expect.stringContaining('C library') as string }
    await expect(backend.call('deploy/files', { target: 'uf2' })).rejects.toMatchObject(refused)
    await expect(backend.call('deploy/flash', { port: SIMULATED_PICO })).rejects.toMatchObject(refused)
    await expect(backend.call('parity/run', {})).rejects.toMatchObject(refused)
    expect((await backend.call('deploy/files', { target: 'tflite' })).files).toHaveLength(1)
  })
})

describe('a model with a custom block in TypeScript', () => {
  it('says that no board can run it, and offers C', { timeout: 60_000 }, async () => {
    await trainWith(starterCode('typescript'))
    const refused = { code: 'code/no-board', hint: expect.stringContaining('Write the block in C') as string }
    for (const target of ['uf2', 'c'] as const)
      await expect(backend.call('deploy/files', { target })).rejects.toMatchObject(refused)
  })
})
