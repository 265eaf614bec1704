/** Scores of windows by the float network or by the int8 kernels that boards run, and what they are worth. */
import type { FloatGraph } from '../../shared/nn/graph.ts'
import { judgeRows } from '../../shared/nn/judge.ts'
import { predict } from '../../shared/nn/predict.ts'
import { rowsOf, type Rows } from '../../shared/nn/rows.ts'
import type { Precision } from '../../shared/model/run.ts'
import type { QuantGraph } from '../../shared/quantize/graph.ts'
import { classifyFeatures } from '../../shared/quantize/run.ts'
import type { Engines } from './train-task.ts'
import type { Tasks, WindowScores } from './tasks.ts'

export interface Judgement {
  graph: FloatGraph
  quant: QuantGraph
  precision: Precision
  rows: Rows
  threshold: number
}

export function evaluateModel({ graph, quant, precision, rows, threshold }: Judgement, engines: Engines): WindowScores {
  const scores =
    precision === 'float'
      ? predict(graph, rows.features, engines.kernels)
      : classifyFeatures(engines.runtime, quant, rows.features)
  return { scores, evaluation: judgeRows(scores, rows, threshold) }
}

/** The windows must be of samples whose labels or values the model knows. */
export function evaluateTask(input: Tasks['evaluate']['input'], engines: Engines): WindowScores {
  const { model, learn, precision, windows, samples, threshold } = input
  const rows = rowsOf(learn, model.graph.labels, { windows, samples })
  return evaluateModel({ ...model, precision, rows, threshold }, engines)
}
