/** Bring your own model: a file is looked at, given its meaning, and becomes the run in use. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { CallContext, Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { ParsedInput } from '../../shared/contract/operations.ts'
import type { InputScaling, InspectedModel } from '../../shared/contract/operations/imported.ts'
import { describeImpulse } from '../../shared/dsp/describe.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import { outputNames } from '../../shared/nn/rows.ts'
import { type ForeignModel, type ModelFile, readForeignModel } from '../jobs/foreign-model.ts'
import type { RunningJob } from '../jobs/job-list.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { encodeBlob, encodeImpulse } from './blob-codec.ts'
import type { Context } from './context.ts'
import { forBlock, inputsHash } from './model-store.ts'
import { sampleFacts } from './sample-facts.ts'

type ImportedHandlers = Pick<Handlers, 'models/inspect' | 'models/import'>
type Given = Pick<ParsedInput<'models/import'>, 'paths' | 'files'>

/** Far more than any microcontroller holds. */
const MOST_BYTES = 256 * 1024 * 1024
const IMPORT_JOB = 'Import model'

export function importedHandlers(context: Context): ImportedHandlers {
  return {
    'models/inspect': (input) => inspect(context.project(), readForeignModel(modelFiles(input)), undefined),
    'models/import': (input, call) =>
      context.jobs.run(
        { name: IMPORT_JOB, page: 'conversion', signal: call.signal },
        (job) => importModel(context, input, { job, call }),
        (run) => `Model ${run.modelHash.slice(0, 6)}`,
      ),
  }
}

/** Beside a model.json lie its weights: they come along. */
function modelFiles({ paths, files }: Given): ModelFile[] {
  const all = paths.flatMap((path) => [path, ...weightFilesBeside(path)])
  return [...files, ...[...new Set(all)].map(readModelFile)]
}

function weightFilesBeside(path: string): string[] {
  if (!path.toLowerCase().endsWith('.json')) return []
  try {
    const names = readdirSync(dirname(path)).filter((name) => name.endsWith('.bin'))
    return names.map((name) => join(dirname(path), name))
  } catch {
    // The file itself is then told to be missing.
    return []
  }
}

