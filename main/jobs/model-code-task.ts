/** Expert mode in the worker: trying the code of a network, and training with it. */
import { describeImpulse } from '../../shared/dsp/describe.ts'
import { featureShape } from '../../shared/dsp/feature-shape.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { ModelContext } from '../../shared/model/model-code.ts'
import { outputNames } from '../../shared/nn/rows.ts'
import type { EpochControl } from '../../shared/nn/pace.ts'
import { estimateModel } from '../deploy/estimate.ts'
import { ModelProgram } from '../sandbox/model-code.ts'
import { networkOf } from './learning-data.ts'
import type { SampleFacts, TaskContext, Tasks } from './tasks.ts'

function contextFor(impulse: Impulse, learn: NetworkBlock, labels: string[]): ModelContext {
  const shape = featureShape(impulse, learn.id)
  return { inputs: shape.reduce((product, size) => product * size, 1), shape, labels }
}

function withBlock(impulse: Impulse, learn: NetworkBlock): Impulse {
  return { ...impulse, learn: impulse.learn.map((block) => (block.id === learn.id ? learn : block)) }
}

/** Layers that have no int8 form, and what of the code stays behind on the computer. */
function notConverted(
  impulse: Impulse,
  learn: NetworkBlock,
  labels: number,
): { parameters: number; problems: string[] } {
  const described = describeImpulse({ ...withBlock(impulse, learn), learn: [learn] }, [])
  try {
    const { parameters } = estimateModel({ ...impulse, learn: [learn] }, { ...described, labels })
    return { parameters, problems: [] }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'model/unsupported') throw error
    return { parameters: 0, problems: [error.message] }
  }
}

export async function runModelCodeTask(
  { impulse, learnId, labels }: Tasks['runModelCode']['input'],
  task: TaskContext<never>,
): Promise<Tasks['runModelCode']['output']> {
  const learn = networkOf({ impulse, learnId })
  if (!learn.code) throw new AppError('impulse/invalid', { message: `The network "${learnId}" holds no code.` })
  const program = await ModelProgram.open(learn.code.text, { cancelled: task.cancelled, beat: task.beat })
  try {
    const block = program.describe(learn, contextFor(impulse, learn, labels))
    return { block, ...notConverted(impulse, block, labels.length), hasHook: program.hasHook, lines: program.lines() }
  } finally {
    program.dispose()
  }
}

type Training = Pick<Tasks['train']['input'], 'impulse' | 'learnId'> & { samples: SampleFacts[] }

/** Trains with what the code describes, and asks its hook after every epoch. */
export async function withModelCode<I extends Training, T>(
  input: I,
  task: Pick<TaskContext<never>, 'cancelled' | 'beat'>,
  work: (input: I, control: EpochControl | undefined) => Promise<T>,
): Promise<T> {
  const learn = input.impulse.learn.find((block) => block.id === input.learnId)
  if (!learn || !isNetworkBlock(learn) || !learn.code) return work(input, undefined)
  const { seed, trainingCycles } = learn.training
  const program = await ModelProgram.open(learn.code.text, { cancelled: task.cancelled, beat: task.beat })
  try {
    const names = outputNames(
      learn,
      input.samples.filter((sample) => sample.split !== 'test'),
    )
    const described = program.describe(learn, contextFor(input.impulse, learn, names))
    // These two can be asked for with the training itself; the code has set them when it was last run.
    const block = { ...described, training: { ...described.training, seed, trainingCycles } }
    const control: EpochControl = (epoch, learningRate) => program.onEpoch(epoch, learningRate)
    return await work({ ...input, impulse: withBlock(input.impulse, block) }, program.hasHook ? control : undefined)
  } finally {
    program.dispose()
  }
}
