// MFCC of a thousand windows of one second at 16 kHz, ours beside numpy and librosa in turns in one run, each on one core:
//   npm run build && node test/bench/dsp-python.mjs [python]
// The Python needs numpy; librosa is measured where it is installed. Prints milliseconds and ratios; gates nothing.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractFeatures, newDspBlock } from '../../out/shared/dsp/registry.js'
import { loadRuntime } from '../../out/shared/runtime/runtime.js'

const WINDOWS = 1000
const ROUNDS = 3
const RATE_HZ = 16_000
const root = fileURLToPath(new URL('../..', import.meta.url))
const python = process.argv[2] ?? 'python3'

// Batched over the 50 frames of a window, as fast as numpy does it: pre-emphasis, FFT, mel, logarithm, cosines.
const script = `
import sys, time, warnings
import numpy as np
warnings.filterwarnings("ignore")
which, count = sys.argv[1], int(sys.argv[2])
x = (np.random.default_rng(1).standard_normal(16000) * 1000).astype(np.float32)
mel = np.random.default_rng(2).random((129, 32)).astype(np.float32)
dct = np.random.default_rng(3).random((32, 13)).astype(np.float32)
def by_numpy():
    y = x - np.float32(0.98) * np.roll(x, 1)
    frames = y.reshape(50, 320)[:, :256]
    spectrum = np.fft.rfft(frames, 256)
    power = (spectrum.real ** 2 + spectrum.imag ** 2) / 256
    features = np.log(power @ mel) @ dct
    features[:, 0] = np.log(power.sum(1))
    return (features - features.mean(0)) / (features.std(0) + 1e-10)
run = by_numpy
if which == "librosa":
    import librosa
    run = lambda: librosa.feature.mfcc(y=x, sr=16000, n_mfcc=13, n_fft=256, hop_length=320, n_mels=32, center=False)
run()
begin = time.process_time()
for _ in range(count): run()
print((time.process_time() - begin) * 1000)
`

function pythonMs(which) {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  const run = spawnSync(python, ['-c', script, which, String(WINDOWS)], { env, encoding: 'utf8' })
  return run.status === 0 ? Number(run.stdout) : null
}

const runtime = loadRuntime(readFileSync(join(root, 'out', 'runtime', 'runtime.wasm')))
const values = Float32Array.from({ length: 40 * RATE_HZ }, (_, at) => Math.round(8000 * Math.sin(at * at * 1e-5)))
const starts = Int32Array.from({ length: WINDOWS }, (_, at) => at * 600)
const batch = { values, stride: 1, rows: RATE_HZ, axes: [0], starts }
const context = { rateHz: RATE_HZ, rows: RATE_HZ, axes: ['audio'] }

function ourMs() {
  const begin = process.cpuUsage()
  extractFeatures(runtime, newDspBlock('mfcc'), batch, context)
  const used = process.cpuUsage(begin)
  return (used.user + used.system) / 1000
}

ourMs()
const best = new Map()
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, measure] of [
    ['this workbench', ourMs],
    ['numpy', () => pythonMs('numpy')],
    ['librosa', () => pythonMs('librosa')],
  ]) {
    const ms = measure()
    if (ms !== null) best.set(name, Math.min(ms, best.get(name) ?? Infinity))
  }
}
const ours = best.get('this workbench')
for (const [name, ms] of best) {
  console.log(`${name.padEnd(16)}${ms.toFixed(0).padStart(6)} ms of processor time  × ${(ms / ours).toFixed(2)}`)
}
if (!best.has('librosa')) console.log(`librosa: not installed for ${python}`)
