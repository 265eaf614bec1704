/** What of a signal is seen, where the cursor stands and what is selected: pure, in seconds. */

export interface Span {
  from: number
  to: number
}

export interface SignalView extends Span {
  cursor: number | null
  selection: Span | null
}

export type ViewCommand =
  | 'left'
  | 'right'
  | 'far left'
  | 'far right'
  | 'start'
  | 'end'
  | 'zoom in'
  | 'zoom out'
  | 'whole'
  | 'zoom to selection'
  | 'selection start'
  | 'selection end'
  | 'clear'

interface Key {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

const NAMED_KEYS: Record<string, ViewCommand> = { Home: 'start', End: 'end', Escape: 'clear' }
const LETTERS: Record<string, ViewCommand> = {
  '+': 'zoom in',
  '=': 'zoom in',
  '-': 'zoom out',
  '−': 'zoom out',
  '0': 'whole',
  z: 'zoom to selection',
  i: 'selection start',
  o: 'selection end',
}

/** What stands in the help that ? shows. */
export const PLOT_KEYS: readonly (readonly [string, string])[] = [
  ['← →', 'move the cursor by 1 % of the view'],
  ['Shift+← →', 'move it by 10 %'],
  ['Home, End', 'move it to the start, to the end'],
  ['+ − 0', 'zoom in, zoom out, whole signal'],
  ['i, o', 'start and end of the selection at the cursor'],
  ['z', 'zoom to the selection'],
  ['Escape', 'clear the selection'],
  ['Tab', 'leave the plot'],
]

/** Keys with Ctrl, Alt or Cmd belong to the frame and the browser. Single letters can be switched off. */
export function commandOfKey(event: Key, singleKeys = true): ViewCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (event.key === 'ArrowLeft') return event.shiftKey ? 'far left' : 'left'
  if (event.key === 'ArrowRight') return event.shiftKey ? 'far right' : 'right'
  const named = NAMED_KEYS[event.key]
  if (named) return named
  return singleKeys ? (LETTERS[event.key] ?? null) : null
}

export function wholeView(seconds: number): SignalView {
  return { from: 0, to: Math.max(seconds, 1e-6), cursor: null, selection: null }
}

const LEAST_VIEW_SECONDS = 1e-4

function clampSpan(span: Span, seconds: number): Span {
  const length = Math.min(Math.max(span.to - span.from, Math.min(LEAST_VIEW_SECONDS, seconds)), seconds)
  const from = Math.min(Math.max(0, span.from), seconds - length)
  return { from, to: from + length }
}

/** Zooms by a factor, keeping `at` where it is on the screen. */
export function zoomAround(view: SignalView, seconds: number, zoom: { at: number; factor: number }): SignalView {
  const { at, factor } = zoom
  const span = { from: at - (at - view.from) * factor, to: at + (view.to - at) * factor }
  return { ...view, ...clampSpan(span, seconds) }
}

export function panBy(view: SignalView, seconds: number, by: number): SignalView {
  return { ...view, ...clampSpan({ from: view.from + by, to: view.to + by }, seconds) }
}

function moveCursor(view: SignalView, seconds: number, by: number): SignalView {
  const start = view.cursor ?? (view.from + view.to) / 2
  return seeCursor(view, seconds, Math.min(Math.max(0, start + by), seconds))
}

/** Sets the cursor and scrolls so that it can be seen. */
function seeCursor(view: SignalView, seconds: number, cursor: number): SignalView {
  const outside = cursor < view.from ? cursor - view.from : cursor > view.to ? cursor - view.to : 0
  return { ...panBy(view, seconds, outside), cursor }
}

function select(view: SignalView, edge: 'from' | 'to'): SignalView {
  if (view.cursor === null) return view
  const old = view.selection ?? { from: view.cursor, to: view.cursor }
  const next = { ...old, [edge]: view.cursor }
  if (next.from <= next.to) return { ...view, selection: next }
  return { ...view, selection: { from: view.cursor, to: view.cursor } }
}

export function applyCommand(view: SignalView, seconds: number, command: ViewCommand): SignalView {
  const length = view.to - view.from
  const middle = view.cursor ?? (view.from + view.to) / 2
  switch (command) {
    case 'left':
      return moveCursor(view, seconds, -length / 100)
    case 'right':
      return moveCursor(view, seconds, length / 100)
    case 'far left':
      return moveCursor(view, seconds, -length / 10)
    case 'far right':
      return moveCursor(view, seconds, length / 10)
    case 'start':
      return seeCursor(view, seconds, 0)
    case 'end':
      return seeCursor(view, seconds, seconds)
    case 'zoom in':
      return zoomAround(view, seconds, { at: middle, factor: 0.5 })
    case 'zoom out':
      return zoomAround(view, seconds, { at: middle, factor: 2 })
    case 'whole':
      return { ...view, from: 0, to: seconds }
    case 'zoom to selection':
      return view.selection && view.selection.to > view.selection.from
        ? { ...view, ...clampSpan(view.selection, seconds) }
        : view
    case 'selection start':
      return select(view, 'from')
    case 'selection end':
      return select(view, 'to')
    case 'clear':
      return { ...view, selection: null }
  }
}
