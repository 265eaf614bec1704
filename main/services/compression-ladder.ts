/** Float, int8 and every smaller model side by side, on the same samples. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Output } from '../../shared/contract/operations.ts'
import type { TestResult } from '../../shared/contract/operations/models.ts'
import type { Rung } from '../../shared/contract/operations/compression.ts'
import { compressionWords } from '../../shared/model/compression.ts'
import type { Precision, Run } from '../../shared/model/run.ts'
import type { Split } from '../../shared/model/sample.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { floatWeights, int8Weights, weightSizes } from '../../shared/quantize/compression/weight-sizes.ts'
import { latestRun, modelOfRun } from './model-store.ts'
import { runTest } from './testing.ts'

interface LadderOptions {
  signal: AbortSignal
  onProgress: (done: number, total: number) => void
}

/** The family of the run in use: the run it all began with, and everything made of that. */
function familyOf(project: ProjectFile, inUse: Run): Run[] {
  const runs = project.runs()
  const parentOf = (run: Run): Run | undefined => runs.find(({ id }) => id === run.parentId)
  const rootOf = (run: Run): Run => {
    let root = run
    for (let parent = parentOf(root); parent; parent = parentOf(root)) root = parent
    return root
  }
  const root = rootOf(inUse)
  return runs.filter((run) => rootOf(run).id === root.id)
}

export async function compressionLadder(
  context: Context,
  split: Split,
  { signal, onProgress }: LadderOptions,
): Promise<Output<'compression/ladder'>> {
  const project = context.project()
  const inUse = latestRun(project)
  if (!inUse) throw new AppError('training/no-model')
  const family = familyOf(project, inUse)
  const steps = family.flatMap((run): { run: Run; precision: Precision }[] =>
    run.parentId === undefined && run.imported?.precision !== 'int8'
      ? [
          { run, precision: 'float' },
          { run, precision: 'int8' },
        ]
      : [{ run, precision: 'int8' }],
  )
  const rungs: Rung[] = []
  let first: TestResult | undefined
  for (const [index, { run, precision }] of steps.entries()) {
    onProgress(index, steps.length)
    // One after the other: all share the compute worker, and each can be cancelled.
    const result = await runTest(context, { runId: run.id, precision, split }, signal)
    first ??= result
    rungs.push({ ...rungOf(project, run, precision), inUse: run.id === inUse.id, ...compared(first, result) })
  }
  return { split, samples: first?.samples ?? 0, rungs }
}

function rungOf(project: ProjectFile, run: Run, precision: Precision): Omit<Rung, 'inUse' | 'evaluation' | 'changed'> {
  const { graph, quant } = modelOfRun(project, run)
  const weights = precision === 'float' ? floatWeights(graph) : int8Weights(quant)
  const int8 = precision === 'int8'
  return {
    runId: run.id,
    precision,
    name: nameOf(run, precision),
    modelHash: run.modelHash,
    parameters: run.parameters,
    macs: run.macs,
    ...weightSizes(weights),
    flashBytes: int8 ? run.flashBytes : null,
    ramBytes: int8 ? run.ramBytes : null,
  }
}

function nameOf({ compression }: Run, precision: Precision): string {
  if (!compression) return precision
  return ['int8', ...compressionWords(compression)].join(', ')
}

function compared(first: TestResult, result: TestResult): Pick<Rung, 'evaluation' | 'changed'> {
  const { samples: _samples, precision: _precision, split: _split, modelHash: _hash, perSample, ...evaluation } = result
  const before = new Map(first.perSample.map((one) => [one.sampleId, one.predicted]))
  const changed = perSample.flatMap(({ sampleId, name, label, predicted }) => {
    const earlier = before.get(sampleId)
    return earlier === undefined || earlier === predicted
      ? []
      : [{ sampleId, name, label, before: earlier, after: predicted }]
  })
  return { evaluation, changed }
}
