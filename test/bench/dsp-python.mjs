// Features of many windows, ours beside what people use in Python, in turns in one run, each on one core; then two workers
// beside one:
//   npm run bench, or npm run build && node test/bench/dsp-python.mjs [python]
// The Python needs numpy and scipy; librosa and speechpy are measured where they are installed. The published processing
// blocks of Edge Impulse are on no package index; their vectors are compared in test/golden instead.
// Prints milliseconds and ratios; gates nothing.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createComputeClient } from '../../out/main/jobs/compute-client.js'
import { extractFeatures, newDspBlock } from '../../out/shared/dsp/registry.js'
import { loadRuntime } from '../../out/shared/runtime/runtime.js'

const ROUNDS = 3
const root = fileURLToPath(new URL('../..', import.meta.url))
const python = process.argv[2] ?? 'python3'

// numpy: batched over the 50 frames of a window. speechpy: the library that the published MFCC block grew out of.
// scipy: Spectral Analysis as one writes it for one window: statistics and the largest periodogram, axis by axis.
const script = `
import sys, time, warnings
import numpy as np
warnings.filterwarnings("ignore")
which, count = sys.argv[1], int(sys.argv[2])
x = (np.random.default_rng(1).standard_normal(16000) * 1000).astype(np.float32)
mel = np.random.default_rng(2).random((129, 32)).astype(np.float32)
dct = np.random.default_rng(3).random((32, 13)).astype(np.float32)
window = np.random.default_rng(4).standard_normal((200, 6)).astype(np.float32)
def by_numpy():
    y = x - np.float32(0.98) * np.roll(x, 1)
    frames = y.reshape(50, 320)[:, :256]
    spectrum = np.fft.rfft(frames, 256)
    power = (spectrum.real ** 2 + spectrum.imag ** 2) / 256
    features = np.log(power @ mel) @ dct
    features[:, 0] = np.log(power.sum(1))
    return (features - features.mean(0)) / (features.std(0) + 1e-10)
def by_scipy():
    from scipy import stats
    features = []
    for axis in range(window.shape[1]):
        values = window[:, axis] - window[:, axis].mean()
        features += [np.sqrt(np.mean(values ** 2)), stats.skew(values), stats.kurtosis(values)]
        held = np.zeros(9)
        for start in range(0, len(values), 8):
            held = np.maximum(held, np.abs(np.fft.rfft(values[start:start + 16], 16)) ** 2 / 16)
        features += [stats.skew(held), stats.kurtosis(held)]
        features += list(np.log10(held[1:]))
    return features
run = by_numpy if which == "numpy" else by_scipy
if which == "librosa":
    import librosa
    run = lambda: librosa.feature.mfcc(y=x, sr=16000, n_mfcc=13, n_fft=256, hop_length=320, n_mels=32, center=False)
if which == "speechpy":
    import speechpy
    # It calls a name that numpy no longer has.
    np.lib.pad = np.pad
    def run():
        y = speechpy.processing.preemphasis(x, cof=0.98)
        features = speechpy.feature.mfcc(y, 16000, 0.02, 0.02, 13, 32, 256)
        return speechpy.processing.cmvnw(features, win_size=101, variance_normalization=True)
run()
begin = time.process_time()
for _ in range(count): run()
print((time.process_time() - begin) * 1000)
`

/** Milliseconds of `of` windows, from as many as take about a second. */
function pythonMs(which, count, of) {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  const run = spawnSync(python, ['-c', script, which, String(count)], { env, encoding: 'utf8' })
  return run.status === 0 ? (Number(run.stdout) * of) / count : null
}

const runtime = loadRuntime(readFileSync(join(root, 'out', 'runtime', 'runtime.wasm')))

function processorMs(work) {
  const begin = process.cpuUsage()
  work()
  const used = process.cpuUsage(begin)
  return (used.user + used.system) / 1000
}

function sideBySide(title, ours, others) {
  ours()
  const best = new Map()
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, measure] of [['this workbench', () => processorMs(ours)], ...others]) {
      const ms = measure()
      if (ms !== null) best.set(name, Math.min(ms, best.get(name) ?? Infinity))
    }
  }
  console.log(title)
  for (const [name, ms] of best) {
    const ratio = (ms / best.get('this workbench')).toFixed(ms > 1000 ? 0 : 2)
    console.log(`  ${name.padEnd(18)}${ms.toFixed(0).padStart(7)} ms of processor time  × ${ratio}`)
  }
  for (const [name] of others) if (!best.has(name)) console.log(`  ${name}: does not run with ${python}`)
}

