/** What is inside a trained model: its steps on a board, and the spread of its weights and of what comes out of layers. */
import { modelSteps } from '../../shared/codegen/model-steps.ts'
import { type Histogram, histogramOf } from '../../shared/nn/histogram.ts'
import type { Kernels } from '../../shared/nn/kernels.ts'
import { layersOf } from '../../shared/quantize/convert.ts'
import { runFloat } from '../../shared/quantize/float-run.ts'
import { tensorName } from '../../shared/quantize/lower.ts'
import { isActivation } from '../../shared/quantize/prepare.ts'
import { deployedGraph } from '../../shared/quantize/quant-model.ts'
import type { Tasks } from './tasks.ts'

type Task = Tasks['inside']

export function insideTask({ model, features }: Task['input'], kernels: Kernels): Task['output'] {
  const graph = layersOf(model.graph, model.quant)
  const seen = graph.layers.map((): number[] => [])
  runFloat(
    {
      graph,
      kernels,
      see(layer, values) {
        for (const value of values) seen[layer]?.push(value)
      },
    },
    features,
  )
  const layers = graph.layers.flatMap((layer, index) => {
    if (layer.type === 'reshape' || isActivation(layer)) return []
    const weights: Histogram | null = 'weights' in layer ? histogramOf(layer.weights) : null
    return [{ name: tensorName(graph, index), weights, outputs: histogramOf(seen[index] ?? []) }]
  })
  return { steps: modelSteps(deployedGraph(model.quant)), layers }
}
