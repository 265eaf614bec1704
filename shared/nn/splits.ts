/** Which samples are kept out of training, to see how the network does on what it has not learnt from. */
import type { Split } from '../model/sample.ts'
import type { Run } from '../model/run.ts'
import { permutation, seededRandom, STREAMS, type Random } from './random.ts'

export interface SplitSample {
  id: number
  label: string
  split: Split
  session: string
}

export interface ValidationChoice {
  /** Sample ids, in the order given. */
  train: number[]
  validation: number[]
  rule: Run['splitRule']
}

export interface ValidationOptions {
  /** 0 … 0.9 of the training samples. */
  validationShare: number
  seed: number
}

/**
 * Samples marked `validation`, if there are any. Else whole sessions, so that nothing of a sitting is on both sides:
 * sessions are added until the share is reached and every label is on both sides. Where sessions cannot give that,
 * whole samples, the same share of each label. Windows of one sample never sit on both sides. Samples marked `test`
 * take no part.
 */
export function chooseValidation(samples: readonly SplitSample[], options: ValidationOptions): ValidationChoice {
  const candidates = samples.filter((sample) => sample.split === 'train')
  const marked = samples.filter((sample) => sample.split === 'validation')
  if (marked.length > 0) return { train: ids(candidates), validation: ids(marked), rule: 'marked' }
  if (options.validationShare <= 0) return { train: ids(candidates), validation: [], rule: 'none' }
  const random = seededRandom(options.seed, STREAMS.split)
  const bySession = holdOutSessions(candidates, options.validationShare, random)
  if (bySession) return divide(candidates, bySession, 'session')
  const bySample = holdOutSamples(candidates, options.validationShare, random)
  return divide(candidates, bySample, bySample.size > 0 ? 'sample' : 'none')
}

function ids(samples: readonly SplitSample[]): number[] {
  return samples.map((sample) => sample.id)
}

function divide(
  samples: readonly SplitSample[],
  held: ReadonlySet<SplitSample>,
  rule: Run['splitRule'],
): ValidationChoice {
  return {
    train: ids(samples.filter((sample) => !held.has(sample))),
    validation: ids(samples.filter((sample) => held.has(sample))),
    rule,
  }
}

/** Held-out samples may grow past the share for the labels' sake, but never to more than this. */
const LARGEST_SHARE = 0.5

function holdOutSessions(samples: readonly SplitSample[], share: number, random: Random): Set<SplitSample> | undefined {
  const sessions = [...groupBy(samples, (sample) => sample.session).values()]
  if (sessions.length < 2) return undefined
  const labels = labelsOf(samples)
  const wanted = share * samples.length
  const most = Math.max(share, LARGEST_SHARE) * samples.length
  const held = new Set<SplitSample>()
  for (const index of permutation(sessions.length, random)) {
    const session = sessions[index]!
    const needed = held.size < wanted || [...labelsOf(session)].some((label) => !labelsOf([...held]).has(label))
    const larger = new Set([...held, ...session])
    const rest = samples.filter((sample) => !larger.has(sample))
    if (needed && larger.size <= most && labelsOf(rest).size === labels.size) session.forEach((one) => held.add(one))
  }
  return held.size > 0 && labelsOf([...held]).size === labels.size ? held : undefined
}

/** The share of each label, at least one sample of it where there are two, and never all. */
function holdOutSamples(samples: readonly SplitSample[], share: number, random: Random): Set<SplitSample> {
  const held = new Set<SplitSample>()
  for (const group of groupBy(samples, (sample) => sample.label).values()) {
    const count = Math.min(Math.max(1, Math.round(share * group.length)), group.length - 1)
    for (const index of permutation(group.length, random).subarray(0, count)) held.add(group[index]!)
  }
  return held
}

function labelsOf(samples: readonly SplitSample[]): Set<string> {
  return new Set(samples.map((sample) => sample.label))
}

function groupBy(samples: readonly SplitSample[], key: (sample: SplitSample) => string): Map<string, SplitSample[]> {
  const groups = new Map<string, SplitSample[]>()
  for (const sample of samples) {
    const group = groups.get(key(sample))
    if (group) group.push(sample)
    else groups.set(key(sample), [sample])
  }
  return groups
}
