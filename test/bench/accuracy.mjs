// How well proposed impulses do on real data, three seeds each, beside an equal Keras model that learns from the same
// features and the same division: npm run bench:accuracy [-- name of a set]. The first run installs Keras under .cache.
// Prints; never fails. Where `../shared/data` is absent there is nothing to measure.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasKeras, keras } from './keras/python.mjs'

const root = join(import.meta.dirname, '..', '..')
const data = (...parts) => join(root, '..', 'shared', 'data', ...parts)
const { withBackend } = await import(join(root, 'out', 'main', 'cli', 'session.js'))

const SEEDS = [1, 2, 3]
const AIR = ['PT08_S1_CO', 'C6H6_GT', 'PT08_S2_NMHC', 'PT08_S3_NOx', 'PT08_S4_NO2', 'PT08_S5_O3', 'T', 'RH', 'AH']

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

/** Samples of the test, judged by the mean of their windows where they have labels; the mean error of values. */
async function testScore(call, precision) {
  const result = await call('testing/run', { precision, split: 'test' })
  if (result.mae !== undefined) return result.mae
  return result.perSample.filter(({ label, predicted }) => label === predicted).length / result.perSample.length
}

/** Ids of the samples on each side, as the model in use was trained and is tested. */
async function division(call) {
  const ids = async (split) =>
    (await call('testing/run', { precision: 'float', split })).perSample.map(({ sampleId }) => sampleId)
  const validation = await ids('validation').catch(() => [])
  return { train: await ids('train'), validation, test: await ids('test') }
}

/** All that the same model needs in another engine: rows, truth, layers, settings and divisions. */
async function inKeras({ call }, learn, runs, folder) {
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
  return keras('fit.py', [folder])
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const meanAndRange = (values) =>
  `${mean(values).toFixed(3)} (${Math.min(...values).toFixed(3)}–${Math.max(...values).toFixed(3)})`

/** Not worse than the worst of the other's seeds. */
function verdict(own, theirs, learn) {
  const within = learn.block === 'regression' ? mean(own) <= Math.max(...theirs) : mean(own) >= Math.min(...theirs)
  return within ? 'yes' : 'NO'
}

async function measure({ name, imports }, session, folder) {
  const { call } = session
  await call('project/create', { path: join(folder, `${name}.tinyml`), name, template: 'empty' })
  for (const one of imports) await call('samples/import', one)
  const { impulse } = await call('impulse/propose', {})
  await call('impulse/set', { impulse })
  const learn = impulse.learn[0]
  const [scores, rounded, times, runs] = [[], [], [], []]
  for (const seed of SEEDS) {
    const run = await call('training/train', { seed })
    scores.push(await testScore(call, 'float'))
    rounded.push(await testScore(call, 'int8'))
    times.push(run.trainMs)
    runs.push({ seed, ...(await division(call)) })
  }
  const theirs = withKeras ? await inKeras(session, learn, runs, folder) : null
  return {
    data: name,
    'test samples': runs[0].test.length,
    'float, mean and range': meanAndRange(scores),
    int8: mean(rounded).toFixed(3),
    ...(theirs && { 'equal Keras model': meanAndRange(theirs), 'within its spread': verdict(scores, theirs, learn) }),
    training: `${Math.round(mean(times))} ms`,
  }
}

const withKeras = hasKeras()
const wanted = process.argv.slice(2)
const there = SETS.filter(({ name, imports }) => {
  const asked = wanted.length === 0 || wanted.some((word) => name.includes(word))
  return asked && imports.every(({ paths }) => paths.every((path) => existsSync(path)))
})
const folder = mkdtempSync(join(tmpdir(), 'tinyml-accuracy-'))
const rows = []
try {
  for (const set of there) rows.push(await withBackend((session) => measure(set, session, folder)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (rows.length === 0) console.log('There are no data beside the project to measure on.')
else console.table(rows)
