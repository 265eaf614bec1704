/** A TensorFlow.js layers model by hand, and what may be changed in it. */
import { AppError } from '../../shared/contract/errors.ts'
import { tfjsToFloatGraph } from '../../shared/tfjs/to-float-graph.ts'
import { randomNumbers } from '../support/random-model.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const weights = (name: string, ...shape: number[]): Json => ({ name, shape, dtype: 'float32' })
const VALUES = 3 * 3 * 2 * 4 + 4 + 4 * 4 + 3 * 3 * 4 + 4 + 16 * 5 + 5 + 5 * 3 + 3

function layer(className: string, name: string, config: { [key: string]: Json } = {}): Json {
  return { class_name: className, config: { name, trainable: true, dtype: 'float32', ...config } }
}

export function tfjsModel(): Json {
  const input = { batch_input_shape: [null, 8, 8, 2] }
  const layers = [
    layer('Conv2D', 'c', {
      ...input,
      filters: 4,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'same',
      use_bias: true,
    }),
    layer('BatchNormalization', 'n', { axis: [3], epsilon: 0.001, center: true, scale: true }),
    layer('ReLU', 'r', { max_value: 6 }),
    layer('DepthwiseConv2D', 'w', { kernel_size: [3, 3], strides: [2, 2], padding: 'same', depth_multiplier: 1 }),
    layer('MaxPooling2D', 'p', { pool_size: [2, 2], strides: [2, 2], padding: 'valid' }),
    layer('Flatten', 'f'),
    layer('Dense', 'd', { units: 5, activation: 'tanh', use_bias: true }),
    layer('Dense', 'e', { units: 3, activation: 'softmax', use_bias: true }),
  ]
  const named = [
    weights('c/kernel', 3, 3, 2, 4),
    weights('c/bias', 4),
    ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name) => weights(`n/${name}`, 4)),
    weights('w/depthwise_kernel', 3, 3, 4, 1),
    weights('w/bias', 4),
    weights('d/kernel', 16, 5),
    weights('d/bias', 5),
    weights('e/kernel', 5, 3),
    weights('e/bias', 3),
  ]
  return {
    format: 'layers-model',
    modelTopology: { keras_version: 'x', model_config: { class_name: 'Sequential', config: { name: 's', layers } } },
    weightsManifest: [{ paths: ['w.bin'], weights: named }],
  }
}

export function tfjsBytes(): Uint8Array {
  return new Uint8Array(Float32Array.from({ length: VALUES }, (_, index) => 0.1 + Math.sin(index) / 20).buffer)
}

const ODD: Json[] = [
  null,
  true,
  0,
  -1,
  1,
  2,
  7,
  0.5,
  1e9,
  2 ** 31,
  2 ** 53,
  -1e308,
  '',
  'relu',
  'same',
  'c',
  '__proto__',
  [],
  {},
  [0, 0],
  [1, 1],
  [1e9, 1e9],
  [65_536, 65_536],
  [null, 4096, 4096, 4],
  [-1, 3],
  'Conv2D',
  'Add',
  'Reshape',
  'Dense',
  'InputLayer',
]

/** Another value somewhere, or one less, or one twice. */
function change(value: Json, next: () => number): Json {
  const pick = (count: number): number => Math.floor(next() * count)
  if (value === null || typeof value !== 'object' || next() < 0.06) return ODD[pick(ODD.length)]!
  if (Array.isArray(value)) {
    const at = pick(value.length)
    const kind = next()
    if (value.length === 0 || kind < 0.08) return [...value, ODD[pick(ODD.length)]!]
    if (kind < 0.14) return value.toSpliced(at, 1)
    if (kind < 0.2) return value.toSpliced(at, 0, value[at]!)
    return value.with(at, change(value[at]!, next))
  }
  const keys = Object.keys(value)
  const key = keys[pick(keys.length)]
  if (key === undefined) return ODD[pick(ODD.length)]!
  if (next() < 0.06) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  return { ...value, [key]: change(value[key]!, next) }
}

export interface TfjsOutcome {
  refused: number
  read: number
  slowestMs: number
}

/** Throws for anything but a proper error. */
export function tryDamagedTfjs(cases: number, seed: number): TfjsOutcome {
  const next = randomNumbers(seed)
  const outcome: TfjsOutcome = { refused: 0, read: 0, slowestMs: 0 }
  const [whole, bytes] = [tfjsModel(), tfjsBytes()]
  for (let index = 0; index < cases; index++) {
    let damaged = whole
    for (let edit = 0; edit < 1 + 2 * next(); edit++) damaged = change(damaged, next)
    const data = next() < 0.05 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes
    const started = performance.now()
    try {
      tfjsToFloatGraph(JSON.stringify(damaged), data)
      outcome.read += 1
    } catch (error) {
      const proper = error instanceof AppError && /^(model\/|impulse\/invalid)/.test(error.code) && error.message
      if (!proper) throw new Error(`${String(error)} for ${JSON.stringify(damaged)}`, { cause: error })
      outcome.refused += 1
    }
    outcome.slowestMs = Math.max(outcome.slowestMs, performance.now() - started)
  }
  return outcome
}
