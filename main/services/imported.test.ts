/** Models of others become runs of a project: tested, converted, deployed like one's own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import { NO_DATA, sharedData } from '../../test/support/shared-data.ts'
import type { Impulse } from '../../shared/model/impulse.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
})
afterEach(async () => {
  await backend.close()
})

async function openMotions(name: string): Promise<void> {
  await backend.call('project/create', { path: backend.path(`${name}.tinyml`), name, template: 'empty' })
  await backend.call('samples/generate', { perLabel: 12, seed: 1 })
  const { impulse } = await backend.call('impulse/get', {})
  if (!impulse) await backend.call('impulse/set', await proposed())
}

async function proposed(): Promise<{ impulse: Impulse }> {
  const { impulse } = await backend.call('impulse/propose', {})
  return { impulse }
}

/** A window of `readings` of three axes, as they are. */
async function useRaw(readings: number): Promise<void> {
  const { impulse } = await proposed()
  const { input } = impulse
  if (input.kind !== 'time-series') throw new Error('not of sensors')
  const [learn] = impulse.learn
  await backend.call('impulse/set', {
    impulse: {
      ...impulse,
      input: { ...input, windowSizeMs: (1000 * readings) / input.frequencyHz, windowIncreaseMs: 500 },
      dsp: [{ id: 'raw', block: 'raw', implementationVersion: 1, params: { 'scale-axes': 1 } }],
      learn: [{ ...learn!, inputs: ['raw'] }],
    },
  })
}

