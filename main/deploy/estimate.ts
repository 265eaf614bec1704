/** What a network that is not trained yet will cost: its shape is enough to know. */
import { graphCost, impulseCost } from '../../shared/codegen/cost.ts'
import type { DspDescription } from '../../shared/dsp/describe.ts'
import { type Impulse, isNetworkBlock } from '../../shared/model/impulse.ts'
import { quantizeGraph } from '../../shared/quantize/convert.ts'
import type { FloatDense, FloatGraph } from '../../shared/nn/graph.ts'

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

function layer(inputs: number, outputs: number, activation: FloatDense['activation']): FloatDense {
  const weights = new Float32Array(inputs * outputs).fill(1)
  return { type: 'dense', inputs, outputs, weights, bias: new Float32Array(outputs), activation }
}

/** Converts a network of the right shape and asks the cost model: the same code that judges a trained one. */
export function estimateModel(
  impulse: Impulse,
  { features, labels, dsp, windowReadings }: EstimateInput,
): ModelEstimate {
  const learn = impulse.learn.find(isNetworkBlock)
  if (!learn || features === 0) return { parameters: 0, macs: 0, flashBytes: 0, ramBytes: 0 }
  const layers: FloatDense[] = []
  let width = features
  for (const hidden of learn.layers) {
    if (hidden.type !== 'dense') continue
    layers.push(layer(width, hidden.units, 'relu'))
    width = hidden.units
  }
  const outputs = Math.max(2, labels)
  layers.push(layer(width, outputs, 'softmax'))
  const scaler = { mean: new Float32Array(features), scale: new Float32Array(features).fill(1) }
  const graph: FloatGraph = {
    inputs: features,
    ...(learn.normalization === 'standard-scaler' ? { scaler } : {}),
    layers,
    labels: Array.from({ length: outputs }, (_, index) => `label ${index}`),
  }
  const quant = quantizeGraph(graph, new Float32Array(features).fill(1))
  const chosen = dsp.filter((block) => learn.inputs.includes(block.id))
  const { parameters } = graphCost(quant)
  const { macs, flashBytes, ramBytes } = impulseCost(quant, chosen, windowReadings * impulse.input.axes.length)
  return { parameters, macs, flashBytes, ramBytes }
}
