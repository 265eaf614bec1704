/** One round of making a model smaller, and the run it becomes. */
import type { Compression } from '../../shared/model/compression.ts'
import type { NetworkBlock } from '../../shared/model/impulse.ts'
import { compress } from '../../shared/quantize/compression/compress.ts'
import { finishRun } from './finish-run.ts'
import { learningData, networkOf } from './learning-data.ts'
import type { TaskContext, Tasks } from './tasks.ts'
import type { Engines } from './train-task.ts'

export function compressTask(
  input: Tasks['compress']['input'],
  context: TaskContext<Tasks['compress']['progress']>,
  engines: Engines,
): Tasks['compress']['output'] {
  const learn = convertedAsAsked(networkOf(input), input.compression)
  const data = learningData(input, learn)
  const { train, validation } = data
  const { compression } = input
  const started = performance.now()
  const { graph, ranges } = compress({
    learn,
    graph: input.graph,
    compression,
    train,
    ...(validation.sampleIds.length > 0 && { validation }),
    kernels: engines.kernels,
    shouldCancel: context.cancelled,
    shouldStop: context.stopped,
    onProgress: (stage, epoch, epochs) => context.progress({ stage, epoch, epochs }),
  })
  context.progress({ stage: 'converting', epoch: 0, epochs: 0 })
  const course = { epochs: [], bestEpoch: 0, stopped: context.stopped(), trainMs: performance.now() - started }
  // Shared values stay few only where all weights of a layer have one step size.
  const weightScales = compression.clustering ? 'per-tensor' : 'per-channel'
  const conversion = { ...(ranges && { ranges }), weightScales } as const
  return { ...finishRun(input, { learn, data, graph, course, conversion }, engines), division: data.division }
}

function convertedAsAsked(learn: NetworkBlock, { conversion }: Compression): NetworkBlock {
  return conversion ? { ...learn, training: { ...learn.training, conversion } } : learn
}
