/**
 * TensorFlow.js, from the fastest backend that is here: TensorFlow's own library where `npm run setup:tfjs-node` built
 * it, else WebAssembly, else plain JavaScript. It is only loaded when it is asked for.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import util from 'node:util'
import type * as TensorflowApi from '@tensorflow/tfjs'
import { projectRoot } from '../paths.ts'
import { registerGradientKernels } from './gradient-kernels.ts'

export type Tensorflow = typeof TensorflowApi

const require = createRequire(import.meta.url)
/** Where `npm run setup:tfjs-node` builds it. */
const NATIVE = join(projectRoot, '.tfjs-node', 'node_modules', '@tensorflow', 'tfjs-node')

let loading: Promise<Tensorflow> | null = null

export function loadTensorflow(): Promise<Tensorflow> {
  loading ??= load()
  return loading
}

async function load(): Promise<Tensorflow> {
  const native = loadNative()
  if (native) return native
  const tf = require('@tensorflow/tfjs') as Tensorflow
  if (!(await useBackend(tf, 'wasm'))) await useBackend(tf, 'cpu')
  return tf
}

/** Its own library is a part of tfjs-node, which only people who want it install. */
function loadNative(): Tensorflow | null {
  // Node 24 has no longer what tfjs-node 4.22 asks of it.
  const old = { isNullOrUndefined: (value: unknown) => value === null || value === undefined, isArray: Array.isArray }
  for (const [name, one] of Object.entries(old)) if (!(name in util)) Object.assign(util, { [name]: one })
  try {
    return require(NATIVE) as Tensorflow
  } catch {
    // Not installed, or not for this computer: the other backends do the same, more slowly.
    return null
  }
}

async function useBackend(tf: Tensorflow, backend: 'wasm' | 'cpu'): Promise<boolean> {
  if (backend === 'wasm') {
    const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm')
    const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))
    wasm.setWasmPaths(`${join(folder, 'dist')}/`)
    // Sums of several threads come in any order; one gives the same bytes every time.
    wasm.setThreadsCount(1)
    registerGradientKernels(tf)
  }
  const ready = await tf.setBackend(backend)
  await tf.ready()
  return ready
}

/** For tests and benchmarks, which choose; everybody else takes what `loadTensorflow` finds. */
export async function tensorflowOn(backend: 'wasm' | 'cpu'): Promise<Tensorflow> {
  const tf = require('@tensorflow/tfjs') as Tensorflow
  if (await useBackend(tf, backend)) return tf
  throw new Error(`TensorFlow.js has no backend ${backend} here`)
}
