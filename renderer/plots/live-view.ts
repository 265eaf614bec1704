/** What is seen of a stream that is held still: pure, in seconds of the board's clock. */
import type { Span } from './signal-view.ts'

export interface HeldView extends Span {
  /** null until somebody points at a moment. */
  cursor: number | null
}

const LEAST_SECONDS = 0.01
const ZOOM = 2

/** Keeps the length where it can, and never shows what is not there. */
function within(span: Span, bounds: Span): Span {
  const whole = Math.max(LEAST_SECONDS, bounds.to - bounds.from)
  const length = Math.min(Math.max(span.to - span.from, LEAST_SECONDS), whole)
  const from = Math.min(Math.max(bounds.from, span.from), bounds.from + whole - length)
  return { from, to: from + length }
}

export function zoomHeld(view: HeldView, bounds: Span, { at, factor }: { at: number; factor: number }): HeldView {
  const span = { from: at - (at - view.from) * factor, to: at + (view.to - at) * factor }
  return { ...view, ...within(span, bounds) }
}

/** Moves the cursor by a share of the view; at the edge the view goes along. */
function moveCursor(view: HeldView, bounds: Span, share: number): HeldView {
  const length = view.to - view.from
  const moved = (view.cursor ?? (view.from + view.to) / 2) + share * length
  const cursor = Math.min(Math.max(moved, bounds.from), bounds.to)
  const by = Math.min(0, cursor - view.from) + Math.max(0, cursor - view.to)
  return { cursor, ...within({ from: view.from + by, to: view.to + by }, bounds) }
}

interface Key {
  key: string
  shiftKey: boolean
}

/** null where the key means nothing here. */
export function heldViewAfter(view: HeldView, bounds: Span, { key, shiftKey }: Key): HeldView | null {
  const at = view.cursor ?? (view.from + view.to) / 2
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return moveCursor(view, bounds, (key === 'ArrowLeft' ? -1 : 1) * (shiftKey ? 0.1 : 0.01))
    case '+':
    case '=':
      return zoomHeld(view, bounds, { at, factor: 1 / ZOOM })
    case '-':
    case '−':
      return zoomHeld(view, bounds, { at, factor: ZOOM })
    case '0':
      return { ...view, ...within(bounds, bounds) }
    case 'Home':
      return { ...moveCursor({ ...view, cursor: bounds.from }, bounds, 0) }
    case 'End':
      return { ...moveCursor({ ...view, cursor: bounds.to }, bounds, 0) }
    default:
      return null
  }
}
