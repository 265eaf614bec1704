/** Quantisation-aware training: the network goes on learning with the rounding that conversion will bring. */
import type { FloatGraph, FloatLayer } from '../../nn/graph.ts'
import type { Network } from '../../nn/network.ts'
import { calibrate, type Calibration } from '../calibrate.ts'
import { isActivation, prepareNetwork } from '../prepare.ts'
import { chooseScales } from '../scales.ts'
import { quantizedOutputs, quantizedValues, quantizedWeights } from './fake-quantization.ts'
import { fineTune, type FineTuning } from './fine-tune.ts'
import { weightsOf, type WeightRule } from './weight-rules.ts'

export interface RoundedTuning extends Omit<FineTuning, 'keep' | 'outputs' | 'roundInput'> {
  /** Unscaled features `[n, inputs]` that say how large the outputs of the layers become. */
  representative: Float32Array
  rules: (network: Network) => WeightRule[]
  /** One step size a layer for the weights of dense layers and convolutions. */
  perTensor: boolean
  /** False where the last layer's outputs are not rounded. */
  roundsAnswers: boolean
}

/** The network with weights that are used to rounding, and the ranges they are used to. */
export function roundedTuning(tuning: RoundedTuning): { graph: FloatGraph; ranges: Calibration } {
  const { graph, kernels, representative, perTensor, roundsAnswers, rules } = tuning
  const prepared = prepareNetwork(graph)
  const ranges = calibrate(prepared, representative, kernels)
  const scales = chooseScales(prepared, ranges)
  const last = prepared.layers.length - 1
  const levels = prepared.layers.map((layer, index) => {
    const answers = index === last && (!roundsAnswers || isActivation(layer))
    return answers || isMoved(layer) ? undefined : scales.layers[index]
  })
  const tuned = fineTune({
    ...tuning,
    graph: prepared,
    keep: 'best',
    rules: (network) => [...rules(network), quantizedWeights(kernels, weightsOf(network), perTensor)],
    outputs: (nodes, capacity) =>
      quantizedOutputs(
        kernels,
        levels,
        nodes.map(({ built }) => capacity * built.stride),
      ),
    roundInput: (features) => quantizedValues(features, scales.input),
  })
  return { graph: withWeights(graph, tuned), ranges }
}

/** Outputs that are values of the input in other places have its steps already. */
function isMoved({ type }: FloatLayer): boolean {
  return type === 'max-pool' || type === 'reshape' || type === 'zero-padding' || type === 'concat'
}

/** Preparing keeps the layers that hold weights in their order. */
function withWeights(graph: FloatGraph, tuned: FloatGraph): FloatGraph {
  const trained = tuned.layers.filter((layer) => 'weights' in layer)
  let next = 0
  const layers = graph.layers.map((layer) => {
    if (!('weights' in layer)) return layer
    const { weights, bias } = trained[next++]!
    return { ...layer, weights, bias }
  })
  return { ...graph, layers }
}
