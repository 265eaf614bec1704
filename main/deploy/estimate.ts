/** What a network that is not trained yet will cost: its shape is enough to know. */
import { impulseCost } from '../../shared/codegen/cost.ts'
import type { DspDescription } from '../../shared/dsp/describe.ts'
import { type Impulse, isNetworkBlock } from '../../shared/model/impulse.ts'
import type { FloatLayer } from '../../shared/nn/graph.ts'
import { createNetwork, exportLayers } from '../../shared/nn/network.ts'
import { plainKernels } from '../../shared/nn/plain-kernels.ts'
import { type PlannedLayer, planLayers } from '../../shared/nn/plan.ts'
import { sketchModel } from '../../shared/quantize/convert.ts'

export interface EstimateInput {
  windowReadings: number
  features: number
  labels: number
  dsp: DspDescription[]
}

export interface ModelEstimate {
  parameters: number
  macs: number
  flashBytes: number
  ramBytes: number
}

/** A network of these layers whose weights are made up, none of them such that a channel could be left out. */
function madeUpLayers(planned: PlannedLayer[]): FloatLayer[] {
  const network = createNetwork({ kernels: plainKernels(), layers: planned, capacity: 1, seed: 0, learns: false })
  return exportLayers(network).map((layer) => {
    if (layer.type === 'batch-norm')
      return { ...layer, gamma: layer.gamma.map(() => 1), variance: layer.variance.map(() => 1) }
    return 'weights' in layer
      ? { ...layer, weights: layer.weights.map((_, index) => (index % 2 === 0 ? 1 : -1)) }
      : layer
  })
}

/** Converts a network of the right shape and asks the cost model: the same code that judges a trained one. */
export function estimateModel(
  impulse: Impulse,
  { features, labels, dsp, windowReadings }: EstimateInput,
): ModelEstimate {
  const learn = impulse.learn.find(isNetworkBlock)
  if (!learn || features === 0) return { parameters: 0, macs: 0, flashBytes: 0, ramBytes: 0 }
  const outputs = learn.block === 'regression' ? 1 : Math.max(2, labels)
  const activation = learn.block === 'regression' ? 'linear' : 'softmax'
  const scaler = { mean: new Float32Array(features), scale: new Float32Array(features).fill(1) }
  const model = sketchModel({
    inputs: features,
    ...(learn.normalization === 'standard-scaler' ? { scaler } : {}),
    layers: madeUpLayers(planLayers(features, learn.layers, { outputs, activation })),
    labels: Array.from({ length: outputs }, (_, index) => `label ${index}`),
  })
  const chosen = dsp.filter((block) => learn.inputs.includes(block.id))
  const cost = impulseCost(model, chosen, windowReadings * impulse.input.axes.length)
  const { parameters, macs, flashBytes, ramBytes } = cost
  return { parameters, macs, flashBytes, ramBytes }
}
