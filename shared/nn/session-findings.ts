/** Whether a model does much worse on one sitting than on another. */
import { finding, percent, type Finding } from './course-findings.ts'

export interface JudgedWindow {
  session: string
  right: boolean
}

/** Sessions with fewer windows say nothing. */
const FEWEST_WINDOWS = 10
const LARGE_GAP = 0.25

export function sessionFinding(windows: readonly JudgedWindow[]): Finding | undefined {
  const counts = new Map<string, { windows: number; right: number }>()
  for (const { session, right } of windows) {
    const count = counts.get(session) ?? { windows: 0, right: 0 }
    counts.set(session, { windows: count.windows + 1, right: count.right + (right ? 1 : 0) })
  }
  const shares = [...counts]
    .filter(([, count]) => count.windows >= FEWEST_WINDOWS)
    .map(([session, count]) => ({ session, share: count.right / count.windows }))
    .toSorted((a, b) => b.share - a.share)
  const [best, worst] = [shares[0], shares.at(-1)]
  if (!best || !worst || best.share - worst.share < LARGE_GAP) return undefined
  const scores = `${percent(best.share)} right in "${best.session}", ${percent(worst.share)} in "${worst.session}"`
  return finding('warning', `Scores differ by session: ${scores}. Record more sessions like the second.`)
}
