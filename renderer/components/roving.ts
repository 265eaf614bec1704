/** Arrow-key movement in a row of tabs or a list, as the ARIA authoring practices describe it. */
export interface RovingKeys {
  previous: string
  next: string
}
export const HORIZONTAL: RovingKeys = { previous: 'ArrowLeft', next: 'ArrowRight' }
export const VERTICAL: RovingKeys = { previous: 'ArrowUp', next: 'ArrowDown' }

/** Index to go to, or null where the key does not move. Wraps around at the ends. */
export function rovingIndex(key: string, index: number, count: number, keys: RovingKeys): number | null {
  if (count === 0) return null
  if (key === keys.next) return (index + 1) % count
  if (key === keys.previous) return (index - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return null
}
