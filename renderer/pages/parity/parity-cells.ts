/** Stages of the comparison as a table: a row for each place that computes, a column for what was compared. */
import type { ParityStage } from '../../../shared/contract/operations/deployment.ts'

export interface ParityRow {
  place: 'computer' | 'board'
  /** By what was compared: features, int8 input, scores, anomaly. */
  cells: Record<string, ParityStage>
}

/** `features: board = workbench` is the board's cell under "features". */
export function parityRows(stages: readonly ParityStage[]): ParityRow[] {
  const rows: ParityRow[] = []
  for (const stage of stages) {
    const [what = '', between = ''] = stage.name.split(': ')
    const place = between.startsWith('board') ? 'board' : 'computer'
    let row = rows.find((one) => one.place === place)
    if (!row) rows.push((row = { place, cells: {} }))
    row.cells[what] = stage
  }
  return rows
}

export function columnsOf(rows: readonly ParityRow[]): string[] {
  const found = new Set(rows.flatMap(({ cells }) => Object.keys(cells)))
  return ['features', 'int8 input', 'scores', 'anomaly'].filter((name) => found.has(name))
}

export function isEqual({ compared, equal }: ParityStage): boolean {
  return compared > 0 && compared === equal
}

/** The first stage that differs, in the order of computation. */
export function firstDiffering(stages: readonly ParityStage[]): ParityStage | null {
  return stages.find(({ firstDifference }) => firstDifference !== null) ?? null
}

const view = new DataView(new ArrayBuffer(4))

/** The bytes behind a value: of a whole number within int8 where features are not meant, else of a float32. */
export function hexOfValue(value: number, what: string): string {
  if (what !== 'features' && what !== 'anomaly') return `0x${(value & 0xff).toString(16).padStart(2, '0')}`
  view.setFloat32(0, value)
  return `0x${view.getUint32(0).toString(16).padStart(8, '0')}`
}
