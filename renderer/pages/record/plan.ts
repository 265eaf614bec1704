/** How many good takes of each label there are, how many are wanted, and what comes next. */
import type { RecordLabel } from './labels.ts'

/** From this many takes on, some can be kept aside for testing. */
export const TAKES_WANTED = 3

export interface PlanRow extends RecordLabel {
  /** Good takes. */
  have: number
  want: number
  left: number
}

export function planRows(
  labels: readonly RecordLabel[],
  want: Readonly<Record<string, number>>,
  have: Readonly<Record<string, number>>,
): PlanRow[] {
  return labels.map((label) => {
    const wanted = want[label.name] ?? TAKES_WANTED
    const good = have[label.name] ?? 0
    return { ...label, have: good, want: wanted, left: Math.max(0, wanted - good) }
  })
}

/** The labels of the takes that are missing, one label after another: less to think of than turning to and fro. */
export function planSequence(rows: readonly PlanRow[]): string[] {
  return rows.flatMap(({ name, left }) => Array.from({ length: left }, () => name))
}

/** "6 of 9 takes" in words. */
export function planProgress(rows: readonly PlanRow[]): { done: number; wanted: number } {
  return {
    done: rows.reduce((sum, { have, want }) => sum + Math.min(have, want), 0),
    wanted: rows.reduce((sum, { want }) => sum + want, 0),
  }
}
