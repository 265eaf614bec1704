/** The map of all samples: features, projection, and what the model says of each point. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { proposeImpulse } from '../../shared/dsp/propose.ts'
import { chosenRows, type FeatureTable, spreadRows } from '../../shared/explorer/table.ts'
import { type Impulse, impulseSchema, isNetworkBlock } from '../../shared/model/impulse.ts'
import { type Sample, SPLITS } from '../../shared/model/sample.ts'
import type { WindowSet } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { createUnlabelledFeatures, type UnlabelledFeatures } from './unlabelled-features.ts'
import { impulseProblems, summariesOf } from './impulse-service.ts'
import { latestRun, trainedModel } from './model-store.ts'
import { bySample, joinedWindows, windowTable } from './window-rows.ts'

type ExplorerHandlers = Pick<Handlers, 'explorer/map' | 'explorer/measures'>

const MAP_JOB = 'Map of samples'
/** More rows take minutes; the rest is told. */
const UMAP_ROWS = 5000
const NAMED_FEATURES = 50

export function explorerHandlers(context: Context): ExplorerHandlers {
  const unlabelled = createUnlabelledFeatures(context.compute)
  /** A map that is being made; the next one waits until it has let go. */
  let running: Promise<unknown> = Promise.resolve()

  return {
    'explorer/map': async (input, call) => {
      const made = await mappedWindows(context, unlabelled, call)
      const windows = input.of === 'samples' ? bySample(made.windows) : made.windows
      const total = windows.sampleIds.length
      const rows = spreadRows(total, input.projection === 'umap' ? Math.min(input.limit, UMAP_ROWS) : input.limit)
      const table = chosenRows(windowTable(windows), rows)
      const { projection, dimensions, neighbours, seed, features = [0, 1, 2] } = input
      const { featureNames } = windows
      const work = (signal: AbortSignal, progress: (stage: string, done: number, total: number) => void) =>
        context.compute.run(
          'project',
          { table, featureNames, projection, features, dimensions, neighbours, seed },
          { signal, onProgress: ({ stage, done, total: all }) => progress(stage, done, all) },
        )
      const tell = (stage: string, done: number, all: number): void => call.progress({ stage, done, total: all })
      const before = running.catch(() => undefined)
      const projecting =
        projection === 'umap'
          ? before.then(() =>
              context.jobs.run(
                { name: MAP_JOB, page: 'explorer', signal: call.signal },
                (job) =>
                  work(job.signal, (...step) => {
                    job.progress(...step)
                    tell(...step)
                  }),
                () => `${rows.length} points`,
              ),
            )
          : work(call.signal, tell)
      running = projecting.catch(() => undefined)
      const { points, axisTitles } = await projecting
      const columns = columnsOf(context.project(), windows, rows)
      const predicted = await predictions(context, made, { table, rows: rows.length, signal: call.signal })
      return { points, axisTitles, ...columns, ...predicted, total, featureNames, proposed: made.proposed }
    },
    'explorer/measures': async ({ limit }, call) => {
      const { windows } = await mappedWindows(context, unlabelled, call)
      const labelled = columnsOf(context.project(), windows, Int32Array.from(windows.sampleIds.keys()))
      const known = Int32Array.from(labelled.label.keys()).filter((row) => labelled.label[row]! >= 0)
      const rows = spreadRows(known.length, limit).map((place) => known[place]!)
      const labels = rows.map((row) => labelled.label[row]!)
      const samples = rows.map((row) => windows.sampleIds[row]!)
      const { importance, pairs } = await context.compute.run(
        'measure',
        { table: chosenRows(windowTable(windows), rows), labels, samples },
        { signal: call.signal },
      )
      const ranked = [...importance.entries()].toSorted(([, left], [, right]) => right - left)
      return {
        windows: rows.length,
        total: known.length,
        importance: ranked.slice(0, NAMED_FEATURES).map(([feature, score]) => ({
          feature,
          name: windows.featureNames[feature] ?? `feature ${feature}`,
          score,
        })),
        pairs: pairs.map(({ first, second, ...counts }) => ({
          first: labelled.labels[first] ?? '',
          second: labelled.labels[second] ?? '',
          ...counts,
        })),
      }
    },
  }
}

