/** What the colour of a point can say. */
import { SPLITS } from '../../../shared/model/sample.ts'
import { heatHex } from '../../components/heat-scale.ts'
import { LABEL_COLORS } from '../../components/label-look.ts'
import type { PlotColors } from '../../plots/plot-colors.ts'
import type { ScatterGroup } from '../../plots/scatter-plot.tsx'
import type { MapData } from './use-map.ts'

export const COLORINGS = ['label', 'split', 'session', 'prediction', 'right'] as const
export type Coloring = (typeof COLORINGS)[number]

export const COLORING_NAMES: Record<Coloring, string> = {
  label: 'label',
  split: 'split',
  session: 'session',
  prediction: 'what the model says',
  right: 'right or wrong',
}

export interface Grouping {
  /** Place in `names` of each point; −1 for none. */
  group: Int32Array
  names: readonly string[]
  counts: readonly number[]
  /** Place in the colour order of each name. */
  places: readonly number[]
  /** Points that belong to no name. */
  none: number
}

/** `placeOf`: a label's 0-based place in the project's colour order. */
export function groupingOf(map: MapData, coloring: Coloring, placeOf: (label: string) => number): Grouping {
  const { names, group } = columnOf(map, coloring)
  const counts = names.map(() => 0)
  let none = 0
  for (const place of group) {
    if (place < 0) none += 1
    else counts[place] = (counts[place] ?? 0) + 1
  }
  const ofLabels = coloring === 'label' || coloring === 'prediction'
  return { group, names, counts, none, places: names.map((name, place) => (ofLabels ? placeOf(name) : place)) }
}

const RIGHT_OR_WRONG = ['right', 'wrong'] as const

function columnOf(map: MapData, coloring: Coloring): { names: readonly string[]; group: Int32Array } {
  if (coloring === 'label') return { names: map.labels, group: map.label }
  if (coloring === 'split') return { names: SPLITS, group: map.split }
  if (coloring === 'session') return { names: map.sessions, group: map.session }
  if (coloring === 'prediction') return { names: map.answers, group: map.predicted }
  return {
    names: RIGHT_OR_WRONG,
    group: map.predicted.map((answer, point) => {
      const label = map.labels[map.label[point] ?? -1]
      if (answer < 0 || label === undefined) return -1
      return map.answers[answer] === label ? 0 : 1
    }),
  }
}

/** So many different numbers are values: near ones get near colours. */
const MOST_CLASSES = 12

export function valuesOf(names: readonly string[]): readonly number[] | null {
  if (names.length <= MOST_CLASSES) return null
  const values = names.map(Number)
  return values.every(Number.isFinite) ? values : null
}

function valueColor(values: readonly number[], index: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return heatHex(((values[index] ?? low) - low) / (high - low || 1))
}

export function scatterGroups(grouping: Grouping, hidden: ReadonlySet<string>, colors: PlotColors): ScatterGroup[] {
  const values = valuesOf(grouping.names)
  return grouping.names.map((name, index) => {
    if (values) return { name, color: valueColor(values, index), marker: 0, hidden: hidden.has(name) }
    const place = grouping.places[index] ?? 0
    return {
      name,
      color: colors.labels[place % LABEL_COLORS] ?? colors.text,
      marker: place % LABEL_COLORS,
      hidden: hidden.has(name),
    }
  })
}
