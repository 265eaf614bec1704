// How long each step of the whole way takes, and what it weighs, beside what issue and design ask for. Prints; never fails.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..', '..')
const recordings = join(root, '..', 'shared', 'data', 'ei-export-xiao-imu', 'imu-acc-export.zip')
const { withBackend } = await import(join(root, 'out', 'main', 'cli', 'session.js'))

const rows = []
const row = (what, value, unit, wanted) =>
  rows.push({
    what,
    measured: `${Math.round(value)} ${unit}`,
    wanted: `< ${wanted} ${unit}`,
    share: `${((100 * value) / wanted).toFixed(0)} %`,
  })

async function timed(work) {
  const started = performance.now()
  const result = await work()
  return { result, ms: performance.now() - started }
}

async function wholeWay({ call }, folder) {
  await call('project/create', { path: join(folder, 'bench.tinyml'), name: 'Bench', template: 'empty' })
  if (existsSync(recordings)) await call('samples/import', { paths: [recordings] })
  else await call('samples/generate', { perLabel: 30, seed: 1 })
  const { impulse } = await call('impulse/propose', {})
  await call('impulse/set', { impulse })
  const cold = await call('features/compute', {})
  await call('impulse/set', {
    impulse: { ...impulse, input: { ...impulse.input, windowIncreaseMs: impulse.input.windowIncreaseMs / 2 } },
  })
  const denser = await call('features/compute', {})
  await call('impulse/set', { impulse })
  row(`features, ${cold.windows} windows, first call of a process`, cold.ms, 'ms', 300)
  row(`features, ${denser.windows} windows, warm`, denser.ms, 'ms', 300)
  const first = await call('training/train', {})
  const second = await call('training/train', { seed: 2 })
  row('training, 30 epochs of 20, 10, first call', first.trainMs, 'ms', 200)
  row('training, 30 epochs of 20, 10, warm', second.trainMs, 'ms', 200)
  const c = await timed(() => call('deploy/files', { target: 'c' }))
  row('int8, .tflite and model pack, first call', first.convertMs, 'ms', 50)
  row('int8, .tflite, model pack and C, warm', second.convertMs + c.ms, 'ms', 50)
  const flash = await timed(async () => {
    await call('deploy/flash', { port: 'sim:pico' })
    return call('parity/run', { port: 'sim:pico', limit: 1 })
  })
  row('flash the simulated Pico and first classification', flash.ms, 'ms', 15_000)
}

function firstLoadBytes() {
  const folder = join(root, 'out', 'renderer')
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const named = readdirSync(join(folder, 'assets')).filter((name) => page.includes(name))
  return named.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0)
}

const folder = mkdtempSync(join(tmpdir(), 'tinyml-bench-'))
try {
  await withBackend((session) => wholeWay(session, folder))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
row('runtime .wasm', statSync(join(root, 'out', 'runtime', 'runtime.wasm')).size / 1024, 'KB', 64)
row('first load of the page, compressed', firstLoadBytes() / 1024, 'KB', 1536)
console.table(rows)
