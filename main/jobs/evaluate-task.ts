/** Scores of windows by the float network or by the int8 kernels that boards run, and what they are worth. */
import { evaluate, wilsonInterval } from '../../shared/nn/metrics.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import { predict } from '../../shared/nn/predict.ts'
import type { TrainingData } from '../../shared/nn/training-data.ts'
import type { Evaluation, Precision } from '../../shared/model/run.ts'
import type { QuantGraph } from '../../shared/quantize/graph.ts'
import { classifyFeatures } from '../../shared/quantize/run.ts'
import type { Engines } from './train-task.ts'
import type { Tasks, WindowScores } from './tasks.ts'

export interface Judgement {
  graph: FloatGraph
  quant: QuantGraph
  precision: Precision
  data: TrainingData
  /** How many samples the windows are from. */
  samples: number
  threshold: number
}

export function evaluateModel(
  { graph, quant, precision, data, samples, threshold }: Judgement,
  engines: Engines,
): WindowScores {
  const scores =
    precision === 'float'
      ? predict(graph, data.features, engines.kernels)
      : classifyFeatures(engines.runtime, quant, data.features)
  return { scores, evaluation: bySamples(evaluate(scores, data.labels, graph.labels, threshold), samples) }
}

/** Windows of one sample overlap and are alike: only samples count as tries when it is said how sure the share is. */
function bySamples(evaluation: Evaluation, samples: number): Evaluation {
  if (evaluation.accuracy === undefined) return evaluation
  const { low, high } = wilsonInterval(evaluation.accuracy * samples, samples)
  return { ...evaluation, accuracyLow: low, accuracyHigh: high }
}

export function evaluateTask(input: Tasks['evaluate']['input'], engines: Engines): WindowScores {
  const { model, precision, windows, samples, threshold } = input
  const classes = model.graph.labels
  const labels = new Map(samples.map((sample) => [sample.id, classes.indexOf(sample.label)]))
  const data: TrainingData = {
    features: windows.features,
    labels: Int32Array.from(windows.sampleIds, (id) => labels.get(id) ?? -1),
    inputs: windows.featureCount,
    classes,
  }
  return evaluateModel({ ...model, precision, data, samples: new Set(windows.sampleIds).size, threshold }, engines)
}
