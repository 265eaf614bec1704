/** Which learning rate suits a network and its data. */
import { suggestLearningRate } from '../../shared/nn/learn.ts'
import type { RateFinding } from '../../shared/nn/learning-rate-finder.ts'
import { learningData, networkOf, type LearningInput } from './learning-data.ts'
import type { TaskContext } from './tasks.ts'
import type { Engines } from './train-task.ts'

export function findRateTask(input: LearningInput, context: TaskContext<never>, engines: Engines): RateFinding {
  const learn = networkOf(input)
  const { train } = learningData(input, learn)
  return suggestLearningRate({ learn, train, kernels: engines.kernels, shouldCancel: context.cancelled })
}
