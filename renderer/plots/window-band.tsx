/** The window that is cut from a signal, drawn over it: drag it, or move it with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

export interface WindowBandProps {
  name: string
  startMs: number
  lengthMs: number
  /** Latest start at which the window still lies in the signal. */
  lastStartMs: number
  /** Step of the arrow keys: one reading. */
  stepMs: number
  onMove: (startMs: number) => void
}

interface Place {
  /** Part of the picture that is seen, in seconds. */
  from: number
  to: number
  leftPx: number
  widthPx: number
}

export function WindowBand({ band, place }: { band: WindowBandProps; place: Place }) {
  const { name, startMs, lengthMs, lastStartMs, stepMs, onMove } = band
  const grip = useRef<{ pointerX: number; startMs: number } | null>(null)
  const pxPerMs = place.widthPx / ((place.to - place.from) * 1000)
  const move = (next: number): void => {
    onMove(Math.round(Math.min(Math.max(0, next), Math.max(0, lastStartMs)) / stepMs) * stepMs)
  }
  const left = Math.max(0, (startMs - place.from * 1000) * pxPerMs)
  const right = Math.min(place.widthPx, (startMs + lengthMs - place.from * 1000) * pxPerMs)

  function drag(event: PointerEvent): void {
    if (grip.current) move(grip.current.startMs + (event.clientX - grip.current.pointerX) / pxPerMs)
  }
  function press(event: KeyboardEvent): void {
    const far = event.shiftKey ? 10 : 1
    const moves: Record<string, number> = {
      ArrowLeft: startMs - stepMs * far,
      ArrowRight: startMs + stepMs * far,
      PageUp: startMs - lengthMs,
      PageDown: startMs + lengthMs,
      Home: 0,
      End: lastStartMs,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    move(next)
  }
  if (right <= left) return null
  return (
    <div
      className="plot-overlay plot-band"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={Math.round(lastStartMs)}
      aria-valuenow={Math.round(startMs)}
      aria-valuetext={`${Math.round(startMs)} to ${Math.round(startMs + lengthMs)} ms`}
      style={{ left: place.leftPx + left, width: right - left }}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { pointerX: event.clientX, startMs }
      }}
      onPointerMove={drag}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
      onKeyDown={press}
    >
      <span className="plot-band__name">{name}</span>
    </div>
  )
}
