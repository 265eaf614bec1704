/** Training and conversion in one go: windows in, a run and its model out. */
import type { Kernels } from '../../shared/nn/kernels.ts'
import { learnRows, type LearnRequest } from '../../shared/nn/learn.ts'
import type { EpochControl } from '../../shared/nn/pace.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import { augmentedRows } from './augment-task.ts'
import { finishRun } from './finish-run.ts'
import { learningData, networkOf } from './learning-data.ts'
import type { TaskContext, Tasks } from './tasks.ts'

type Input = Tasks['train']['input']
type Output = Tasks['train']['output']

export interface Engines {
  runtime: Runtime
  kernels: Kernels
}

export interface TrainWith extends Engines {
  /** Asked after every epoch, where the network is described by code that asks for it. */
  control?: EpochControl | undefined
  /** TensorFlow.js instead of the own engine. */
  makeNetwork?: LearnRequest['makeNetwork']
}

export function trainTask(input: Input, context: TaskContext<Tasks['train']['progress']>, engines: TrainWith): Output {
  const { control, makeNetwork } = engines
  const learn = networkOf(input)
  const { training: settings } = learn
  const data = learningData(input, learn)
  const { validation } = data
  const result = learnRows({
    learn,
    train: augmentedRows({ input, learn, data }, context, engines.runtime),
    ...(validation.sampleIds.length > 0 && { validation }),
    kernels: engines.kernels,
    ...(input.resume && { resume: input.resume }),
    ...(control && { control }),
    ...(makeNetwork && { makeNetwork }),
    shouldCancel: context.cancelled,
    shouldStop: context.stopped,
    onEpoch: (epoch) => context.progress({ stage: 'training', epoch, epochs: settings.trainingCycles }),
  })
  const { graph, state, ...course } = result
  context.progress({ stage: 'converting', epoch: null, epochs: settings.trainingCycles })
  return { ...finishRun(input, { learn, data, graph, course }, engines), state, division: data.division }
}
