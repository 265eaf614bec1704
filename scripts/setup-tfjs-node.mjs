// Builds TensorFlow's own library for TensorFlow.js, for people who want their second engine native: npm package, the
// library out of a Python wheel, and a binding compiled by g++. Everything goes into .tfjs-node, which can be deleted.
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { mustRun, onPath, root, run } from './run.mjs'

const PACKAGE = '@tensorflow/tfjs-node@4.22.0'
const WHEEL = 'tensorflow-cpu==2.15.1'
/** The wheel is only unpacked, so any Python can fetch it. */
const WHEEL_TAGS = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311']
const PLATFORMS = ['--platform', 'manylinux_2_17_x86_64', '--platform', 'manylinux2014_x86_64']

const folder = join(root, '.tfjs-node')
const module = join(folder, 'node_modules', '@tensorflow', 'tfjs-node')
const wheelFolder = join(folder, 'wheel')
const say = (text) => process.stderr.write(`${text}\n`)

function mustHave(program) {
  if (onPath(program)) return
  say(`${program} is needed to build this. Install it, then run npm run setup:tfjs-node again.`)
  process.exit(1)
}

async function fetchPackage() {
  say('Getting the npm package …')
  mkdirSync(folder, { recursive: true })
  const words = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE]
  await mustRun('Getting the package', 'npm', words)
}

/** Libraries and C headers of the wheel, which is a ZIP file. */
async function fetchLibrary() {
  const unpacked = join(wheelFolder, 'tensorflow')
  if (!existsSync(unpacked)) {
    say('Getting TensorFlow (about 210 MB) …')
    mkdirSync(wheelFolder, { recursive: true })
    const words = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', ...WHEEL_TAGS, ...PLATFORMS]
    await mustRun('Getting TensorFlow', 'python3', [...words, '--dest', wheelFolder, WHEEL])
    const wheel = readdirSync(wheelFolder).find((name) => name.endsWith('.whl'))
    await mustRun('Unpacking', 'python3', ['-m', 'zipfile', '-e', join(wheelFolder, wheel), wheelFolder])
    rmSync(join(wheelFolder, wheel))
  }
  const [lib, include] = [join(module, 'deps', 'lib'), join(module, 'deps', 'include')]
  for (const one of [lib, include]) mkdirSync(one, { recursive: true })
  const links = [
    ['libtensorflow_cc.so.2', 'libtensorflow_cc.so.2'],
    ['libtensorflow_cc.so.2', 'libtensorflow.so'],
    ['libtensorflow_framework.so.2', 'libtensorflow_framework.so.2'],
    ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
  ]
  for (const [from, to] of links) link(join(unpacked, from), join(lib, to))
  for (const name of ['tensorflow', 'tsl', 'xla']) link(join(unpacked, 'include', name), join(include, name))
}

function link(from, to) {
  rmSync(to, { force: true })
  symlinkSync(from, to)
}

async function build() {
  say('Compiling …')
  const nodeInclude = join(dirname(dirname(process.execPath)), 'include', 'node')
  if (!existsSync(join(nodeInclude, 'node_api.h'))) {
    say(`This Node came without its headers (${nodeInclude}). Install one from nodejs.org, then run this again.`)
    process.exit(1)
  }
  mkdirSync(join(module, 'lib', 'napi-v8'), { recursive: true })
  const words = [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-shared',
    '-DNAPI_VERSION=8',
    `-I${nodeInclude}`,
    '-Ideps/include',
    '-I.',
  ]
  const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc', '-o', 'lib/napi-v8/tfjs_binding.node']
  const libraries = ['-Ldeps/lib', '-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib']
  await mustRun('Compiling', 'g++', [...words, ...sources, ...libraries], { folder: module })
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  say('The native library is built on 64-bit Linux only. Everywhere else the second engine runs as WebAssembly.')
  process.exit(1)
}
for (const program of ['g++', 'python3']) mustHave(program)
await fetchPackage()
await fetchLibrary()
await build()
const check = `const util = require('util'); util.isNullOrUndefined ??= (v) => v == null; util.isArray ??= Array.isArray
const tf = require(${JSON.stringify(module)}); console.log(tf.getBackend(), tf.add(1, 2).dataSync()[0])`
const { code, output } = await run(process.execPath, ['-e', check], { quiet: true })
if (code !== 0 || !output.includes('tensorflow 3')) {
  say(`${output}\nThe library was built but does not load.`)
  process.exit(1)
}
say('Ready: train with --engine tfjs, or choose TensorFlow.js on the Training page.')
