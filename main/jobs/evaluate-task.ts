/** Scores of windows by the float network or by the int8 kernels that boards run, and what they are worth. */
import type { FloatGraph } from '../../shared/nn/graph.ts'
import { judgeRows } from '../../shared/nn/judge.ts'
import { predict } from '../../shared/nn/predict.ts'
import { rowsOf, type Rows } from '../../shared/nn/rows.ts'
import type { Precision } from '../../shared/model/run.ts'
import type { QuantModel } from '../../shared/quantize/quant-model.ts'
import { classifyFeatures } from '../../shared/quantize/run.ts'
import type { Engines } from './train-task.ts'
import type { Tasks, WindowScores } from './tasks.ts'

export interface Judgement {
  graph: FloatGraph
  quant: QuantModel
  precision: Precision
  rows: Rows
  threshold: number
}

export function evaluateModel({ graph, quant, precision, rows, threshold }: Judgement, engines: Engines): WindowScores {
  const scores = scoreTask({ model: { graph, quant }, precision, features: rows.features }, engines)
  return { scores, evaluation: judgeRows(scores, rows, threshold) }
}

/** Answers `[windows, labels]`. */
export function scoreTask({ model, precision, features }: Tasks['score']['input'], engines: Engines): Float32Array {
  if (precision === 'float') return predict(model.graph, features, engines.kernels)
  return classifyFeatures(engines.runtime, model.quant, features)
}

/** The windows must be of samples whose labels or values the model knows. */
export function evaluateTask(input: Tasks['evaluate']['input'], engines: Engines): WindowScores {
  const { model, learn, precision, windows, samples, threshold } = input
  const rows = rowsOf(learn, model.graph.labels, { windows, samples })
  return evaluateModel({ ...model, precision, rows, threshold }, engines)
}
