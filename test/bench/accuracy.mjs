// How well proposed impulses do on real data, three seeds each, beside a small Keras model: npm run bench:accuracy.
// Prints; never fails. Where `../shared/data` is absent there is nothing to measure.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const data = (...parts) => join(root, '..', 'shared', 'data', ...parts)
const { withBackend } = await import(join(root, 'out', 'main', 'cli', 'session.js'))

const SEEDS = [1, 2, 3]
const AIR = ['PT08_S1_CO', 'C6H6_GT', 'PT08_S2_NMHC', 'PT08_S3_NOx', 'PT08_S4_NO2', 'PT08_S5_O3', 'T', 'RH', 'AH']

/** `keras`: mean and range of a small model that was not tuned, as the data's README tells. */
const SETS = [
  { name: 'speech commands', keras: '0.667 (0.653–0.681)', imports: [{ paths: [data('audio-speech-commands')] }] },
  {
    name: 'magic wand',
    keras: '0.81 (0.76–0.84)',
    imports: ['train', 'test'].map((split) => ({ paths: [data('motion-magic-wand', split)], rateHz: 119, split })),
  },
  {
    name: 'xiao motion',
    keras: '0.975',
    imports: [{ paths: [data('ei-export-xiao-imu', 'imu-acc-export.zip')] }],
  },
  { name: 'CIFAR-4', keras: '0.706 (0.69–0.72)', imports: [{ paths: [data('images-cifar4')] }] },
  {
    name: 'gas sensors',
    keras: '0.949',
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
    keras: '0.27',
    imports: [
      { paths: [data('regression-air-quality')], rows: 'samples', target: 'CO_GT', columns: AIR, missing: -200 },
    ],
  },
]

/** Samples of the test, judged by the mean of their windows where they have labels. */
async function testScore(call, precision) {
  const result = await call('testing/run', { precision, split: 'test' })
  if (result.mae !== undefined) return result.mae
  return result.perSample.filter(({ label, predicted }) => label === predicted).length / result.perSample.length
}

async function measure({ name, keras, imports }, { call }, folder) {
  await call('project/create', { path: join(folder, `${name}.tinyml`), name, template: 'empty' })
  for (const one of imports) await call('samples/import', one)
  const { impulse } = await call('impulse/propose', {})
  await call('impulse/set', { impulse })
  const [scores, rounded, times] = [[], [], []]
  for (const seed of SEEDS) {
    const run = await call('training/train', { seed })
    scores.push(await testScore(call, 'float'))
    rounded.push(await testScore(call, 'int8'))
    times.push(run.trainMs)
  }
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const range = `(${Math.min(...scores).toFixed(3)}–${Math.max(...scores).toFixed(3)})`
  return {
    data: name,
    'float, mean and range': `${mean(scores).toFixed(3)} ${range}`,
    int8: mean(rounded).toFixed(3),
    'small Keras model': keras,
    training: `${Math.round(mean(times))} ms`,
  }
}

const there = SETS.filter(({ imports }) => imports.every(({ paths }) => paths.every((path) => existsSync(path))))
const folder = mkdtempSync(join(tmpdir(), 'tinyml-accuracy-'))
const rows = []
try {
  for (const set of there) rows.push(await withBackend((session) => measure(set, session, folder)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (rows.length === 0) console.log('There are no data beside the project to measure on.')
else console.table(rows)
