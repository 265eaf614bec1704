/** The whole path on real recordings by the command line alone, as a script or a class would use it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cliObject } from '../support/cli.ts'
import { NO_DATA, sharedData } from '../support/shared-data.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tinyml-real-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const importSchema = z.object({
  taken: z.number(),
  skipped: z.array(z.unknown()),
  labels: z.record(z.string(), z.number()),
})
const featuresSchema = z.object({ windows: z.number(), featuresPerWindow: z.number() })
const featureFileSchema = z.object({
  features: z.array(z.array(z.number())),
  labels: z.array(z.string()),
  sampleIds: z.array(z.number()),
  startMs: z.array(z.number()),
})
const trainSchema = z.object({ epochs: z.number(), modelHash: z.string().regex(/^[0-9a-f]{64}$/) })
const testSchema = z.object({
  windows: z.number(),
  samples: z.number(),
  accuracy: z.number(),
  confusion: z.object({ labels: z.array(z.string()), matrix: z.array(z.array(z.number())) }),
  perSample: z.array(z.object({ sampleId: z.number() })),
})
const exportSchema = z.object({ files: z.array(z.object({ path: z.string(), bytes: z.number() })) })
const tfliteSchema = z.object({
  operators: z.array(z.object({ name: z.string() })),
  inputs: z.array(z.object({ shape: z.array(z.number()) })),
  outputs: z.array(z.object({ shape: z.array(z.number()) })),
})

function run<T>(schema: z.ZodType<T>, ...words: string[]): T {
  return schema.parse(cliObject(home, words))
}

/** Trains with three seeds; the mean share of windows of the test set that are right. */
function meanAccuracy(file: string): number {
  const accuracies = ['1', '2', '3'].map((seed) => {
    run(trainSchema, 'train', file, '--seed', seed)
    const test = run(testSchema, 'test', file)
    expect(test.confusion.matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(test.windows)
    expect(test.perSample).toHaveLength(test.samples)
    return test.accuracy
  })
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length
}

describe.skipIf(NO_DATA !== '')(`a real Edge Impulse export${NO_DATA}`, () => {
  const file = (name = 'xiao.tinyml'): string => join(home, name)

  it('is imported whole, with the split it came with', () => {
    run(z.object({ project: z.object({ samples: z.literal(0) }) }), 'new', file())
    const zip = sharedData('ei-export-xiao-imu', 'imu-acc-export.zip')
    const { taken, skipped, labels } = run(importSchema, 'import', file(), zip)
    expect([taken, skipped]).toEqual([96, []])
    expect(labels).toEqual({ circle: 24, flick: 24, idle: 24, updown: 24 })
    expect(run(importSchema.extend({ duplicates: z.number() }), 'import', file(), zip)).toMatchObject({
      taken: 0,
      duplicates: 96,
    })
    const listed = z.object({ samples: z.array(z.object({ split: z.string() })) })
    expect(run(listed, 'samples', file(), '--split', 'test').samples).toHaveLength(24)
  })

  it('gives features of every window, without one that is no number', () => {
    run(z.object({ impulse: z.object({}) }), 'impulse', file(), 'propose')
    const { windows, featuresPerWindow } = run(featuresSchema, 'features', file(), '--out', file('features.json'))
    const written = featureFileSchema.parse(JSON.parse(readFileSync(file('features.json'), 'utf8')))
    for (const column of [written.features, written.labels, written.sampleIds, written.startMs]) {
      expect(column).toHaveLength(windows)
    }
    expect(written.features.every((row) => row.length === featuresPerWindow)).toBe(true)
  })

  it('is recognised on what was held out', () => {
    expect(meanAccuracy(file())).toBeGreaterThanOrEqual(0.8)
  })

  it('gives the same model from the same seed in another process', () => {
    const { modelHash } = run(trainSchema, 'train', file(), '--seed', '1')
    expect(run(trainSchema, 'train', file(), '--seed', '2').modelHash).not.toBe(modelHash)
    expect(run(trainSchema, 'train', file(), '--seed', '1').modelHash).toBe(modelHash)
  })

  it('becomes files of which every byte is counted, and a .tflite that runs', () => {
    for (const [target, out] of [
      ['tflite', 'model.tflite'],
      ['c', 'c'],
      ['uf2', 'model.uf2'],
    ] as const) {
      const { files } = run(exportSchema, 'export', file(), '--target', target, '--out', file(out))
      expect(files.length).toBeGreaterThan(0)
      for (const { path, bytes } of files) expect(readFileSync(path).length).toBe(bytes)
    }
    const info = run(tfliteSchema, 'tflite', 'info', file('model.tflite'))
    expect(info.operators.map(({ name }) => name)).toEqual([...Array<string>(3).fill('FULLY_CONNECTED'), 'SOFTMAX'])
    const [inputs, outputs] = [info.inputs, info.outputs].map((tensors) => tensors[0]?.shape.at(-1) ?? 0)
    const raw = Int8Array.from({ length: 5 * (inputs ?? 0) }, (_, at) => ((at * 37) % 255) - 127)
    writeFileSync(file('in.bin'), raw)
    const words = ['tflite', 'run', file('model.tflite'), '--in', file('in.bin'), '--out', file('out.bin')]
    expect(run(z.object({ count: z.number() }), ...words).count).toBe(5)
    const scores = new Int8Array(readFileSync(file('out.bin')))
    expect(scores).toHaveLength(5 * (outputs ?? 0))
    for (let row = 0; row < 5; row++) {
      const sum = scores.subarray(row * 4, row * 4 + 4).reduce((all, score) => all + score + 128, 0)
      expect(Math.abs(sum - 256)).toBeLessThanOrEqual(4)
    }
  })
})

describe.skipIf(NO_DATA !== '')(`real magic wand recordings${NO_DATA}`, () => {
  it('come without times, are read at the rate that is given, and are recognised', () => {
    const file = join(home, 'wand.tinyml')
    run(z.object({}), 'new', file)
    for (const split of ['train', 'test']) {
      const folder = sharedData('motion-magic-wand', split)
      const { taken, skipped } = run(importSchema, 'import', file, folder, '--rate', '119', '--split', split)
      expect([taken, skipped]).toEqual([split === 'train' ? 100 : 25, []])
    }
    run(z.object({}), 'impulse', file, 'propose')
    expect(meanAccuracy(file)).toBeGreaterThanOrEqual(0.65)
  })
})
