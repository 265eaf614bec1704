/** Makes the running layer of a planned one, and knows how both look as plain data. */
import type { Activation, FloatLayer } from './graph.ts'
import { padded } from './kernels.ts'
import { batchNormLayer } from './layers/batch-norm.ts'
import { convolutionLayer } from './layers/conv2d.ts'
import { denseLayer } from './layers/dense.ts'
import { depthwiseLayer } from './layers/depthwise-conv2d.ts'
import { dropoutLayer } from './layers/dropout.ts'
import type { LayerSetting, MergingLayer, RunningLayer } from './layers/layer.ts'
import { addLayer, concatLayer } from './layers/merge.ts'
import { poolLayer } from './layers/pool.ts'
import { reshapeLayer, zeroPaddingLayer } from './layers/reshape.ts'
import type { PlannedLayer } from './plan.ts'
import type { Random } from './random.ts'
import { flat, sampleStride, windowOutput } from './shape.ts'

export interface BuiltLayer {
  /** One input, or several. */
  running: { kind: 'one'; layer: RunningLayer } | { kind: 'merge'; layer: MergingLayer }
  /** Done in place on the output of the layer. */
  activation: Activation
  /** Floats of a sample at the output. */
  stride: number
  /** As plain data with the numbers it has now; absent where the layer is only there while training. */
  describe?: () => FloatLayer
}

function one(layer: RunningLayer, rest: Omit<BuiltLayer, 'running'>): BuiltLayer {
  return { running: { kind: 'one', layer }, ...rest }
}

export function buildLayer(plan: PlannedLayer, setting: LayerSetting, dropoutRandom: Random): BuiltLayer {
  switch (plan.type) {
    case 'dense':
    case 'conv2d':
    case 'depthwise-conv2d':
    case 'batch-norm':
      return buildTrained(plan, setting)
    case 'dropout': {
      const layer = dropoutLayer({ ...setting, shape: plan.shape, rate: plan.rate, random: dropoutRandom })
      return one(layer, { activation: 'linear', stride: sampleStride(plan.shape) })
    }
    case 'add': {
      const layer = addLayer(setting, plan.shape, plan.with.length + 1)
      const { activation } = plan
      return {
        running: { kind: 'merge', layer },
        activation,
        stride: sampleStride(plan.shape),
        describe: () => plan,
      }
    }
    case 'concat': {
      const layer = concatLayer(setting, plan.inputs)
      const [first = flat(1)] = plan.inputs
      const channels = plan.inputs.reduce((sum, shape) => sum + shape.channels, 0)
      const stride = sampleStride({ ...first, channels })
      return { running: { kind: 'merge', layer }, activation: 'linear', stride, describe: () => plan }
    }
    default:
      return buildShaping(plan, setting)
  }
}

type Trained = Extract<PlannedLayer, { type: 'dense' | 'conv2d' | 'depthwise-conv2d' | 'batch-norm' }>

function buildTrained(plan: Trained, setting: LayerSetting): BuiltLayer {
  const { activation } = plan
  switch (plan.type) {
    case 'dense': {
      const layer = denseLayer({ ...setting, inputs: plan.inputs, outputs: plan.outputs })
      const describe = (): FloatLayer => ({ ...plan, ...weightsAndBias(layer) })
      return one(layer, { activation, stride: padded(plan.outputs), describe })
    }
    case 'conv2d': {
      const layer = convolutionLayer({ ...setting, window: plan.window, filters: plan.filters })
      const stride = sampleStride(windowOutput(plan.window, plan.filters))
      return one(layer, { activation, stride, describe: () => ({ ...plan, ...weightsAndBias(layer) }) })
    }
    case 'depthwise-conv2d': {
      const layer = depthwiseLayer({ ...setting, window: plan.window })
      const stride = sampleStride(windowOutput(plan.window, plan.window.channels))
      return one(layer, { activation, stride, describe: () => ({ ...plan, ...weightsAndBias(layer) }) })
    }
    case 'batch-norm': {
      const layer = batchNormLayer({ ...setting, ...plan })
      const describe = (): FloatLayer => ({
        ...plan,
        gamma: valuesOf(layer, 'gamma'),
        beta: valuesOf(layer, 'beta'),
        mean: valuesOf(layer, 'mean'),
        variance: valuesOf(layer, 'variance'),
      })
      return one(layer, { activation, stride: sampleStride(plan.shape), describe })
    }
  }
}

function valuesOf(layer: RunningLayer, name: string): Float32Array {
  const tensor = layer.tensors[name]
  if (!tensor) throw new Error(`the layer holds no ${name}`)
  return tensor.read('values')
}

function weightsAndBias(layer: RunningLayer): { weights: Float32Array; bias: Float32Array } {
  return { weights: valuesOf(layer, 'weights'), bias: valuesOf(layer, 'bias') }
}

type Shaping = Extract<PlannedLayer, { type: 'max-pool' | 'average-pool' | 'reshape' | 'zero-padding' }>

function buildShaping(plan: Shaping, setting: LayerSetting): BuiltLayer {
  const describe = (): FloatLayer => plan
  const activation: Activation = 'linear'
  switch (plan.type) {
    case 'max-pool':
    case 'average-pool': {
      const layer = poolLayer({ ...setting, kind: plan.type, window: plan.window })
      const stride = sampleStride(windowOutput(plan.window, plan.window.channels))
      return one(layer, { activation, stride, describe })
    }
    case 'reshape': {
      const layer = reshapeLayer({ ...setting, input: plan.input, output: plan.output })
      return one(layer, { activation, stride: sampleStride(plan.output), describe })
    }
    case 'zero-padding': {
      const { input, top, bottom, left, right } = plan
      const outer = { ...input, height: input.height + top + bottom, width: input.width + left + right }
      return one(zeroPaddingLayer({ ...setting, plan }), { activation, stride: sampleStride(outer), describe })
    }
  }
}
