/** Pictures and tables by the command line alone: from files to a model, and to C that gives the same scores. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { simulatedPictures } from '../../main/project/sample-media.ts'
import { compileAndRun, unpackC } from '../support/c-project.ts'
import { cliObject } from '../support/cli.ts'
import { NO_RUNTIME } from '../support/runtime.ts'
import { NO_DATA, sharedData } from '../support/shared-data.ts'
import { missing } from '../support/tools.ts'

const NO_GCC = missing('gcc')

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tinyml-pictures-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const anything = z.object({})
const importSchema = z.object({ taken: z.number(), duplicates: z.number(), skipped: z.array(z.unknown()) })
const testSchema = z.object({
  accuracy: z.number(),
  confusion: z.object({ labels: z.array(z.string()) }),
  perSample: z.array(z.object({ name: z.string(), predicted: z.string(), certainty: z.number() })),
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

describe.skipIf(NO_RUNTIME !== '')(`drawn shapes${NO_RUNTIME}`, () => {
  const file = (): string => join(home, 'shapes.tinyml')

  it('are a project that tells the shapes of a person it has never seen apart', () => {
    run(anything, 'new', file(), '--template', 'image')
    run(anything, 'train', file(), '--seed', '1')
    expect(run(testSchema, 'test', file()).accuracy).toBeGreaterThanOrEqual(0.75)
  }, 120_000)

  it.skipIf(NO_GCC !== '')(
    `give the scores of the workbench in exported C, pixel by pixel${NO_GCC}`,
    () => {
      const { perSample, confusion } = run(testSchema, 'test', file())
      const out = join(home, 'c')
      const filesSchema = z.object({ files: z.array(z.object({ path: z.string() })) })
      const { files } = run(filesSchema, 'export', file(), '--target', 'c', '--out', out)
      const project = unpackC(
        files.map(({ path }) => ({ path: path.slice(out.length + 1), text: readFileSync(path, 'utf8') })),
      )
      const pictures = simulatedPictures().filter(({ split }) => split === 'test')
      const input = new Uint8Array(Buffer.concat(pictures.map(({ values }) => new Uint8Array(values.buffer))))
      const scores = new Float32Array(
        compileAndRun(project, { main: MAIN, flags: ['-std=gnu11', '-O2'], input }).buffer,
      )
      const { labels } = confusion
      const answers = pictures.map(({ name }, index) => {
        const own = [...scores.subarray(index * labels.length, (index + 1) * labels.length)]
        const certainty = Math.max(...own)
        return { name, predicted: labels[own.indexOf(certainty)], certainty }
      })
      const byName = <T extends { name: string }>(list: T[]): T[] => list.toSorted((a, b) => (a.name < b.name ? -1 : 1))
      expect(answers).toHaveLength(40)
      expect(byName(answers)).toEqual(
        byName(perSample.map(({ name, predicted, certainty }) => ({ name, predicted, certainty }))),
      )
    },
    60_000,
  )
})

describe.skipIf(NO_RUNTIME !== '')(`the template of sensors${NO_RUNTIME}`, () => {
  it('tells the air of a room it has never smelt apart', () => {
    const file = join(home, 'air.tinyml')
    run(anything, 'new', file, '--template', 'sensors')
    run(anything, 'train', file, '--seed', '1')
    expect(run(testSchema, 'test', file).accuracy).toBeGreaterThanOrEqual(0.85)
  })
})

describe.skipIf(NO_DATA + NO_RUNTIME !== '')(`real tables${NO_DATA}${NO_RUNTIME}`, () => {
  it('of gas sensors become a model without a setting', () => {
    const file = join(home, 'gas.tinyml')
    run(anything, 'new', file)
    const { taken, duplicates, skipped } = run(importSchema, 'import', file, sharedData('tabular-gas-sensors'))
    expect({ rows: taken + duplicates, skipped }).toEqual({ rows: 6400, skipped: [] })
    run(anything, 'train', file, '--seed', '1')
    expect(run(testSchema, 'test', file).accuracy).toBeGreaterThanOrEqual(0.9)
  }, 60_000)

  it('of the air of a town let a model learn the carbon monoxide', () => {
    const file = join(home, 'town.tinyml')
    const config = join(home, 'town.json')
    const columns = ['PT08_S1_CO', 'PT08_S2_NMHC', 'PT08_S3_NOx', 'PT08_S4_NO2', 'PT08_S5_O3', 'T', 'RH', 'AH']
    writeFileSync(config, JSON.stringify({ target: 'CO_GT', missing: -200, columns }))
    run(anything, 'new', file)
    const folder = sharedData('regression-air-quality')
    expect(run(importSchema, 'import', file, folder, '--config', config)).toMatchObject({ taken: 7344, skipped: [] })
    const proposed = run(
      z.object({ impulse: z.object({ learn: z.array(z.object({ block: z.string() })) }) }),
      ...['impulse', file, 'propose'],
    )
    expect(proposed.impulse.learn).toEqual([{ block: 'regression' }])
    run(anything, 'train', file, '--seed', '1')
    // A simple network of Keras is 0.27 off; the mean of all is 1.08 off.
    expect(run(z.object({ mae: z.number() }), 'test', file).mae).toBeLessThan(0.35)
  }, 60_000)
})
