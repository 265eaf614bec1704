/**
 * A network that TensorFlow.js computes, behind the interface of the engine's own: weights and gradients lie where the
 * engine's losses, optimizers and schedules find them, so that everything around it is the same.
 */
import type * as TensorflowApi from '@tensorflow/tfjs'
import { AppError } from '../../shared/contract/errors.ts'
import { padded, type Place } from '../../shared/nn/kernels.ts'
import type { Tensor as EngineTensor } from '../../shared/nn/layers/tensor.ts'
import type { Pass } from '../../shared/nn/layers/layer.ts'
import { createNetwork, type Network, type NetworkOptions } from '../../shared/nn/network.ts'
import type { PlannedLayer } from '../../shared/nn/plan.ts'
import { flat, valueCount } from '../../shared/nn/shape.ts'
import { arrayShapes, type Arrays, filtersFirst, filtersLast, filtersOf, runLayers, type Running } from './layers.ts'
import type { Tensorflow } from './load.ts'

type Tensor4D = TensorflowApi.Tensor4D

interface Engine extends Omit<NetworkOptions, 'outputs'> {
  tf: Tensorflow
  network: Network
  outputs: number
  /** `[capacity, padded outputs]`. */
  logits: Place
}

/** What a backward pass needs of the forward pass before it. */
interface LastPass {
  features: Place
  masks: Map<number, Float32Array>
}

export function tensorflowNetworks(tf: Tensorflow): (options: NetworkOptions) => Network {
  return (options) => {
    if (options.outputs) throw new AppError('app/bug', { message: 'TensorFlow.js trains without rounding only.' })
    // It keeps the numbers; its own passes are never asked for.
    const network = createNetwork(options)
    const last = options.layers.at(-1)
    const outputs = last?.type === 'dense' ? last.outputs : 0
    const logits = options.kernels.allocate(options.capacity * padded(outputs))
    const { outputs: _rule, ...rest } = options
    const engine: Engine = { ...rest, tf, network, outputs, logits }
    let lastPass: LastPass = { features: 0, masks: new Map() }
    return {
      ...network,
      forward(features, pass) {
        lastPass = { features, masks: pass.training ? drawMasks(engine, pass.rows) : new Map<number, Float32Array>() }
        tf.tidy(() => forward(engine, lastPass, pass))
        return logits
      },
      backward(gradient, rows) {
        tf.tidy(() => backward(engine, lastPass, { gradient, rows }))
      },
    }
  }
}

/** In the order in which the engine's own dropout layers draw. */
function drawMasks({ layers, network }: Engine, rows: number): Map<number, Float32Array> {
  const masks = new Map<number, Float32Array>()
  layers.forEach((layer, index) => {
    if (layer.type !== 'dropout') return
    const kept = 1 / (1 - layer.rate)
    const count = rows * valueCount(layer.shape)
    const mask = Float32Array.from({ length: count }, () => (network.dropoutRandom.nextFloat() < layer.rate ? 0 : kept))
    masks.set(index, mask)
  })
  return masks
}

function tensorsOf({ network }: Engine, index: number): Readonly<Record<string, EngineTensor>> {
  const built = network.nodes[index]?.built
  return built?.running.kind === 'one' ? built.running.layer.tensors : {}
}

function arraysOf(engine: Engine, layer: PlannedLayer, index: number): Arrays {
  const tensors = tensorsOf(engine, index)
  const entries = Object.entries(arrayShapes(layer)).map(([name, shape]) => {
    const values = tensors[name]!.read('values')
    const filters = filtersOf(layer, name)
    return [name, engine.tf.tensor(filters ? filtersLast(values, filters) : values, shape)] as const
  })
  return Object.fromEntries(entries)
}

function readRows({ kernels, tf }: Engine, place: Place, rows: number, width: number): Tensor4D {
  const floats = kernels.floats()
  const values = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) {
    const from = place + row * padded(width)
    values.set(floats.subarray(from, from + width), row * width)
  }
  return tf.tensor4d(values, [rows, 1, 1, width])
}

function inputsOf({ layers }: Engine): number {
  const first = layers[0]
  if (first?.type === 'dense') return first.inputs
  if (first?.type === 'reshape' || first?.type === 'zero-padding') return valueCount(first.input)
  if (first && 'window' in first) return first.window.height * first.window.width * first.window.channels
  return first && 'shape' in first ? valueCount(first.shape) : valueCount(flat(1))
}

