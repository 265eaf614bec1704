/** What int8 changes in a model, on windows it has not learned from. */
import type { Handlers } from '../../shared/contract/api.ts'
import { programCost } from '../../shared/codegen/graph-cost.ts'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import type { Output } from '../../shared/contract/operations.ts'
import { deployedGraph } from '../../shared/quantize/quant-model.ts'
import type { TensorGraph } from '../../shared/quantize/tensor-graph.ts'
import type { WindowSet } from '../jobs/tasks.ts'
import type { Context } from './context.ts'
import { modelOfRun, runWithId, trainedModel } from './model-store.ts'
import { testedWindows } from './testing.ts'

type QuantizeHandlers = Pick<Handlers, 'quantize/report' | 'quantize/operators'>

export const REPORT_JOB = 'Compare float and int8'

/** At most so many windows, evenly over all of them. */
function spread(windows: WindowSet, limit: number): WindowSet {
  const { featureCount, features, sampleIds, startMs } = windows
  const count = Math.min(limit, sampleIds.length)
  const rows = Array.from({ length: count }, (_, index) => Math.floor((index * sampleIds.length) / count))
  const chosen = new Float32Array(count * featureCount)
  rows.forEach((row, at) => {
    chosen.set(features.subarray(row * featureCount, (row + 1) * featureCount), at * featureCount)
  })
  return {
    ...windows,
    features: chosen,
    sampleIds: Int32Array.from(rows, (row) => sampleIds[row]!),
    startMs: Float32Array.from(rows, (row) => startMs[row]!),
  }
}

function operatorsOf(graph: TensorGraph): Output<'quantize/operators'> {
  const shapeOf = (tensor: number | undefined): number[] => graph.tensors[tensor ?? -1]?.shape ?? []
  return {
    operators: graph.steps.map(({ name, inputs, output, macs }) => ({
      name,
      inputShape: shapeOf(inputs[0]),
      outputShape: shapeOf(output),
      macs,
    })),
    arenaBytes: programCost(graph, graphProgram(graph)).arenaBytes,
  }
}

export function quantizeHandlers(context: Context): QuantizeHandlers {
  return {
    'quantize/operators': ({ runId }) => {
      const project = context.project()
      const { quant } = runId === undefined ? trainedModel(project) : modelOfRun(project, runWithId(project, runId))
      return operatorsOf(deployedGraph(quant))
    },
    'quantize/report': ({ runId, split, limit }, call) =>
      context.jobs.run(
        { name: REPORT_JOB, page: 'conversion', signal: call.signal },
        async (job) => {
          const { model, windows } = await testedWindows(context, { runId, split, precision: 'float' }, job.signal)
          const report = await context.compute.run(
            'quantizeReport',
            { model: { graph: model.graph, quant: model.quant }, windows: spread(windows, limit) },
            {
              signal: job.signal,
              onProgress({ done, total }) {
                job.progress('layers', done, total)
                call.progress({ stage: 'layers', done, total })
              },
            },
          )
          return { ...report, modelHash: model.run.modelHash }
        },
        ({ windows, agree }) => `${agree} of ${windows} windows have the same answer`,
      ),
  }
}
