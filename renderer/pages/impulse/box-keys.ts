/** Arrows go between the boxes of the impulse, Delete takes a DSP block out; Enter opens, as links do. */
import type { KeyboardEvent } from 'react'

/** Marks the element of a box that takes focus; its value is the block's name where it can be removed. */
const BOX = 'data-box'

/** Which box the key leads to, or null where the key is none of these. */
export function nextBox(key: string, place: number, count: number): number | null {
  const moves: Record<string, number> = {
    ArrowRight: place + 1,
    ArrowDown: place + 1,
    ArrowLeft: place - 1,
    ArrowUp: place - 1,
    Home: 0,
    End: count - 1,
  }
  const wanted = moves[key]
  return wanted === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, wanted))
}

export function boxKeys(onRemove: (id: string) => void): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    const { target, currentTarget } = event
    if (!(target instanceof HTMLElement) || !target.hasAttribute(BOX)) return
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const boxes = [...currentTarget.querySelectorAll<HTMLElement>(`[${BOX}]`)]
    const next = nextBox(event.key, boxes.indexOf(target), boxes.length)
    const id = target.getAttribute(BOX) ?? ''
    if (next !== null) boxes[next]?.focus()
    else if (event.key === 'Delete' && id !== '') {
      // Focus goes on to a box that stays.
      const left = boxes[boxes.indexOf(target) + 1] ?? boxes[0]
      left?.focus()
      onRemove(id)
    } else return
    event.preventDefault()
  }
}
