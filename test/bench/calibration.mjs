// Which way to choose int8 ranges costs least on real data: npm run build && node test/bench/calibration.mjs [set …]
// Every way converts the same float networks (the same seeds give the same weights). Prints; gates nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withBackend } from '../../out/main/cli/session.js'
import { openSet, setsThere } from './keras/sets.mjs'

const SEEDS = [1, 2, 3]
const WAYS = [
  { name: 'min-max', conversion: { calibration: 'min-max' } },
  { name: 'percentile', conversion: { calibration: 'percentile' } },
  { name: 'mse', conversion: { calibration: 'mse' } },
  { name: 'entropy', conversion: { calibration: 'entropy' } },
  { name: 'min-max, biases corrected', conversion: { calibration: 'min-max', biasCorrection: true } },
  { name: 'min-max, equalised', conversion: { calibration: 'min-max', equalization: true } },
  { name: 'mse, both', conversion: { calibration: 'mse', biasCorrection: true, equalization: true } },
]

function withConversion(impulse, conversion) {
  const learn = impulse.learn.map((block) => ({ ...block, training: { ...block.training, conversion } }))
  return { ...impulse, learn }
}

const right = (result) => result.perSample.filter(({ label, predicted }) => label === predicted).length

/** Samples right with float and with int8, and those whose answer differs, over all seeds. */
async function countOf({ call }, impulse, { conversion }) {
  await call('impulse/set', { impulse: withConversion(impulse, conversion) })
  const count = { samples: 0, float: 0, int8: 0, changed: 0 }
  for (const seed of SEEDS) {
    await call('training/train', { seed })
    const [float, int8] = [
      await call('testing/run', { precision: 'float', split: 'test' }),
      await call('testing/run', { precision: 'int8', split: 'test' }),
    ]
    count.samples += float.perSample.length
    count.float += right(float)
    count.int8 += right(int8)
    count.changed += float.perSample.filter(({ predicted }, at) => predicted !== int8.perSample[at].predicted).length
  }
  return count
}

async function measure(set, session, folder) {
  await openSet(set, session, folder)
  const { impulse } = await session.call('impulse/get', {})
  const rows = []
  for (const way of WAYS) {
    const { samples, float, int8, changed } = await countOf(session, impulse, way)
    const points = (100 * (int8 - float)) / samples
    rows.push({
      data: set.name,
      ranges: way.name,
      'test samples': samples,
      float: (float / samples).toFixed(3),
      int8: (int8 / samples).toFixed(3),
      'int8 − float': `${points.toFixed(2)} points`,
      'answers changed': changed,
    })
  }
  return rows
}

const folder = mkdtempSync(join(tmpdir(), 'tinyml-calibration-'))
const rows = []
try {
  // Classes only: what matters here is whether an answer changes.
  const sets = setsThere(process.argv.slice(2)).filter(({ name }) => !name.includes('error'))
  for (const set of sets) rows.push(...(await withBackend((session) => measure(set, session, folder))))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (rows.length === 0) console.log('There are no data beside the project to measure on.')
else console.table(rows)