interface MappedWindows {
  windows: WindowSet
  impulse: Impulse
  proposed: boolean
}

type MapCall = Parameters<ExplorerHandlers['explorer/map']>[1]

async function mappedWindows(
  context: Context,
  unlabelled: UnlabelledFeatures,
  call: Pick<MapCall, 'signal' | 'progress'>,
): Promise<MappedWindows> {
  const project = context.project()
  const used = project.samples().filter((sample) => sample.enabled)
  const saved = usable(project)
  const impulse = saved ?? withNetwork(proposeImpulse(summariesOf(used)).impulse)
  const onProgress = (done: number, total: number): void => call.progress({ stage: 'features', done, total })
  const parts: WindowSet[] = []
  if (used.some(({ label }) => label !== null)) {
    parts.push((await context.features.compute(project, impulse, { signal: call.signal, onProgress })).windows)
  }
  const others = used.filter(({ label }) => label === null)
  if (others.length > 0)
    parts.push(await unlabelled.compute(project, impulse, others, { signal: call.signal, onProgress }))
  const [first] = parts
  if (!first) throw new AppError('data/empty')
  return { windows: parts.length === 1 ? first : joinedWindows(parts), impulse, proposed: saved === null }
}

/** The saved impulse where it can be computed. */
function usable(project: ProjectFile): Impulse | null {
  const impulse = project.impulse()
  if (!impulse || impulseProblems(project, impulse).some(({ severity }) => severity === 'error')) return null
  return withNetwork(impulse)
}

/** Features are those of the first network; an impulse without one shows all of its blocks. */
function withNetwork(impulse: Impulse): Impulse {
  if (impulse.learn.some(isNetworkBlock)) return impulse
  const inputs = impulse.dsp.map(({ id }) => id)
  const network = { id: 'explorer', block: 'classification', inputs, layers: [], training: {} }
  return impulseSchema.parse({ ...impulse, learn: [network, ...impulse.learn] })
}

function columnsOf(project: ProjectFile, windows: WindowSet, rows: Int32Array) {
  const byId = new Map(project.samples().map((sample) => [sample.id, sample]))
  const samples = Array.from(rows, (row) => byId.get(windows.sampleIds[row]!)).filter((one) => one !== undefined)
  const labels = unique(samples.flatMap(({ label }) => (label === null ? [] : [label])))
  const sessions = unique(samples.map(({ session }) => session))
  const places = placesOf(labels)
  const sessionPlaces = placesOf(sessions)
  const column = (value: (sample: Sample) => number): Int32Array => Int32Array.from(samples, value)
  return {
    labels,
    sessions,
    label: column(({ label }) => (label === null ? -1 : places.get(label)!)),
    split: column(({ split }) => SPLITS.indexOf(split)),
    session: column(({ session }) => sessionPlaces.get(session)!),
    sampleId: rows.map((row) => windows.sampleIds[row]!),
    startMs: Float32Array.from(rows, (row) => windows.startMs[row]!),
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}

function placesOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, place) => [name, place]))
}

/** What the newest model of this impulse says, where it was made from the same features. */
async function predictions(
  context: Context,
  { impulse, proposed }: MappedWindows,
  { table, rows, signal }: { table: FeatureTable; rows: number; signal: AbortSignal },
): Promise<{ predicted: Int32Array; answers: string[] }> {
  const project = context.project()
  const run = latestRun(project)
  const none = { predicted: new Int32Array(rows).fill(-1), answers: [] }
  if (!run || proposed || run.block !== 'classification') return none
  const model = trainedModel(project)
  if (context.features.hash(project, model.impulse) !== context.features.hash(project, impulse)) return none
  const scores = await context.compute.run(
    'score',
    { model: { graph: model.graph, quant: model.quant }, precision: 'int8', features: table.values },
    { signal },
  )
  const width = run.labels.length
  const predicted = Int32Array.from({ length: rows }, (_, row) => {
    const own = scores.subarray(row * width, (row + 1) * width)
    return own.reduce((best, score, place) => (score > own[best]! ? place : best), 0)
  })
  return { predicted, answers: run.labels }
}
