/** The line between two panes: dragged, or moved with the arrow keys. The pane after it has `size` CSS pixels. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import './splitter.css'

interface Props {
  label: string
  /** Of the line itself. */
  orientation: 'vertical' | 'horizontal'
  size: number
  min: number
  max: number
  /** `done` is false while it is still being dragged. */
  onResize: (size: number, done: boolean) => void
}

const KEY_STEP_PX = 16

export function Splitter({ label, orientation, size, min, max, onResize }: Props) {
  const start = useRef<{ at: number; size: number } | null>(null)
  const clamp = (wanted: number): number => Math.round(Math.min(max, Math.max(min, wanted)))
  const place = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY)

  function drag(event: PointerEvent, done: boolean): void {
    if (!start.current) return
    onResize(clamp(start.current.size + start.current.at - place(event)), done)
    if (done) start.current = null
  }

  function onKeyDown(event: KeyboardEvent): void {
    const [grow, shrink] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const sizes: Record<string, number> = {
      [grow]: size + KEY_STEP_PX,
      [shrink]: size - KEY_STEP_PX,
      Home: min,
      End: max,
    }
    const next = sizes[event.key]
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    onResize(clamp(next), true)
  }

  return (
    <div
      className={`app-splitter app-splitter--${orientation}`}
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { at: place(event), size }
      }}
      onPointerMove={(event) => drag(event, false)}
      onPointerUp={(event) => drag(event, true)}
      onPointerCancel={(event) => drag(event, true)}
    />
  )
}
