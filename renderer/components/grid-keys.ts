/** Which row becomes active and which rows are selected when a key is pressed in a grid of rows. */
export interface GridPlace {
  active: number
  /** Where a stretch chosen with Shift begins. */
  anchor: number
  selected: ReadonlySet<number>
}

export interface GridKey {
  key: string
  shift: boolean
  control: boolean
}

const PAGE_ROWS = 15

function target(key: string, active: number, rows: number): number | null {
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE_ROWS,
    PageUp: active - PAGE_ROWS,
    Home: 0,
    End: rows - 1,
  }
  const wanted = moves[key]
  return wanted === undefined ? null : Math.min(rows - 1, Math.max(0, wanted))
}

export function stretch(from: number, to: number): ReadonlySet<number> {
  const [low, high] = from < to ? [from, to] : [to, from]
  return new Set(Array.from({ length: high - low + 1 }, (_, at) => low + at))
}

export function toggled(selected: ReadonlySet<number>, row: number): ReadonlySet<number> {
  const next = new Set(selected)
  if (!next.delete(row)) next.add(row)
  return next
}

/** The new place, or null where the key is none of the grid's. */
export function gridKey(place: GridPlace, { key, shift, control }: GridKey, rows: number): GridPlace | null {
  if (rows === 0) return null
  if (control && key.toLowerCase() === 'a') return { ...place, selected: stretch(0, rows - 1) }
  if (control) return null
  if (key === ' ') return { ...place, anchor: place.active, selected: toggled(place.selected, place.active) }
  const active = target(key, place.active, rows)
  if (active === null) return null
  if (shift) return { ...place, active, selected: stretch(place.anchor, active) }
  return { active, anchor: active, selected: place.selected }
}
