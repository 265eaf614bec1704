/** Rows of a window set with what is known of their samples: for the explorer, tests and tables. */
import type { FeatureTable } from '../../shared/explorer/table.ts'
import { joinFloats } from '../../shared/formats/bytes.ts'
import { SPLITS } from '../../shared/model/sample.ts'
import type { SampleFacts, WindowSet } from '../jobs/tasks.ts'

/** What is known of each window's sample, in the order of the windows. */
export function chooseRows(windows: WindowSet, samples: SampleFacts[]): SampleFacts[] {
  const byId = new Map(samples.map((sample) => [sample.id, sample]))
  return Array.from(windows.sampleIds, (id) => {
    const sample = byId.get(id)
    if (!sample) throw new Error(`window of unknown sample ${id}`)
    return sample
  })
}

/** The windows of these samples only. */
export function chosenWindows(windows: WindowSet, sampleIds: Set<number>): WindowSet {
  const rows = Int32Array.from(windows.sampleIds.keys()).filter((row) => sampleIds.has(windows.sampleIds[row]!))
  const features = new Float32Array(rows.length * windows.featureCount)
  rows.forEach((row, index) => {
    const from = row * windows.featureCount
    features.set(windows.features.subarray(from, from + windows.featureCount), index * windows.featureCount)
  })
  return {
    ...windows,
    features,
    sampleIds: rows.map((row) => windows.sampleIds[row]!),
    startMs: Float32Array.from(rows, (row) => windows.startMs[row]!),
  }
}

export interface ExplorerTable {
  rows: Int32Array
  columns: { label: Int32Array; labels: string[]; sampleId: Int32Array; startMs: Float32Array; split: Int32Array }
}

/** At most `limit` windows, evenly spread over all, with label and split as indices. */
export function explorerRows(windows: WindowSet, samples: SampleFacts[], limit: number): ExplorerTable {
  const total = windows.sampleIds.length
  const count = Math.min(total, limit)
  const rows = Int32Array.from({ length: count }, (_, index) => Math.floor((index * total) / count))
  const facts = chooseRows(windows, samples)
  const labels = [...new Set(samples.map((sample) => sample.label))].sort()
  return {
    rows,
    columns: {
      labels,
      label: rows.map((row) => labels.indexOf(facts[row]!.label)),
      split: rows.map((row) => SPLITS.indexOf(facts[row]!.split)),
      sampleId: rows.map((row) => windows.sampleIds[row]!),
      startMs: Float32Array.from(rows, (row) => windows.startMs[row]!),
    },
  }
}

export function windowTable({ sampleIds, featureCount, features }: WindowSet): FeatureTable {
  return { rows: sampleIds.length, columns: featureCount, values: features }
}

/** Sets of the same features, one after another. */
export function joinedWindows(parts: readonly WindowSet[]): WindowSet {
  const [first] = parts
  if (!first) throw new Error('nothing to join')
  const sampleIds = new Int32Array(parts.reduce((sum, part) => sum + part.sampleIds.length, 0))
  let at = 0
  for (const part of parts) {
    sampleIds.set(part.sampleIds, at)
    at += part.sampleIds.length
  }
  return {
    ...first,
    features: joinFloats(parts.map((part) => part.features)),
    startMs: joinFloats(parts.map((part) => part.startMs)),
    sampleIds,
  }
}

/** One row a sample: the mean of its windows. */
export function bySample(windows: WindowSet): WindowSet {
  const { featureCount } = windows
  const ids = [...new Set(windows.sampleIds)]
  const places = new Map(ids.map((id, place) => [id, place]))
  const counts = new Float64Array(ids.length)
  for (const id of windows.sampleIds) counts[places.get(id)!]! += 1
  const features = new Float32Array(ids.length * featureCount)
  windows.sampleIds.forEach((id, row) => {
    const place = places.get(id)!
    for (let column = 0; column < featureCount; column += 1) {
      features[place * featureCount + column]! += windows.features[row * featureCount + column]! / counts[place]!
    }
  })
  return { ...windows, features, sampleIds: Int32Array.from(ids), startMs: new Float32Array(ids.length) }
}
