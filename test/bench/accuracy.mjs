// How well proposed impulses do on real data, three seeds each, beside an equal Keras model that learns from the same
// features and the same division: npm run bench:accuracy [-- name of a set]. The first run installs Keras under .cache.
// Prints; never fails. Where `../shared/data` is absent there is nothing to measure.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasKeras, keras } from './keras/python.mjs'
import { division, openSet, setsThere, writeRequest } from './keras/sets.mjs'

const root = join(import.meta.dirname, '..', '..')
const { withBackend } = await import(join(root, 'out', 'main', 'cli', 'session.js'))

const SEEDS = [1, 2, 3]
/** Samples of the test, judged by the mean of their windows where they have labels; the mean error of values. */
async function testScore(call, precision) {
  const result = await call('testing/run', { precision, split: 'test' })
  if (result.mae !== undefined) return result.mae
  return result.perSample.filter(({ label, predicted }) => label === predicted).length / result.perSample.length
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const meanAndRange = (values) =>
  `${mean(values).toFixed(3)} (${Math.min(...values).toFixed(3)}–${Math.max(...values).toFixed(3)})`

/** Not worse than the worst of the other's seeds. */
function verdict(own, theirs, learn) {
  const within = learn.block === 'regression' ? mean(own) <= Math.max(...theirs) : mean(own) >= Math.min(...theirs)
  return within ? 'yes' : 'NO'
}

async function inKeras(session, learn, runs, folder) {
  await writeRequest(session, learn, runs, folder)
  return keras('fit.py', [folder])
}

async function measure(set, session, folder) {
  const { call } = session
  const learn = await openSet(set, session, folder)
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
    data: set.name,
    'test samples': runs[0].test.length,
    'float, mean and range': meanAndRange(scores),
    int8: mean(rounded).toFixed(3),
    ...(theirs && { 'equal Keras model': meanAndRange(theirs), 'within its spread': verdict(scores, theirs, learn) }),
    training: `${Math.round(mean(times))} ms`,
  }
}

const withKeras = hasKeras()
const there = setsThere(process.argv.slice(2))
const folder = mkdtempSync(join(tmpdir(), 'tinyml-accuracy-'))
const rows = []
try {
  for (const set of there) rows.push(await withBackend((session) => measure(set, session, folder)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (rows.length === 0) console.log('There are no data beside the project to measure on.')
else console.table(rows)
