// Real data for the benches that stand beside Keras, through the product's own import, proposal and features.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const data = (...parts) => join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', ...parts)

const AIR = ['PT08_S1_CO', 'C6H6_GT', 'PT08_S2_NMHC', 'PT08_S3_NOx', 'PT08_S4_NO2', 'PT08_S5_O3', 'T', 'RH', 'AH']

/** What is imported of each set, and how. */
const SETS = [
  { name: 'speech commands', imports: [{ paths: [data('audio-speech-commands')] }] },
  {
    name: 'magic wand',
    imports: ['train', 'test'].map((split) => ({ paths: [data('motion-magic-wand', split)], rateHz: 119, split })),
  },
  {
    name: 'xiao motion',
    imports: [{ paths: [data('ei-export-xiao-imu', 'imu-acc-export.zip')] }],
  },
  { name: 'CIFAR-4', imports: [{ paths: [data('images-cifar4')] }] },
  {
    name: 'gas sensors',
    imports: [
      {
        paths: [data('tabular-gas-sensors')],
        rows: 'samples',
        target: 'Gas',
        columns: ['MQ2', 'MQ3', 'MQ5', 'MQ6', 'MQ7', 'MQ8', 'MQ135'],
      },
    ],
  },
  {
    name: 'air quality (error)',
    imports: [
      { paths: [data('regression-air-quality')], rows: 'samples', target: 'CO_GT', columns: AIR, missing: -200 },
    ],
  },
]

/** The sets that are there; only those with one of the words in their name, where there are words. */
export function setsThere(words) {
  return SETS.filter(({ name, imports }) => {
    const asked = words.length === 0 || words.some((word) => name.includes(word))
    return asked && imports.every(({ paths }) => paths.every((path) => existsSync(path)))
  })
}

/** A project with the set and the impulse that is proposed for it; answers its learning block. */
export async function openSet({ name, imports }, { call }, folder) {
  await call('project/create', { path: join(folder, `${name}.tinyml`), name, template: 'empty' })
  for (const one of imports) await call('samples/import', one)
  const { impulse } = await call('impulse/propose', {})
  await call('impulse/set', { impulse })
  return impulse.learn[0]
}

/** Ids of the samples on each side, as the model in use was trained and is tested. */
export async function division(call) {
  const ids = async (split) =>
    (await call('testing/run', { precision: 'float', split })).perSample.map(({ sampleId }) => sampleId)
  const validation = await ids('validation').catch(() => [])
  return { train: await ids('train'), validation, test: await ids('test') }
}

/** Writes all that the same model needs in Keras: rows, truth, layers, settings and divisions; answers the rows. */
export async function writeRequest({ call }, learn, runs, folder) {
  const { features, featuresPerWindow, labels, sampleId } = await call('features/get', {})
  const values = learn.block === 'regression'
  const names = [...new Set(labels)]
  const truth = Float32Array.from(labels, (label) => (values ? Number(label) : names.indexOf(label)))
  const { layers, training, normalization } = learn
  const shape = { inputs: featuresPerWindow, outputs: values ? 1 : names.length }
  writeFileSync(
    join(folder, 'request.json'),
    JSON.stringify({ ...shape, values, layers, training, normalization, runs }),
  )
  writeFileSync(join(folder, 'features.f32'), features)
  writeFileSync(join(folder, 'truth.f32'), truth)
  writeFileSync(join(folder, 'samples.i32'), sampleId)
  return { ...shape, features, sampleId, truth, names }
}
