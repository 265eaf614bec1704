/** Float and int8 of a model side by side on some windows. */
import { predict } from '../../shared/nn/predict.ts'
import { mostLikely } from '../../shared/nn/most-likely.ts'
import { quantizationReport } from '../../shared/quantize/report.ts'
import { classifyFeatures } from '../../shared/quantize/run.ts'
import { layerCosts } from '../../shared/quantize/sensitivity.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Engines } from './train-task.ts'
import type { TaskContext, Tasks } from './tasks.ts'

type Task = Tasks['quantizeReport']
type Report = Task['output']

const SHOWN_WINDOWS = 20

interface Answers {
  scores: Float32Array
  labels: string[]
}

function answerOf({ scores, labels }: Answers, row: number): Report['worst'][number]['float'] {
  const best = mostLikely(scores, row * labels.length, labels.length)
  return { label: labels[best] ?? '', score: scores[row * labels.length + best] ?? 0 }
}

function largestDifference(a: Answers, b: Answers, row: number): number {
  const width = a.labels.length
  const differences = a.labels.map((_, at) => Math.abs(a.scores[row * width + at]! - b.scores[row * width + at]!))
  return Math.max(...differences)
}

export function quantizeReportTask(
  { model, windows }: Task['input'],
  context: TaskContext<Task['progress']>,
  engines: Engines,
): Report {
  const { graph, quant } = model
  const { features, sampleIds, startMs } = windows
  const onLayer = (done: number, total: number): void => {
    if (context.cancelled()) throw new AppError('app/cancelled')
    context.progress({ done, total })
  }
  const measures = quantizationReport(engines, { float: graph, int8: quant }, features)
  const costs = layerCosts({ float: graph, int8: quant, kernels: engines.kernels, features, onLayer })
  const float = { scores: predict(graph, features, engines.kernels), labels: graph.labels }
  const int8 = { scores: classifyFeatures(engines.runtime, quant, features), labels: graph.labels }
  const rows = Array.from(sampleIds, (sampleId, row) => {
    const answers = { float: answerOf(float, row), int8: answerOf(int8, row) }
    return {
      sampleId,
      startMs: startMs[row]!,
      ...answers,
      changed: answers.float.label !== answers.int8.label,
      difference: largestDifference(float, int8, row),
      noise: measures.map(({ noiseOfWindows }) => noiseOfWindows[row]!),
    }
  })
  const costOf = ({ outputChange, answersChanged }: (typeof costs)[number]): number => answersChanged + outputChange
  const costliest = costs.toSorted((a, b) => costOf(b) - costOf(a))[0]
  return {
    windows: rows.length,
    agree: rows.filter(({ changed }) => !changed).length,
    layers: measures.map(({ noiseOfWindows: _windows, ...measure }, index) => {
      const { answersChanged = 0, outputChange = 0 } = costs[index] ?? {}
      return { ...measure, cost: { answersChanged, outputChange } }
    }),
    costliest: costliest && costOf(costliest) > 0 ? costliest.name : null,
    worst: rows
      .toSorted((a, b) => Number(b.changed) - Number(a.changed) || b.difference - a.difference)
      .slice(0, SHOWN_WINDOWS),
  }
}
