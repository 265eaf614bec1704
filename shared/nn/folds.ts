/** Ways to hold every sample out once, so that a score does not hang on one lucky division. */
import { AppError } from '../contract/errors.ts'
import { permutation, seededRandom, STREAMS } from './random.ts'
import type { SplitSample } from './splits.ts'

export type FoldMethod =
  /** So many parts; whole sessions where there are enough of them. */
  | { kind: 'folds'; count: number }
  /** Each session once. */
  | { kind: 'sessions' }

export interface Fold {
  /** "Part 2 of 5", or the session. */
  name: string
  train: number[]
  held: number[]
}

/** Samples marked `test` take no part: they judge the final model. */
export function foldsOf(samples: readonly SplitSample[], method: FoldMethod, seed: number): Fold[] {
  const candidates = samples.filter((sample) => sample.split !== 'test')
  const parts = method.kind === 'sessions' ? bySession(candidates) : inParts(candidates, method.count, seed)
  return parts.map(({ name, members }) => ({
    name,
    train: ids(candidates.filter((sample) => !members.has(sample))),
    held: ids([...members]),
  }))
}

interface Part {
  name: string
  members: Set<SplitSample>
}

function ids(samples: readonly SplitSample[]): number[] {
  return samples.map(({ id }) => id)
}

function sessionsOf(samples: readonly SplitSample[]): Map<string, SplitSample[]> {
  const sessions = new Map<string, SplitSample[]>()
  for (const sample of samples) sessions.set(sample.session, [...(sessions.get(sample.session) ?? []), sample])
  return sessions
}

function bySession(samples: readonly SplitSample[]): Part[] {
  const sessions = sessionsOf(samples)
  if (sessions.size < 2)
    throw new AppError('training/too-few', {
      message: 'All samples are of one session, so none can be left out.',
      hint: 'Record a second session, or choose parts instead of sessions.',
    })
  return [...sessions].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => ({ name, members: new Set(own) }))
}

/** Groups are dealt out from the largest to the smallest, each to the part that has least of what it brings. */
function inParts(samples: readonly SplitSample[], count: number, seed: number): Part[] {
  if (samples.length < count)
    throw new AppError('training/too-few', {
      message: `${samples.length} samples cannot be divided into ${count} parts.`,
      hint: 'Record more samples, or choose fewer parts.',
    })
  const sessions = [...sessionsOf(samples).values()]
  const groups = sessions.length >= count ? sessions : samples.map((sample) => [sample])
  const random = seededRandom(seed, STREAMS.split)
  const shuffled = Array.from(permutation(groups.length, random), (index) => groups[index]!)
  const parts = Array.from({ length: count }, () => new Set<SplitSample>())
  for (const group of shuffled.toSorted((a, b) => b.length - a.length)) {
    const poorest = parts.reduce((best, part) => (crowding(part, group) < crowding(best, group) ? part : best))
    for (const sample of group) poorest.add(sample)
  }
  return parts.map((members, index) => ({ name: `Part ${index + 1} of ${count}`, members }))
}

/** How much a part has already of the labels of a group, and of all. */
function crowding(part: ReadonlySet<SplitSample>, group: readonly SplitSample[]): number {
  const labels = new Set(group.map(({ label }) => label))
  const alike = [...part].filter(({ label }) => labels.has(label)).length
  return alike * 1000 + part.size
}
