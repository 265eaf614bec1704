/** What the samples of each session are: labels for the matrix, and sessions that sit on both sides of the split. */
import { type Sample, type Split, SPLITS } from '../../../shared/model/sample.ts'

export interface SessionRow {
  session: string
  /** Samples of each label, in the order of `labels`. */
  counts: number[]
  total: number
}

export interface SessionMatrix {
  /** An empty one stands for samples without a label. */
  labels: string[]
  rows: SessionRow[]
}

const { compare } = new Intl.Collator('en', { numeric: true })

export function sessionMatrix(samples: readonly Sample[]): SessionMatrix {
  const bySession = new Map<string, Map<string, number>>()
  const labels = new Set<string>()
  for (const { session, label } of samples) {
    const name = label ?? ''
    labels.add(name)
    const counts = bySession.get(session) ?? new Map<string, number>()
    counts.set(name, (counts.get(name) ?? 0) + 1)
    bySession.set(session, counts)
  }
  const columns = [...labels].sort(compare)
  const rows = [...bySession].map(([session, byLabel]) => {
    const counts = columns.map((label) => byLabel.get(label) ?? 0)
    return { session, counts, total: counts.reduce((sum, count) => sum + count, 0) }
  })
  return { labels: columns, rows: rows.sort((left, right) => compare(left.session, right.session)) }
}

/** Sessions of which one part is learned from and another part judges: the judgement is too kind. */
export function mixedSessions(samples: readonly Sample[]): string[] {
  const splits = new Map<string, Set<Split>>()
  for (const { session, split, enabled } of samples) {
    if (!enabled) continue
    const seen = splits.get(session) ?? new Set<Split>()
    splits.set(session, seen.add(split))
  }
  return [...splits]
    .filter(([, seen]) => seen.size > 1)
    .map(([session]) => session)
    .sort(compare)
}

export function splitCounts(samples: readonly Sample[]): Record<Split, number> {
  const counts: Record<Split, number> = { train: 0, validation: 0, test: 0 }
  for (const split of SPLITS) counts[split] = samples.filter((sample) => sample.split === split).length
  return counts
}