function runningOf({ tf, layers }: Engine, { masks }: LastPass, training: boolean): Running {
  return {
    tf,
    training,
    maskOf(index) {
      const layer = layers[index]
      const mask = masks.get(index)
      if (layer?.type !== 'dropout' || !mask) throw new Error(`layer ${index} drops nothing`)
      const { height, width, channels } = layer.shape
      return tf.tensor4d(mask, [mask.length / valueCount(layer.shape), height, width, channels])
    },
  }
}

function forward(engine: Engine, lastPass: LastPass, { rows, training }: Pass): void {
  const { layers, kernels, outputs, logits } = engine
  const arrays = layers.map((layer, index) => arraysOf(engine, layer, index))
  const running: Running = {
    ...runningOf(engine, lastPass, training),
    seeMoments: (index, moments) => remember(engine, index, moments),
  }
  const values = runLayers(running, layers, arrays, readRows(engine, lastPass.features, rows, inputsOf(engine)))
  const answers = values.dataSync<'float32'>()
  const floats = kernels.floats()
  for (let row = 0; row < rows; row++)
    floats.set(answers.subarray(row * outputs, (row + 1) * outputs), logits + row * padded(outputs))
}

/** Running statistics of batch normalisation, as the engine keeps them. */
function remember(
  engine: Engine,
  index: number,
  moments: { mean: TensorflowApi.Tensor; variance: TensorflowApi.Tensor },
): void {
  const layer = engine.layers[index]
  if (layer?.type !== 'batch-norm') return
  const tensors = tensorsOf(engine, index)
  for (const name of ['mean', 'variance'] as const) {
    const batch = moments[name].dataSync<'float32'>()
    const before = tensors[name]!.read('values')
    tensors[name]!.write(before.map((value, at) => layer.momentum * value + (1 - layer.momentum) * batch[at]!))
  }
}

/** Gradients of Σ logits · gradient, which are those of the loss that sent it. */
function backward(engine: Engine, lastPass: LastPass, { gradient, rows }: { gradient: Place; rows: number }): void {
  const { tf, layers, outputs, activity = {} } = engine
  const incoming = readRows(engine, gradient, rows, outputs)
  const features = readRows(engine, lastPass.features, rows, inputsOf(engine))
  const places = layers.flatMap((layer, index) =>
    Object.entries(tensorsOf(engine, index)).flatMap(([name, tensor]) =>
      tensor.trained ? [{ layer, index, name }] : [],
    ),
  )
  const all = layers.map((layer, index) => arraysOf(engine, layer, index))
  const run = (...trained: TensorflowApi.Tensor[]): TensorflowApi.Scalar => {
    const arrays = all.map((own) => ({ ...own }))
    places.forEach(({ index, name }, at) => (arrays[index]![name] = trained[at]!))
    let drawn: TensorflowApi.Scalar = tf.scalar(0)
    const running: Running = {
      ...runningOf(engine, lastPass, true),
      seeOutput(index, output) {
        if (index < layers.length - 1 && isDrawn(layers[index]!))
          drawn = tf.add(drawn, activityLoss(tf, output, activity))
      },
    }
    const logits = runLayers(running, layers, arrays, features)
    return tf.add(tf.sum(tf.mul(logits, incoming)), tf.div(drawn, rows))
  }
  const gradients = tf.grads(run)(places.map(({ index, name }) => all[index]![name]!))
  places.forEach(({ layer, index, name }, at) => {
    const values = gradients[at]!.dataSync<'float32'>()
    const filters = filtersOf(layer, name)
    tensorsOf(engine, index)[name]!.write(filters ? filtersFirst(values, filters) : values, 'gradient')
  })
}

function isDrawn({ type }: PlannedLayer): boolean {
  return type === 'dense' || type === 'conv2d' || type === 'depthwise-conv2d'
}

function activityLoss(tf: Tensorflow, output: Tensor4D, { l1 = 0, l2 = 0 }: { l1?: number; l2?: number }) {
  return tf.add<TensorflowApi.Scalar>(tf.mul(l1, tf.sum(tf.abs(output))), tf.mul(l2, tf.sum(tf.square(output))))
}
