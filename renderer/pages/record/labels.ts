/** Which labels one can record: those of the project, those typed here, and what the simulated hand can do. */
import { type Motion, MOTIONS } from '../../../shared/model/board.ts'
import type { LabelCount } from '../../../shared/model/sample.ts'

export interface RecordLabel {
  name: string
  color: number
  count: number
}

export function recordLabels(
  known: readonly LabelCount[],
  typed: readonly string[],
  simulated: boolean,
): RecordLabel[] {
  const labels: RecordLabel[] = known.map(({ name, color, count }) => ({ name, color, count }))
  const free = (): number => labels.reduce((highest, label) => Math.max(highest, label.color), -1) + 1
  for (const name of [...typed, ...(simulated ? MOTIONS : [])]) {
    if (!labels.some((label) => label.name === name)) labels.push({ name, color: free(), count: 0 })
  }
  return labels.sort((left, right) => left.color - right.color)
}

export function isMotion(name: string): name is Motion {
  return MOTIONS.some((motion) => motion === name)
}
