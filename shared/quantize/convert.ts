/** Post-training conversion: float network and representative set in, int8 network out. */
import { AppError } from '../contract/errors.ts'
import type { ConversionSettings } from '../model/conversion.ts'
import type { FloatGraph } from '../nn/graph.ts'
import type { Kernels } from '../nn/kernels.ts'
import { plainKernels } from '../nn/plain-kernels.ts'
import { calibrate, type Calibration } from './calibrate.ts'
import { equalizeNetwork } from './equalize.ts'
import { channelMeans } from './float-run.ts'
import { type LowerOptions, lowerNetwork } from './lower.ts'
import { sourcesOf } from '../nn/network.ts'
import { isActivation, prepareNetwork } from './prepare.ts'
import type { QuantModel } from './quant-model.ts'
import { chooseScales } from './scales.ts'

export interface ConvertOptions {
  /**
   * One weight scale an output channel (default; sharper), or one a layer, for runtimes from before 2024,
   * which read only the first scale of a fully connected layer.
   */
  weightScales?: 'per-channel' | 'per-tensor'
  /** What the float network is run with; slow ones where absent. */
  kernels?: Kernels
  /** Ranges that the network was trained for; those of the representative set where absent. */
  ranges?: Calibration
  /** Minimum and maximum, and nothing else, where absent. */
  settings?: ConversionSettings | undefined
}

function checkGraph({ layers }: FloatGraph): void {
  if (layers.length === 0) throw new AppError('model/malformed', { message: 'The network has no layers.' })
  layers.forEach((layer, index) => {
    const softmax = isActivation(layer) && layer.activation === 'softmax'
    if (softmax && index < layers.length - 1) {
      throw new AppError('model/unsupported', { message: `layer ${index} is a softmax before the end of the network.` })
    }
    if (sourcesOf(layer, index).some((source) => source >= index || source < -1)) {
      throw new AppError('model/malformed', { message: `layer ${index + 1} takes its input from a layer after it.` })
    }
  })
}

/** A prepared network with the ranges of its tensors. */
function convert(
  graph: FloatGraph,
  prepared: FloatGraph,
  given: Required<Pick<ConvertOptions, 'weightScales'>> & Pick<LowerOptions, 'means'> & { ranges: Calibration },
): QuantModel {
  const scales = chooseScales(prepared, given.ranges)
  const last = scales.layers.at(-1)
  if (!last) throw new AppError('model/malformed', { message: 'The network has no layers.' })
  return {
    graph: lowerNetwork(prepared, { scales, perChannel: given.weightScales === 'per-channel', means: given.means }),
    input: scales.input,
    output: last,
    ...(graph.scaler ? { scaler: graph.scaler } : {}),
    labels: graph.labels,
  }
}

/**
 * Converts a trained network to int8: symmetric weights, int32 biases, activation ranges over the representative set.
 * @param representative `[n, inputs]` row-major, unscaled features, n ≥ 1.
 */
export function quantizeNetwork(
  graph: FloatGraph,
  representative: Float32Array,
  options: ConvertOptions = {},
): QuantModel {
  const { settings, weightScales = 'per-channel', kernels = plainKernels() } = options
  const prepared = prepareNetwork(graph)
  checkGraph(prepared)
  // Ranges that the network was trained for are those of the layers as they are.
  const equalized = settings?.equalization === true && options.ranges === undefined
  const ready = equalized ? equalizeNetwork(prepared) : prepared
  const ranges = options.ranges ?? calibrate(ready, representative, kernels, settings?.calibration)
  const means = settings?.biasCorrection ? channelMeans({ graph: ready, kernels }, representative) : undefined
  const model = convert(graph, ready, { ranges, weightScales, means })
  return equalized ? { ...model, equalized } : model
}

/** The layers that a model's tensors stand for. */
export function layersOf(float: FloatGraph, { equalized }: Pick<QuantModel, 'equalized'>): FloatGraph {
  const prepared = prepareNetwork(float)
  return equalized ? equalizeNetwork(prepared) : prepared
}

/** The int8 network of the same shape, with made-up ranges: enough to tell what it will cost. */
export function sketchModel(graph: FloatGraph): QuantModel {
  const prepared = prepareNetwork(graph)
  checkGraph(prepared)
  const range = { low: -1, high: 1 }
  const ranges = { input: range, layers: prepared.layers.map(() => range) }
  return convert(graph, prepared, { ranges, weightScales: 'per-channel' })
}
