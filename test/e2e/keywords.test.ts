/** Spoken commands from WAV files to C, by the command line alone. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseWav } from '../../shared/formats/wav.ts'
import { compileAndRun, unpackC } from '../support/c-project.ts'
import { cliObject, runCli } from '../support/cli.ts'
import { NO_RUNTIME } from '../support/runtime.ts'
import { NO_DATA, sharedData } from '../support/shared-data.ts'
import { missing } from '../support/tools.ts'

const NO_GCC = missing('gcc')

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tinyml-words-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const impulseSchema = z.object({
  impulse: z.object({ dsp: z.array(z.object({ block: z.string() })) }),
  reasons: z.array(z.string()),
})
const testSchema = z.object({
  accuracy: z.number(),
  confusion: z.object({ labels: z.array(z.string()) }),
  perSample: z.array(z.object({ sampleId: z.number(), predicted: z.string(), certainty: z.number() })),
})
const samplesSchema = z.object({
  samples: z.array(z.object({ id: z.number(), name: z.string(), label: z.string() })),
})

function run<T>(schema: z.ZodType<T>, ...words: string[]): T {
  return schema.parse(cliObject(home, words))
}

const MAIN = `#include "impulse.h"
#include <stdio.h>
int main(void) {
  static float raw[TML_RAW_LENGTH], scores[TML_LABEL_COUNT];
  while (fread(raw, sizeof raw, 1, stdin) == 1) {
    if (tml_classify(raw, scores)) return 1;
    fwrite(scores, sizeof scores, 1, stdout);
  }
  return 0;
}
`

describe.skipIf(NO_RUNTIME !== '')(`the audio template${NO_RUNTIME}`, () => {
  it('is a project that can be trained at once and tells other people apart', () => {
    const file = join(home, 'sounds.tinyml')
    run(z.object({ project: z.object({ samples: z.literal(120) }) }), 'new', file, '--template', 'audio')
    run(z.object({}), 'train', file, '--seed', '1')
    expect(run(testSchema, 'test', file).accuracy).toBeGreaterThanOrEqual(0.8)
  })
})

describe.skipIf(NO_DATA + NO_RUNTIME !== '')(`spoken commands${NO_DATA}${NO_RUNTIME}`, () => {
  const file = (): string => join(home, 'words.tinyml')

  it('become a project without a setting, and words of other speakers are recognised far above chance', () => {
    run(z.object({}), 'new', file())
    const folder = sharedData('audio-speech-commands')
    expect(run(z.object({ taken: z.number(), skipped: z.array(z.unknown()) }), 'import', file(), folder)).toEqual({
      taken: 358,
      skipped: [],
    })
    const { impulse, reasons } = run(impulseSchema, 'impulse', file(), 'propose')
    expect(impulse.dsp).toMatchObject([{ block: 'mfe' }])
    expect(reasons.join(' ')).toContain('one word')
    const accuracies = ['1', '2', '3'].map((seed) => {
      run(z.object({}), 'train', file(), '--seed', seed)
      return run(testSchema, 'test', file()).accuracy
    })
    expect(accuracies.reduce((sum, one) => sum + one, 0) / 3).toBeGreaterThanOrEqual(0.5)
  }, 60_000)

  it.skipIf(NO_GCC !== '')(
    `give the scores of the workbench in exported C, straight from the WAV${NO_GCC}`,
    () => {
      const { perSample, confusion } = run(testSchema, 'test', file())
      const { samples } = run(samplesSchema, 'samples', file(), '--split', 'test')
      const out = join(home, 'c')
      const { files } = run(
        z.object({ files: z.array(z.object({ path: z.string() })) }),
        ...['export', file(), '--target', 'c', '--out', out],
      )
      const project = unpackC(
        files.map(({ path }) => ({ path: path.slice(out.length + 1), text: readFileSync(path, 'utf8') })),
      )
      const chosen = samples.filter((_, index) => index % 12 === 0)
      const sounds = chosen.map(({ name, label }) => {
        return parseWav(readFileSync(sharedData('audio-speech-commands', label, `${name}.wav`))).values
      })
      const input = new Uint8Array(Buffer.concat(sounds.map((values) => new Uint8Array(values.buffer))))
      const flags = ['-std=gnu11', '-O2']
      const scores = new Float32Array(compileAndRun(project, { main: MAIN, flags, input }).buffer)
      const { labels } = confusion
      const answers = chosen.map((_, index) => {
        const own = [...scores.subarray(index * labels.length, (index + 1) * labels.length)]
        const certainty = Math.max(...own)
        return { predicted: labels[own.indexOf(certainty)], certainty }
      })
      const expected = chosen.map(({ id }) => perSample.find((one) => one.sampleId === id))
      expect(answers.length).toBeGreaterThanOrEqual(5)
      expect(answers).toEqual(expected.map((one) => ({ predicted: one?.predicted, certainty: one?.certainty })))
    },
    60_000,
  )

  it('are refused by name on a board that cannot hear', () => {
    const answer = runCli(home, ['live', file(), '--port', 'sim:pico', '--seconds', '1', '--json'])
    expect(answer.status).toBe(1)
    const { error } = z
      .object({ error: z.object({ code: z.string(), message: z.string() }) })
      .parse(JSON.parse(answer.stdout))
    expect(error.code).toBe('device/unsupported')
    expect(error.message).toContain('16,000 readings a second')
  })
})
