/** Windows with what is true of them: what a learning block learns from and is judged by. */
import type { NetworkBlock } from '../model/impulse.ts'

/** What is known of a sample beside its windows. */
export interface KnownSample {
  id: number
  label: string
  metadata: Record<string, string>
}

export interface WindowFeatures {
  featureCount: number
  /** `[windows, featureCount]`, row-major. */
  features: Float32Array
  sampleIds: Int32Array
}

export type Truth =
  /** One label a row, an index into `names`. */
  | { kind: 'label'; labels: Int32Array }
  /** `[rows, names]`: 1 for each label a row has, else 0. */
  | { kind: 'several'; targets: Float32Array }
  /** `[rows, names]`. */
  | { kind: 'value'; targets: Float32Array }

export interface Rows {
  /** `[rows, inputs]`, row-major. */
  features: Float32Array
  inputs: number
  /** Labels, or what the values are. */
  names: string[]
  truth: Truth
  sampleIds: Int32Array
  /** How many samples the rows are from. */
  samples: number
}

const BETWEEN_LABELS = ','

export function labelsOfSample({ label }: Pick<KnownSample, 'label'>): string[] {
  const parts = label.split(BETWEEN_LABELS).map((part) => part.trim())
  return [...new Set(parts.filter((part) => part !== ''))]
}

/** The number a sample stands for, or undefined where there is none. */
export function valueOfSample(sample: KnownSample, target: string | undefined): number | undefined {
  const text = (target === undefined ? sample.label : sample.metadata[target])?.trim() ?? ''
  const value = Number(text)
  return text !== '' && Number.isFinite(value) ? value : undefined
}

/** What the outputs are: labels in alphabetical order, or the name of the value. */
export function outputNames(learn: NetworkBlock, samples: readonly KnownSample[]): string[] {
  if (learn.block === 'regression') return [learn.target ?? 'value']
  const labels = learn.multiLabel ? samples.flatMap(labelsOfSample) : samples.map(({ label }) => label)
  return [...new Set(labels)].sort()
}

/** Rows of the windows whose samples are given and have something to say about the outputs. */
export function rowsOf(
  learn: NetworkBlock,
  names: string[],
  { windows, samples }: { windows: WindowFeatures; samples: readonly KnownSample[] },
): Rows {
  const known = new Map(
    samples.flatMap((sample) => {
      const truth = truthOf(learn, names, sample)
      return truth ? [[sample.id, truth] as const] : []
    }),
  )
  const places = [...windows.sampleIds.keys()].filter((row) => known.has(windows.sampleIds[row]!))
  const features = new Float32Array(places.length * windows.featureCount)
  places.forEach((row, index) => {
    const from = row * windows.featureCount
    features.set(windows.features.subarray(from, from + windows.featureCount), index * windows.featureCount)
  })
  const sampleIds = Int32Array.from(places, (row) => windows.sampleIds[row]!)
  const truths = Array.from(sampleIds, (id) => known.get(id) ?? [])
  return {
    features,
    inputs: windows.featureCount,
    names,
    truth: joined(learn, truths, names.length),
    sampleIds,
    samples: new Set(sampleIds).size,
  }
}

function joined(learn: NetworkBlock, truths: readonly number[][], outputs: number): Truth {
  const kind = answersOf(learn)
  if (kind === 'label') return { kind, labels: Int32Array.from(truths, ([label = -1]) => label) }
  const targets = new Float32Array(truths.length * outputs)
  truths.forEach((values, row) => targets.set(values, row * outputs))
  return { kind, targets }
}

export function answersOf(learn: NetworkBlock): Truth['kind'] {
  if (learn.block === 'regression') return 'value'
  return learn.multiLabel ? 'several' : 'label'
}

export function hasTruth(learn: NetworkBlock, names: readonly string[], sample: KnownSample): boolean {
  return truthOf(learn, names, sample) !== undefined
}

/** The index of a label, a share for each of several labels, or a value; undefined where the sample has none of them. */
function truthOf(learn: NetworkBlock, names: readonly string[], sample: KnownSample): number[] | undefined {
  if (learn.block === 'regression') {
    const value = valueOfSample(sample, learn.target)
    return value === undefined ? undefined : [value]
  }
  if (!learn.multiLabel) {
    const label = names.indexOf(sample.label)
    return label < 0 ? undefined : [label]
  }
  const own = labelsOfSample(sample)
  return names.map((name) => (own.includes(name) ? 1 : 0))
}
