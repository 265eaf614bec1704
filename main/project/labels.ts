/** Labels of a project: their colour order, kept for life, and their counts. */
import type { LabelCount, Sample } from '../../shared/model/sample.ts'
import type { Database } from './database.ts'

/** Gives labels that were never seen before the next places in the colour order. */
export function rememberLabels(database: Database, labels: Iterable<string | null>): void {
  for (const name of new Set(labels)) {
    if (name === null) continue
    database.run('INSERT OR IGNORE INTO label SELECT ?, coalesce(max(color) + 1, 0) FROM label', name)
  }
}

/** Labels that some sample has, in colour order. */
export function countLabels(database: Database, samples: readonly Sample[]): LabelCount[] {
  const colors = database.all<{ name: string; color: number }>('SELECT name, color FROM label ORDER BY color')
  const counts = new Map<string, LabelCount>()
  for (const { name, color } of colors) counts.set(name, emptyCount(name, color))
  for (const { label, split, seconds } of samples) {
    const count = label === null ? undefined : counts.get(label)
    if (!count) continue
    count.count++
    count.seconds += seconds
    count.bySplit[split].count++
    count.bySplit[split].seconds += seconds
  }
  return [...counts.values()].filter((count) => count.count > 0)
}

function emptyCount(name: string, color: number): LabelCount {
  const none = (): { count: number; seconds: number } => ({ count: 0, seconds: 0 })
  return { name, color, count: 0, seconds: 0, bySplit: { train: none(), validation: none(), test: none() } }
}
