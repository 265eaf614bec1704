// A Python with TensorFlow for the benches that stand beside Keras. It is installed under .cache at the first run.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')
const home = join(root, '.cache', 'bench-keras')
const python = join(home, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']))
const WANTED = 'tensorflow-cpu==2.21.0'
/** Written last, so that half an installation is not taken for a whole one. */
const installed = join(home, 'lib', 'installed')

function install() {
  console.log(`Installing ${WANTED} for comparison, once …`)
  rmSync(home, { recursive: true, force: true })
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--only-binary=:all:', WANTED]
  const steps = [
    [process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', home]],
    [python, pip],
    [python, ['-c', `open(${JSON.stringify(installed)}, 'w').close()`]],
  ]
  return steps.every(([command, args]) => spawnSync(command, args, { stdio: 'inherit' }).status === 0)
}

/** Whether Keras can be asked; says why where it cannot. */
export function hasKeras() {
  if (existsSync(installed) || install()) return true
  console.log('Keras is left out: python3 with venv and a package index are needed to install it.')
  return false
}

/**
 * Runs one of the scripts beside this file in a process of its own, so that its start counts as theirs.
 * @returns what it printed on its last line, read as JSON.
 */
export function keras(script, args = [], { threads = 1 } = {}) {
  const env = {
    ...process.env,
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_ENABLE_ONEDNN_OPTS: '1',
    CUDA_VISIBLE_DEVICES: '-1',
    BENCH_THREADS: String(threads),
  }
  return new Promise((resolve, reject) => {
    const child = spawn(python, [join(import.meta.dirname, script), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [printed, complaints] = ['', '']
    child.stdout.on('data', (bytes) => (printed += bytes))
    child.stderr.on('data', (bytes) => (complaints += bytes))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${script} ended with ${code}\n${complaints.slice(-2000)}`))
      resolve(JSON.parse(printed.trim().split('\n').at(-1)))
    })
  })
}