/** Two dense layers as TensorFlow.js saves them. */
function layersModel(inputs: number, outputs: number): { name: string; bytes: Uint8Array }[] {
  const dense = (name: string, units: number, activation: string, first = {}): object => ({
    class_name: 'Dense',
    config: { name, units, activation, use_bias: true, ...first },
  })
  const shapes: [string, number[]][] = [
    ['one/kernel', [inputs, 6]],
    ['one/bias', [6]],
    ['two/kernel', [6, outputs]],
    ['two/bias', [outputs]],
  ]
  const count = shapes.reduce((sum, [, shape]) => sum + shape.reduce((product, size) => product * size, 1), 0)
  const values = Float32Array.from(
    { length: count },
    (_, index) => Math.sin(index * 12.9898) * (index < 6 * inputs ? 0.25 : 2),
  )
  const json = {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Sequential',
      config: [dense('one', 6, 'relu', { batch_input_shape: [null, inputs] }), dense('two', outputs, 'linear')],
    },
    weightsManifest: [
      {
        paths: ['folder/weights-1.bin', 'folder/weights-2.bin'],
        weights: shapes.map(([name, shape]) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  }
  const bytes = new Uint8Array(values.buffer)
  return [
    { name: 'weights-2.bin', bytes: bytes.slice(40) },
    { name: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(json)) },
    { name: 'weights-1.bin', bytes: bytes.slice(0, 40) },
  ]
}

async function partsEqual(): Promise<void> {
  const { stages } = await backend.call('parity/run', { limit: 20 })
  expect(stages.length).toBeGreaterThan(0)
  for (const { compared, equal, firstDifference } of stages) {
    expect(firstDifference).toBeNull()
    expect(equal).toBe(compared)
    expect(compared).toBeGreaterThan(0)
  }
}

describe('bringing an int8 .tflite file', () => {
  it('gives the answers that the model gave where it was made, without training', async () => {
    await openMotions('made')
    await backend.call('training/train', { epochs: 12 })
    const before = await backend.call('testing/run', { precision: 'int8', split: 'validation' })
    const { bytes } = await backend.call('deploy/download', { target: 'tflite' })
    await openMotions('taken')
    const path = backend.path('mine.tflite')
    writeFileSync(path, bytes)

    const seen = await backend.call('models/inspect', { paths: [path] })
    expect(seen).toMatchObject({ name: 'mine.tflite', precision: 'int8', labelsFrom: 'file', scaling: 'own' })
    expect(seen.suggested.length).toBeGreaterThan(0)
    const run = await backend.call('models/import', { paths: [path] })
    expect(run.imported).toEqual({ name: 'mine.tflite', format: 'tflite', precision: 'int8' })
    const after = await backend.call('testing/run', { precision: 'int8', split: 'validation' })
    expect(after.perSample.map(({ name, predicted, certainty }) => [name, predicted, certainty])).toEqual(
      before.perSample.map(({ name, predicted, certainty }) => [name, predicted, certainty]),
    )
    expect((await backend.call('deploy/download', { target: 'tflite' })).bytes).toEqual(bytes)
    await partsEqual()
  })

  it('says that there is no float model, and does not age with the samples', async () => {
    await openMotions('made')
    await backend.call('training/train', { epochs: 3 })
    const { bytes } = await backend.call('deploy/download', { target: 'tflite' })
    const run = await backend.call('models/import', { files: [{ name: 'm.tflite', bytes }] })
    expect(run.test.float.windows).toBe(0)
    expect(run.validation.int8.windows).toBeGreaterThan(0)
    expect(run.findings.map(({ sentence }) => sentence).join()).not.toMatch(/No window/)
    await expect(backend.call('testing/run', { precision: 'float', split: 'validation' })).rejects.toMatchObject({
      code: 'model/no-float',
    })
    await expect(backend.call('compression/run', { compression: {} })).rejects.toMatchObject({ code: 'model/no-float' })
    const { rungs } = await backend.call('compression/ladder', { split: 'validation' })
    expect(rungs.map(({ precision }) => precision)).toEqual(['int8'])
    await backend.call('samples/generate', { perLabel: 1, seed: 9 })
    expect((await backend.call('app/state', {})).steps.training.state).toBe('ready')
  })

  it('names what does not go together', async () => {
    await openMotions('made')
    await backend.call('training/train', { epochs: 2 })
    const { bytes } = await backend.call('deploy/download', { target: 'tflite' })
    const files = [{ name: 'm.tflite', bytes }]
    await expect(backend.call('models/import', { files, labels: ['only one'] })).rejects.toMatchObject({
      code: 'model/wrong-ends',
    })
    await expect(
      backend.call('models/import', { files: [{ name: 'm.tflite', bytes: bytes.slice(0, 300) }] }),
    ).rejects.toMatchObject({ code: 'model/malformed' })
    await useRaw(50)
    await expect(backend.call('models/import', { files })).rejects.toMatchObject({
      code: 'model/wrong-ends',
      message: expect.stringContaining('raw 150'),
    })
  })
})

describe('bringing a TensorFlow.js layers model', () => {
  it('converts it with the windows of the project, and deploys it', async () => {
    await openMotions('own')
    await useRaw(50)
    const labels = (await backend.call('app/state', {})).project!.labels.length
    const files = layersModel(150, labels)
    const seen = await backend.call('models/inspect', { files })
    expect(seen).toMatchObject({ format: 'tfjs', precision: 'float', inputs: 150, labelsFrom: 'project' })
    const run = await backend.call('models/import', { files, scaling: 'standard-scaler' })
    expect(run.imported?.format).toBe('tfjs')
    const float = await backend.call('testing/run', { precision: 'float', split: 'validation' })
    const report = await backend.call('quantize/report', { split: 'validation' })
    expect(report.agree).toBeGreaterThanOrEqual(0.9 * report.windows)
    // The file ends without softmax: certainties are shares all the same.
    expect(Math.max(...float.perSample.map(({ certainty }) => certainty))).toBeLessThanOrEqual(1)
    await partsEqual()
  })

  it('names the weight file that is missing', async () => {
    await openMotions('own')
    const files = layersModel(150, 3).slice(1)
    await expect(backend.call('models/inspect', { files })).rejects.toMatchObject({
      code: 'file/not-found',
      message: expect.stringContaining('weights-2.bin'),
    })
  })
})

const published = ['magic_wand_model', 'magic_wand_quantized_model']
const pathOf = (name: string): string => sharedData('models', name, `${name}.tflite`)

describe.skipIf(!published.every((name) => existsSync(pathOf(name))))(`bringing published models${NO_DATA}`, () => {
  it.each(published)('%s runs on windows of 238 readings, to the same bits in C', async (name) => {
    await openMotions('wand')
    await useRaw(238)
    const files = [{ name: 'wand.tflite', bytes: new Uint8Array(readFileSync(pathOf(name))) }]
    const seen = await backend.call('models/inspect', { files })
    expect(seen).toMatchObject({ inputs: 714, outputs: 5, suggested: ['raw'] })
    const known = (await backend.call('app/state', {})).project!.labels.map((label) => label.name)
    const labels = seen.labels.map((numbered, index) => known[index] ?? numbered)
    const run = await backend.call('models/import', { files, labels })
    expect(run.labels).toEqual(labels)
    expect(run.flashBytes).toBeGreaterThan(0)
    await partsEqual()
  })
})
