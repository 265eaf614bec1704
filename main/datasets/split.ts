/** Deals samples into training, validation and test so that the test says how the model does on what it never met. */
import type { Sample, Split } from '../../shared/model/sample.ts'
import { createRandom, type Random } from '../../shared/simulation/random.ts'

export interface SplitOptions {
  /** `session` keeps a session together; `sample` deals whole takes of each label. */
  rule: 'session' | 'sample'
  seed: number
  testShare: number
  validationShare: number
}

export type SplitSubject = Pick<Sample, 'id' | 'label' | 'session'>

export interface Dealt {
  splits: Map<number, Split>
  /** A sentence where the result cannot say what it seems to say. */
  warning: string | null
}

/** The same samples, options and seed always give the same splits. */
export function dealSplits(samples: readonly SplitSubject[], options: SplitOptions): Dealt {
  const random = createRandom(options.seed, 11)
  const sessions = new Set(samples.map((sample) => sample.session))
  if (options.rule === 'sample') return { splits: dealSamples(samples, options, random), warning: null }
  if (sessions.size < 2) {
    return { splits: dealSamples(samples, options, random), warning: samples.length > 0 ? ONE_SESSION : null }
  }
  return dealSessions(samples, options, random)
}

const ONE_SESSION =
  'All samples are of one session, so whole samples were dealt instead. The test may look better than it is: takes of one sitting are alike. Record a second session to know.'

function dealSessions(samples: readonly SplitSubject[], options: SplitOptions, random: Random): Dealt {
  const groups = grouped(samples, (sample) => sample.session)
  const order = shuffled([...groups.keys()].sort(), random)
  const rest = new Set(order)
  const splits = new Map<number, Split>()
  const warnings: string[] = []

  function take(split: Split, share: number): void {
    if (share <= 0) return
    const chosen = chooseSessions(groups, [...rest], wantedOf(samples, share))
    if (chosen.length === 0) warnings.push(noSession(split))
    for (const session of chosen) {
      rest.delete(session)
      for (const sample of groups.get(session) ?? []) splits.set(sample.id, split)
    }
  }

  take('test', options.testShare)
  take('validation', options.validationShare)
  for (const session of rest) for (const sample of groups.get(session) ?? []) splits.set(sample.id, 'train')
  return { splits, warning: warnings.length > 0 ? warnings.join(' ') : null }
}

function noSession(split: Split): string {
  return `No session could be kept for ${split}: each holds a label that no other session has. Record the labels in further sessions.`
}

function countLabels(samples: readonly SplitSubject[]): Map<string, number> {
  return new Map([...grouped(samples, labelOf)].map(([label, group]) => [label, group.length]))
}

function labelOf({ label }: SplitSubject): string {
  return label ?? ''
}

/** How many samples of each label are wanted. */
function wantedOf(samples: readonly SplitSubject[], share: number): Map<string, number> {
  return new Map([...countLabels(samples)].map(([label, count]) => [label, count * share]))
}

/** Takes sessions one by one while that comes nearer to the wanted counts and every label stays in what is left. */
function chooseSessions(
  groups: ReadonlyMap<string, readonly SplitSubject[]>,
  candidates: readonly string[],
  wanted: ReadonlyMap<string, number>,
): string[] {
  const left = new Set(candidates)
  const labels = labelsOf(groups, left)
  const coverage = (session: string): number => labelsOf(groups, new Set([session])).size
  // Sessions with more labels first; the sort is stable, so the shuffled order decides between equals.
  const order = [...candidates].sort((a, b) => coverage(b) - coverage(a))
  const chosen: string[] = []
  const missing = new Map(wanted)
  for (const session of order) {
    const counts = countLabels(groups.get(session) ?? [])
    // Label by label: else sessions with many labels would fill the test and leave no place for the rest.
    const nearer = [...counts].reduce((sum, [label, count]) => {
      const open = missing.get(label) ?? 0
      return sum + Math.abs(open) - Math.abs(open - count)
    }, 0)
    if (chosen.length > 0 && nearer <= 0) continue
    left.delete(session)
    if (left.size > 0 && labelsOf(groups, left).size === labels.size) {
      chosen.push(session)
      for (const [label, count] of counts) missing.set(label, (missing.get(label) ?? 0) - count)
    } else left.add(session)
  }
  return chosen
}

function labelsOf(groups: ReadonlyMap<string, readonly SplitSubject[]>, sessions: ReadonlySet<string>): Set<string> {
  const labels = new Set<string>()
  for (const session of sessions) {
    for (const { label } of groups.get(session) ?? []) if (label !== null) labels.add(label)
  }
  return labels
}

/** Of each label its share, at least one where it has several, and never all. */
function dealSamples(samples: readonly SplitSubject[], options: SplitOptions, random: Random): Map<number, Split> {
  const splits = new Map<number, Split>()
  const byLabel = grouped(samples, (sample) => sample.label ?? '')
  for (const label of [...byLabel.keys()].sort()) {
    const group = shuffled(byLabel.get(label) ?? [], random)
    const test = part(group.length, options.testShare, group.length - 1)
    const validation = part(group.length, options.validationShare, group.length - 1 - test)
    for (const [place, sample] of group.entries()) {
      splits.set(sample.id, place < test ? 'test' : place < test + validation ? 'validation' : 'train')
    }
  }
  return splits
}

function part(count: number, share: number, most: number): number {
  if (share <= 0) return 0
  return Math.max(0, Math.min(most, Math.max(1, Math.round(count * share))))
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: random.uniform() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
