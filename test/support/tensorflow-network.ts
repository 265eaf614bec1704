/** The engine's plain layers as a TensorFlow.js network with a variable for each array, and TensorFlow's own loss. */
import type * as TensorflowApi from '@tensorflow/tfjs'
import {
  arrayShapes,
  filtersFirst,
  filtersLast,
  filtersOf,
  runLayers,
  type Arrays,
} from '../../main/tensorflow/layers.ts'
import type { Tensorflow } from '../../main/tensorflow/load.ts'
import type { FloatLayer } from '../../shared/nn/graph.ts'

export interface TensorflowNetwork {
  /** One record a layer, under the names of its arrays, in TensorFlow's order of axes. */
  variables: Readonly<Record<string, TensorflowApi.Variable>>[]
  trained: TensorflowApi.Variable[]
  /** Mean cross-entropy in training. */
  loss(): TensorflowApi.Scalar
}

export interface TensorflowData {
  features: Float32Array
  inputs: number
  labels: Int32Array
  classes: string[]
}

export function tensorflowNetwork(
  tf: Tensorflow,
  layers: readonly FloatLayer[],
  data: TensorflowData,
): TensorflowNetwork {
  const variables = layers.map((layer) => variablesOf(tf, layer))
  const features = tf.tensor4d(data.features, [data.labels.length, 1, 1, data.inputs])
  const labels = tf.oneHot(tf.tensor1d(data.labels, 'int32'), data.classes.length)
  const running = {
    tf,
    training: true,
    maskOf: () => {
      throw new Error('nothing is dropped here')
    },
  }
  return {
    variables,
    trained: variables.flatMap((one) => Object.values(one)),
    loss() {
      const logits = runLayers(running, layers, variables satisfies Arrays[], features)
      return tf.losses.softmaxCrossEntropy(labels, tf.reshape(logits, [data.labels.length, -1]))
    },
  }
}

/** Trained arrays only: running statistics do not matter in training. */
function variablesOf(tf: Tensorflow, layer: FloatLayer): Record<string, TensorflowApi.Variable> {
  const arrays = new Map<string, unknown>(Object.entries(layer))
  const trained = Object.entries(arrayShapes(layer)).filter(([name]) => name !== 'mean' && name !== 'variance')
  const variables = trained.map(([name, shape]) => {
    const values = arrays.get(name)
    if (!(values instanceof Float32Array)) throw new Error(`no ${name}`)
    const filters = filtersOf(layer, name)
    return [name, tf.variable(tf.tensor(filters ? filtersLast(values, filters) : values, shape))] as const
  })
  return Object.fromEntries(variables)
}

/** An array of TensorFlow's as the engine orders it. */
export function asEngineOrder(layer: FloatLayer, name: string, tensor: TensorflowApi.Tensor): Float32Array {
  const values = Float32Array.from(tensor.dataSync())
  const filters = filtersOf(layer, name)
  return filters ? filtersFirst(values, filters) : values
}
