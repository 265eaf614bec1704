/** Changed copies of training windows, and a look at some before training. */
import { AppError } from '../../shared/contract/errors.ts'
import { featureShape } from '../../shared/dsp/feature-shape.ts'
import { windowFeatures } from '../../shared/dsp/impulse-features.ts'
import { frequencyOf, segmentsOf, windowReadings, type Segment } from '../../shared/dsp/windows.ts'
import type { Augmentation, Impulse, NetworkBlock } from '../../shared/model/impulse.ts'
import { diceOf } from '../../shared/nn/augment/dice.ts'
import { augmentFeatures, augmentReadings, changesReadings, type WindowKind } from '../../shared/nn/augment/window.ts'
import { rowsOf, type Rows } from '../../shared/nn/rows.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import type { LearningData, LearningInput } from './learning-data.ts'
import type { SignalSample, TaskContext, Tasks, WindowSet } from './tasks.ts'

export interface AugmentInput extends LearningInput {
  /** Readings of the samples, where copies change them. */
  signals?: SignalSample[] | undefined
}

interface Copying {
  input: AugmentInput
  learn: NetworkBlock
  augmentation: Augmentation
  runtime: Runtime
}

/** The rows to learn from: those of the training samples as they are, then their copies, in the order of the windows. */
export function augmentedRows(
  { input, learn, data }: { input: AugmentInput; learn: NetworkBlock; data: Pick<LearningData, 'names' | 'train'> },
  context: Pick<TaskContext<Tasks['train']['progress']>, 'cancelled' | 'progress'>,
  runtime: Runtime,
): Rows {
  const { augmentation } = learn
  if (!augmentation) return data.train
  const { windows, samples } = input
  const learned = new Set(data.train.sampleIds)
  const places = [...windows.sampleIds.keys()].filter((row) => learned.has(windows.sampleIds[row]!))
  const maker = copyMaker({ input, learn, augmentation, runtime })
  const width = windows.featureCount
  const all = places.length * (augmentation.copies + 1)
  const features = new Float32Array(all * width)
  const sampleIds = new Int32Array(all)
  const put = (row: number, place: number, values: Float32Array): void => {
    features.set(values, row * width)
    sampleIds[row] = windows.sampleIds[place]!
  }
  places.forEach((place, row) => put(row, place, windows.features.subarray(place * width, (place + 1) * width)))
  for (let copy = 0; copy < augmentation.copies; copy++)
    places.forEach((place, index) => {
      if (context.cancelled()) throw new AppError('app/cancelled')
      if (index === 0) context.progress({ stage: 'augmenting', epoch: null, epochs: learn.training.trainingCycles })
      put((copy + 1) * places.length + index, place, maker(place, copy).features)
    })
  const chosen = samples.filter(({ id }) => learned.has(id))
  return rowsOf(learn, data.names, { windows: { featureCount: width, features, sampleIds }, samples: chosen })
}

interface Copy {
  /** Absent where the readings stay as they are. */
  readings?: Float32Array
  features: Float32Array
}

type CopyMaker = (place: number, copy: number) => Copy

/** place: the row of the window in `input.windows`. */
function copyMaker({ input, learn, augmentation, runtime }: Copying): CopyMaker {
  const { impulse, windows } = input
  const shape = featureShape(impulse, learn.id)
  const readings = changesReadings(augmentation) ? readingsMaker(input, augmentation) : undefined
  return (place, copy) => {
    const random = diceOf({ seed: learn.training.seed, row: place, copy })
    const changed = readings?.(place, random)
    const width = windows.featureCount
    const plain = windows.features.subarray(place * width, (place + 1) * width)
    const features = changed ? windowFeatures(runtime, impulse, learn.id, changed) : plain
    return {
      ...(changed && { readings: changed }),
      features: augmentFeatures(features, shape, { augmentation, random }),
    }
  }
}

function readingsMaker(
  { impulse, windows, signals = [] }: AugmentInput,
  augmentation: Augmentation,
): (place: number, random: ReturnType<typeof diceOf>) => Float32Array {
  const cut = windowCutter(impulse, signals)
  const at = (place: number): Float32Array => cut(windows.sampleIds[place]!, windows.startMs[place]!)
  const kind = kindOf(impulse)
  const mixes = (augmentation.sound?.backgroundMix ?? 0) > 0
  const known = new Set(signals.map(({ id }) => id))
  const others = mixes ? [...windows.sampleIds.keys()].filter((row) => known.has(windows.sampleIds[row]!)) : []
  return (place, random) => {
    const other = others.length > 0 ? others[random.nextBelow(others.length)] : undefined
    const background = other === undefined ? undefined : at(other)
    return augmentReadings({ values: at(place), background }, kind, { augmentation, random })
  }
}

function kindOf({ input }: Impulse): WindowKind {
  const size = input.kind === 'image' ? { width: input.imageWidth, height: input.imageHeight } : undefined
  return { axes: input.axes, rateHz: frequencyOf(input), size }
}

/** Cuts windows out of samples; each sample is brought to the impulse's rate once. */
function windowCutter(
  impulse: Impulse,
  signals: readonly SignalSample[],
): (id: number, startMs: number) => Float32Array {
  const byId = new Map(signals.map((sample) => [sample.id, sample]))
  const segments = new Map<number, Segment[]>()
  const { input } = impulse
  const [rows, axes] = [windowReadings(input), input.axes.length]
  return (id, startMs) => {
    const sample = byId.get(id)
    if (!sample) throw new Error(`no readings of sample ${id}`)
    const own = segments.get(id) ?? segmentsOf(input, sample)
    segments.set(id, own)
    const segment = own.findLast((one) => one.startMs <= startMs + 1e-6) ?? own[0]
    const window = new Float32Array(rows * axes)
    if (!segment) return window
    const start = Math.round(((startMs - segment.startMs) * frequencyOf(input)) / 1000)
    window.set(segment.values.subarray(start * axes, (start + rows) * axes))
    return window
  }
}

/** The first window of a sample, as it is and as its copies are. */
export function augmentPreviewTask(
  input: Tasks['augmentPreview']['input'],
  runtime: Runtime,
): Tasks['augmentPreview']['output'] {
  const { learn, augmentation, windows, sampleId, startMs, impulse } = input
  const place = nearestWindow(windows, sampleId, startMs)
  const width = windows.featureCount
  const maker = copyMaker({ input: { ...input, learnId: learn.id }, learn, augmentation, runtime })
  const readings = windowCutter(impulse, input.signals)(sampleId, windows.startMs[place]!)
  const copies = Array.from({ length: augmentation.copies }, (_, copy) => maker(place, copy))
  return {
    axes: impulse.input.axes,
    rateHz: frequencyOf(impulse.input),
    shape: featureShape(impulse, learn.id),
    original: { readings, features: windows.features.slice(place * width, (place + 1) * width) },
    copies: copies.map((copy) => ({ readings: copy.readings ?? readings, features: copy.features.slice() })),
  }
}

function nearestWindow(windows: WindowSet, sampleId: number, startMs: number): number {
  const own = [...windows.sampleIds.keys()].filter((row) => windows.sampleIds[row] === sampleId)
  const [first] = own
  if (first === undefined)
    throw new AppError('data/invalid-sample', {
      message: 'The window does not fit into this sample.',
      hint: 'Choose a longer sample, or a shorter window.',
    })
  const away = (row: number): number => Math.abs(windows.startMs[row]! - startMs)
  return own.reduce((best, row) => (away(row) < away(best) ? row : best), first)
}