const sound = Float32Array.from({ length: 40 * 16_000 }, (_, at) => Math.round(8000 * Math.sin(at * at * 1e-5)))
const second = { rateHz: 16_000, rows: 16_000, axes: ['audio'] }
const seconds = {
  values: sound,
  stride: 1,
  rows: 16_000,
  axes: [0],
  starts: Int32Array.from({ length: 1000 }, (_, at) => at * 600),
}
sideBySide(
  'MFCC of 1,000 windows of one second at 16,000 Hz',
  () => extractFeatures(runtime, newDspBlock('mfcc'), seconds, second),
  [
    ['numpy, batched', () => pythonMs('numpy', 1000, 1000)],
    ['librosa', () => pythonMs('librosa', 1000, 1000)],
    ['speechpy', () => pythonMs('speechpy', 100, 1000)],
  ],
)

const axes = ['accX', 'accY', 'accZ', 'gyrX', 'gyrY', 'gyrZ']
const motion = Float32Array.from({ length: 100_200 * 6 }, (_, at) => Math.sin(at * 0.37) + Math.sin(at * at * 1e-4))
const moves = {
  values: motion,
  stride: 6,
  rows: 200,
  axes: [0, 1, 2, 3, 4, 5],
  starts: Int32Array.from({ length: 10_000 }, (_, at) => at * 10),
}
const context = { rateHz: 100, rows: 200, axes }
sideBySide(
  'Spectral Analysis of 10,000 windows of 2 s, 6 axes at 100 Hz',
  () => extractFeatures(runtime, newDspBlock('spectral-analysis'), moves, context),
  [['scipy, by window', () => pythonMs('scipy', 100, 10_000)]],
)

/** Milliseconds that each thread of this process has had a core, where the system tells: other programs do not count. */
function threadsMs() {
  if (!existsSync('/proc/self/schedstat')) return new Map()
  const read = (thread) => Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  return new Map(readdirSync('/proc/self/task').map((thread) => [thread, read(thread)]))
}

/** All samples through as many workers. */
async function workersMs(workers) {
  const client = createComputeClient({ workers })
  const block = newDspBlock('mfcc')
  const input = {
    kind: 'time-series',
    windowSizeMs: 1000,
    windowIncreaseMs: 40,
    frequencyHz: 16_000,
    padZeros: false,
    axes: ['audio'],
  }
  const impulse = { version: 1, input, dsp: [block], learn: [] }
  const sample = (id) => ({ id, rateHz: 16_000, axes: [{ name: 'audio', unit: '' }], gaps: [], values: sound })
  const samples = Array.from({ length: 12 }, (_, id) => sample(id + 1))
  const shares = Array.from({ length: workers }, (_, share) => samples.filter((_one, at) => at % workers === share))
  const parts = shares.map((share) => ({ impulse, blocks: [block], samples: share, strideMs: 40 }))
  const signal = new AbortController().signal
  await client.runParts(
    'blockFeatures',
    parts.map((part) => ({ ...part, samples: part.samples.slice(0, 1) })),
    { signal },
  )
  const before = threadsMs()
  const begin = performance.now()
  await client.runParts('blockFeatures', parts, { signal })
  const ms = performance.now() - begin
  const busiestMs = Math.max(...[...threadsMs()].map(([thread, used]) => used - (before.get(thread) ?? 0)))
  const cancel = new AbortController()
  const running = client.runParts('blockFeatures', parts, { signal: cancel.signal }).catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, ms / 3))
  const asked = performance.now()
  cancel.abort()
  await running
  const cancelMs = performance.now() - asked
  await client.close()
  return { ms, busiestMs, cancelMs }
}

/** In turns, so that whatever else the computer does slows both. */
const measured = { 1: [], 2: [] }
for (let round = 0; round < ROUNDS; round++) {
  for (const workers of [1, 2]) measured[workers].push(await workersMs(workers))
}
console.log('MFCC of 12 samples of 40 s, stride 40 ms')
const best = (workers, key) => Math.min(...measured[workers].map((one) => one[key]))
for (const workers of [1, 2]) {
  const cancelMs = Math.max(...measured[workers].map((one) => one.cancelMs))
  const times = [
    ['on the clock', 'ms'],
    ['of the busiest thread', 'busiestMs'],
  ].map(
    ([name, key]) =>
      `${best(workers, key).toFixed(0)} ms ${name} (× ${(best(1, key) / best(workers, key)).toFixed(2)})`,
  )
  console.log(
    `  ${workers} worker${workers > 1 ? 's' : ''}: ${times.join(', ')}; cancelled within ${cancelMs.toFixed(0)} ms`,
  )
}
