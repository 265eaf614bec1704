/** The part of a signal plot that takes keys and pointer, with cursor, selection and window drawn over the lanes. */
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { AXIS_WIDTH_PX, RIGHT_ROOM_PX } from './plot-canvas.tsx'
import { applyCommand, commandOfKey, panBy, PLOT_KEYS, type SignalView, zoomAround } from './signal-view.ts'
import { useWheel } from './use-wheel.ts'
import { WindowBand, type WindowBandProps } from './window-band.tsx'

/** Less than this is a click, not a selection. */
const CLICK_PX = 4

interface Props {
  name: string
  describedBy: string
  view: SignalView
  seconds: number
  singleKeys: boolean
  onView: (view: SignalView) => void
  /** Keys the plot does not know; returns whether the page did. */
  onKey: (key: string) => boolean
  band?: WindowBandProps
  children: ReactNode
}

export function SignalSurface(props: Props) {
  const { name, describedBy, view, seconds, singleKeys, onView, onKey, band, children } = props
  const area = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState(0)
  const pressed = useRef<{ x: number; at: number } | null>(null)
  const drawnPx = Math.max(1, widthPx - AXIS_WIDTH_PX - RIGHT_ROOM_PX)
  const pxPerSecond = drawnPx / (view.to - view.from)
  const xOf = (time: number): number => AXIS_WIDTH_PX + (time - view.from) * pxPerSecond

  useEffect(() => {
    const element = area.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  function timeAt(event: PointerEvent): number {
    const left = area.current?.getBoundingClientRect().left ?? 0
    const time = view.from + (event.clientX - left - AXIS_WIDTH_PX) / pxPerSecond
    return Math.min(Math.max(view.from, time), view.to)
  }
  function drag(event: PointerEvent): void {
    if (!pressed.current || Math.abs(event.clientX - pressed.current.x) < CLICK_PX) return
    const now = timeAt(event)
    const { at } = pressed.current
    onView({ ...view, cursor: now, selection: { from: Math.min(at, now), to: Math.max(at, now) } })
  }
  useWheel(area, (event) => {
    const left = area.current?.getBoundingClientRect().left ?? 0
    const at = view.from + (event.clientX - left - AXIS_WIDTH_PX) / pxPerSecond
    if (event.ctrlKey || event.metaKey) onView(zoomAround(view, seconds, { at, factor: Math.exp(event.deltaY / 300) }))
    else if (event.deltaX !== 0) onView(panBy(view, seconds, event.deltaX / pxPerSecond))
    else return false
    return true
  })
  return (
    <div
      ref={area}
      className="plot-area"
      role="application"
      aria-label={name}
      aria-describedby={describedBy}
      tabIndex={0}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        pressed.current = { x: event.clientX, at: timeAt(event) }
        onView({ ...view, cursor: pressed.current.at, selection: null })
      }}
      onPointerMove={drag}
      onPointerUp={() => (pressed.current = null)}
      onKeyDown={(event) => {
        const command = commandOfKey(event, singleKeys)
        const known = command !== null || (!event.ctrlKey && !event.metaKey && !event.altKey && onKey(event.key))
        if (command !== null) onView(applyCommand(view, seconds, command))
        if (!known) return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      {children}
      {view.selection && (
        <div
          className="plot-overlay plot-selection"
          style={{ left: xOf(view.selection.from), width: (view.selection.to - view.selection.from) * pxPerSecond }}
        />
      )}
      {view.cursor !== null && <div className="plot-overlay plot-cursor" style={{ left: xOf(view.cursor) }} />}
      {band && <WindowBand band={band} place={{ ...view, leftPx: AXIS_WIDTH_PX, widthPx: drawnPx }} />}
    </div>
  )
}

/** What ? shows. */
export function PlotKeys() {
  return (
    <dl className="plot-keys" aria-label="Keys of the plot">
      {PLOT_KEYS.map(([keys, does]) => (
        <div key={keys}>
          <dt className="plot-keys__key">
            <kbd>{keys}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
