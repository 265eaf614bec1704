// Everything between a fresh clone and a built workbench; each step only when its inputs changed. Needs Node alone.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { mustRun, root, run, tool } from './run.mjs'
import { whenChanged } from './stamp.mjs'

const NODE_FLOOR = [20, 19]

const say = (text) => process.stderr.write(`${text}\n`)

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1])) return
  say(
    `The workbench needs Node ${NODE_FLOOR.join('.')} or newer; this is ${process.versions.node}. Get it at nodejs.org.`,
  )
  process.exit(1)
}

/** npm writes this file last; where it is missing an installation was cut short or never made. */
const INSTALLED = 'node_modules/.package-lock.json'

/** Installs what the lock file says. A lock file that names no parts for some systems is still good for this one. */
async function installPackages() {
  const stamp = join(root, 'node_modules', '.tinyml-stamp')
  const wanted = { stamp, root, inputs: ['package-lock.json'], product: INSTALLED }
  if (installedByHand()) return await whenChanged(wanted, () => undefined)
  await whenChanged(wanted, async () => {
    say('Installing packages (once) …')
    const common = ['--no-audit', '--no-fund', '--ignore-scripts']
    const { code } = await run('npm', ['ci', ...common], { quiet: true })
    if (code !== 0) await mustRun('Installing packages', 'npm', ['install', '--no-save', ...common])
  })
}

/** A developer ran npm after the lock file changed. */
function installedByHand() {
  const [lock, installed] = ['package-lock.json', INSTALLED].map((file) => join(root, file))
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
}

const CONFIG = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.json']

/** What is built, from what, and how. Each has a stamp of its own in `out`. */
const BUILDS = [
  {
    name: 'runtime',
    product: 'out/runtime/runtime.wasm',
    inputs: ['resources/runtime', 'shared/runtime/wasm', 'shared/nn/kernels', 'scripts/build-runtime.mjs'],
    commands: [[join(root, 'scripts', 'build-runtime.mjs')]],
  },
  {
    name: 'main',
    product: 'out/main/launch.js',
    inputs: [...CONFIG, 'shared', 'main', 'scripts/setup.mjs'],
    commands: [[tool('typescript', 'bin/tsc'), '-b', 'main']],
  },
  {
    name: 'page',
    product: 'out/renderer/index.html',
    inputs: [...CONFIG, 'shared', 'renderer', 'vite.config.ts'],
    commands: [[tool('vite', 'bin/vite.js'), 'build', '--logLevel', 'warn']],
  },
  {
    name: 'shell',
    product: 'out/shell/electron.cjs',
    inputs: [...CONFIG, 'shared/contract', 'main/shell', 'vite.shell.config.ts'],
    commands: ['electron', 'preload'].map((mode) => [
      ...[tool('vite', 'bin/vite.js'), 'build', '-c', 'vite.shell.config.ts'],
      ...['--mode', mode, '--logLevel', 'warn'],
    ]),
  },
]

async function build({ name, product, inputs, commands }) {
  await whenChanged({ stamp: join(root, 'out', 'stamps', name), root, inputs, product }, async () => {
    say(`Building the ${name} …`)
    for (const words of commands) await mustRun(`Building the ${name}`, process.execPath, words)
  })
}

/** `only` names the builds that are needed; by default all. */
export async function setUp({ only } = {}) {
  checkNode()
  await installPackages()
  for (const part of BUILDS) if (!only || only.includes(part.name)) await build(part)
}