function readModelFile(path: string): ModelFile {
  try {
    if (statSync(path).size > MOST_BYTES)
      throw new AppError('model/too-large', { message: `${basename(path)} is larger than any board can hold.` })
    return { name: basename(path), bytes: new Uint8Array(readFileSync(path)) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('file/not-found', { message: `There is no file ${path}.`, cause })
  }
}

function networkIn(impulse: Impulse, learnId: string | undefined): NetworkBlock {
  const found = impulse.learn.filter(isNetworkBlock).find(({ id }) => learnId === undefined || id === learnId)
  if (found) return found
  throw new AppError('impulse/invalid', { message: 'The impulse has no network whose place the model could take.' })
}

function inspect(project: ProjectFile, model: ForeignModel, learnId: string | undefined): InspectedModel {
  const impulse = project.impulse()
  if (!impulse) throw new AppError('impulse/none')
  const learn = networkIn(impulse, learnId)
  const blocks = describeImpulse(impulse, []).dsp.map(({ id, features }) => ({
    id,
    features,
    name: impulse.dsp.find((block) => block.id === id)?.block ?? id,
  }))
  const { name, format, shape, inputs, outputs, network } = model
  const suggested = suggestedInputs(learn, blocks, inputs)
  const picture = suggested.length === 1 && blocks.some((one) => one.id === suggested[0] && one.name === 'image')
  const range = network.precision === 'int8' ? rangeOf(network.int8.input) : undefined
  return {
    name,
    format,
    precision: network.precision,
    shape,
    inputs,
    outputs,
    ...(range && { range }),
    ...labelsFor(project, learn, model),
    scaling: scalingFor(model, range, picture),
    scalings: [...(model.scaler ? (['own'] as const) : []), 'none', 'to-255', 'to-plus-minus-1', 'standard-scaler'],
    blocks,
    learnId: learn.id,
    suggested,
  }
}

function rangeOf({ scale, zeroPoint }: { scale: number; zeroPoint: number }): { low: number; high: number } {
  return { low: (-128 - zeroPoint) * scale, high: (127 - zeroPoint) * scale }
}

type Block = InspectedModel['blocks'][number]

/** What the network takes already, else all blocks, else the one that makes as many features. */
function suggestedInputs(learn: NetworkBlock, blocks: Block[], inputs: number): string[] {
  const count = (ids: readonly string[]): number =>
    ids.reduce((sum, id) => sum + (blocks.find((block) => block.id === id)?.features ?? 0), 0)
  const choices = [learn.inputs, blocks.map(({ id }) => id), ...blocks.map(({ id }) => [id])]
  return choices.find((ids) => count(ids) === inputs) ?? []
}

function labelsFor(
  project: ProjectFile,
  learn: NetworkBlock,
  { labels, outputs }: ForeignModel,
): Pick<InspectedModel, 'labels' | 'labelsFrom'> {
  if (labels) return { labels, labelsFrom: 'file' }
  const own = outputNames(learn, sampleFacts(project))
  if (own.length === outputs) return { labels: own, labelsFrom: 'project' }
  return { labels: Array.from({ length: outputs }, (_, index) => `output ${index + 1}`), labelsFrom: 'numbers' }
}

/** Pictures come as 0 … 1; what the model was made for shows in the range of its input. */
function scalingFor(model: ForeignModel, range: InspectedModel['range'], picture: boolean): InputScaling {
  if (model.scaler) return 'own'
  if (!picture || !range) return 'none'
  if (range.high > 100) return 'to-255'
  return range.low < -0.5 && range.high < 1.5 ? 'to-plus-minus-1' : 'none'
}

async function importModel(
  context: Context,
  input: ParsedInput<'models/import'>,
  { job, call }: { job: RunningJob; call: CallContext<'models/import'> },
): Promise<Run> {
  const project = context.project()
  const files = modelFiles(input)
  const model = readForeignModel(files)
  const known = inspect(project, model, input.learnId)
  const whole = project.impulse()
  if (!whole) throw new AppError('impulse/none')
  const chosen = input.inputs ?? known.suggested
  if (chosen.length === 0) throw noBlock(known)
  const own = forBlock(whole, known.learnId)
  const impulse = { ...own, learn: own.learn.map((block) => ({ ...block, inputs: chosen })) }
  const tell = (stage: string, done: number, total: number): void => {
    job.progress(stage, done, total)
    call.progress({ stage, done, total })
  }
  const { windows, hash } = await context.features.compute(project, impulse, {
    signal: job.signal,
    onProgress: (done, total) => tell('features', done, total),
  })
  tell('converting', 0, 0)
  const { run, blobs, division } = await context.compute.run(
    'importModel',
    {
      impulse,
      learnId: known.learnId,
      windows,
      samples: sampleFacts(project),
      files,
      labels: input.labels ?? known.labels,
      scaling: input.scaling ?? known.scaling,
    },
    { signal: job.signal },
  )
  const { name, format, precision } = known
  const made = project.addRun(
    {
      ...run,
      featuresHash: hash,
      inputsHash: inputsHash(project, impulse, hash),
      imported: { name, format, precision },
    },
    {
      weights: encodeBlob('weights', blobs.graph),
      quant: encodeBlob('quant', blobs.quant),
      tflite: blobs.tflite,
      pack: blobs.pack,
      impulse: encodeImpulse(impulse),
      division: encodeBlob('division', division),
    },
  )
  context.changed()
  return made
}

function noBlock({ inputs, shape, blocks }: InspectedModel): AppError {
  const given = blocks.map(({ id, features }) => `${id} ${features}`).join(', ')
  return new AppError('model/wrong-ends', {
    message: `The model takes ${inputs} values (${shape.join(' × ')}). The blocks of the impulse give: ${given}.`,
  })
}
