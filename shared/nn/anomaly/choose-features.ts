/** Which features tell the labels apart best: what is usual shows in them too. */

export interface FeatureTable {
  /** `[rows, names]`, row-major. */
  features: Float32Array
  names: readonly string[]
  /** Label of each row; the same for all where there are none. */
  labels: readonly string[]
}

export interface RankedFeature {
  name: string
  place: number
  /** Spread of the labels' means over the spread within the labels (Fisher); 0 where nothing can be told. */
  importance: number
}

/** More make distances alike: every window is far from every other. */
const SUGGESTED_FEATURES = 8

/** The most telling first; of equals the one that comes first. */
export function rankFeatures({ features, names, labels }: FeatureTable): RankedFeature[] {
  const groups = [...new Set(labels)].map((label) => [...labels.keys()].filter((row) => labels[row] === label))
  const ranked = names.map((name, place) => {
    const valueOf = (row: number): number => features[row * names.length + place]!
    return { name, place, importance: separation(groups, valueOf) }
  })
  return ranked.toSorted((a, b) => b.importance - a.importance || a.place - b.place)
}

/** Where there is one label only, all features that change at all count alike. */
export function suggestFeatures(table: FeatureTable): string[] {
  const ranked = rankFeatures(table)
  const telling = ranked.filter(({ importance }) => importance > 0)
  const chosen = telling.length > 0 ? telling : ranked.filter(({ place }) => changes(table, place))
  return (chosen.length > 0 ? chosen : ranked).slice(0, SUGGESTED_FEATURES).map(({ name }) => name)
}

function changes({ features, names }: FeatureTable, place: number): boolean {
  const first = features[place]
  for (let at = place; at < features.length; at += names.length) if (features[at] !== first) return true
  return false
}

function separation(groups: readonly (readonly number[])[], valueOf: (row: number) => number): number {
  const means = groups.map((rows) => rows.reduce((sum, row) => sum + valueOf(row), 0) / rows.length)
  const count = groups.reduce((sum, rows) => sum + rows.length, 0)
  const whole = groups.reduce((sum, rows, at) => sum + rows.length * means[at]!, 0) / count
  let [between, inside] = [0, 0]
  groups.forEach((rows, at) => {
    between += rows.length * (means[at]! - whole) * (means[at]! - whole)
    for (const row of rows) inside += (valueOf(row) - means[at]!) * (valueOf(row) - means[at]!)
  })
  // Features that never differ within a label tell all, unless they never differ at all.
  return between === 0 ? 0 : between / Math.max(inside, 1e-12 * between)
}
