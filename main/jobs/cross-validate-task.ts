/** Trains once for each part that is held out, and judges on it: the scores, and how far they spread. */
import { AppError } from '../../shared/contract/errors.ts'
import type { NetworkBlock } from '../../shared/model/impulse.ts'
import type { Evaluation } from '../../shared/model/run.ts'
import { foldsOf, type Fold, type FoldMethod } from '../../shared/nn/folds.ts'
import { judgeRows } from '../../shared/nn/judge.ts'
import { learnRows } from '../../shared/nn/learn.ts'
import { predict } from '../../shared/nn/predict.ts'
import { outputNames, rowsOf } from '../../shared/nn/rows.ts'
import { augmentedRows, type AugmentInput } from './augment-task.ts'
import { learnable, networkOf, splitSamples } from './learning-data.ts'
import type { SampleFacts, TaskContext } from './tasks.ts'
import type { Engines } from './train-task.ts'

export interface CrossValidationInput extends AugmentInput {
  method: FoldMethod
}

export interface FoldResult {
  name: string
  /** Samples and windows it was judged by. */
  samples: number
  windows: number
  /** Labels it never learned because all their samples were held out; their windows are not judged. */
  missingLabels: string[]
  evaluation: Evaluation
}

export interface CrossValidation {
  folds: FoldResult[]
  /** Of the accuracies, or of the mean absolute errors; absent where no fold could be judged. */
  mean?: number
  /** Of the folds around the mean. */
  deviation?: number
}

export interface FoldProgress {
  done: number
  total: number
}

export function crossValidateTask(
  input: CrossValidationInput,
  context: TaskContext<FoldProgress>,
  engines: Engines,
): CrossValidation {
  const learn = networkOf(input)
  const used = new Set(input.windows.sampleIds)
  const samples = learnable(input, learn).samples.filter((sample) => used.has(sample.id))
  const folds = foldsOf(splitSamples(samples, learn), input.method, learn.training.seed)
  const results = folds.map((fold, index) => {
    context.progress({ done: index, total: folds.length })
    return judgeFold({ input, learn, samples, fold }, context, engines)
  })
  return { folds: results, ...spreadOf(results) }
}

interface FoldQuestion {
  input: CrossValidationInput
  learn: NetworkBlock
  samples: SampleFacts[]
  fold: Fold
}

function judgeFold(
  { input, learn, samples, fold }: FoldQuestion,
  context: TaskContext<FoldProgress>,
  engines: Engines,
): FoldResult {
  if (context.cancelled()) throw new AppError('app/cancelled')
  const [learning, held] = [new Set(fold.train), new Set(fold.held)]
  const [learned, judged] = [samples.filter(({ id }) => learning.has(id)), samples.filter(({ id }) => held.has(id))]
  const names = outputNames(learn, learned)
  const of = (part: SampleFacts[]): ReturnType<typeof rowsOf> =>
    rowsOf(learn, names, { windows: input.windows, samples: part })
  // Nothing of the part that judges may choose the best epoch: there is no validation.
  const train = augmentedRows(
    { input, learn, data: { names, train: of(learned) } },
    { cancelled: context.cancelled, progress: () => undefined },
    engines.runtime,
  )
  const { graph } = learnRows({ learn, train, kernels: engines.kernels, shouldCancel: context.cancelled })
  const rows = of(judged)
  return {
    name: fold.name,
    samples: rows.samples,
    windows: rows.sampleIds.length,
    missingLabels: outputNames(learn, judged).filter((name) => !names.includes(name)),
    evaluation: judgeRows(predict(graph, rows.features, engines.kernels), rows, 0),
  }
}

function spreadOf(folds: readonly FoldResult[]): Pick<CrossValidation, 'mean' | 'deviation'> {
  const scores = folds.map(({ evaluation }) => evaluation.accuracy ?? evaluation.mae)
  const known = scores.filter((score) => score !== undefined)
  if (known.length === 0) return {}
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length
  const squares = known.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
  return { mean, ...(known.length > 1 && { deviation: Math.sqrt(squares / (known.length - 1)) }) }
}
