/** The surface of the map: canvas, axes, pointer and keys. */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { usePlotColors } from './plot-colors.ts'
import { ScatterAxes } from './scatter-axes.tsx'
import type { ScatterProps } from './scatter-plot.tsx'
import { useScatterDrawer } from './use-scatter-drawer.ts'
import {
  matrixOf,
  nearestPoint,
  normalised,
  pixelsOf,
  pointsWithin,
  pointTowards,
  rangesOf,
  type ScatterView,
} from './scatter-view.ts'

interface Props extends ScatterProps {
  view: ScatterView
  onView: (view: ScatterView) => void
  /** The pointer draws a line around points instead of moving the map. */
  drawing: boolean
  /** How many are drawn where not all can be. */
  onFewer: (drawn: number) => void
}

/** How near the pointer must be. */
const REACH_PX = 14
const CLICK_PX = 4
const ZOOM_STEP = 1.25
const MOST_ZOOM = 400

type Place = readonly [number, number]

export function ScatterSurface(props: Props) {
  const { points, axisTitles, group, groups, chosen, view, title, nameOf } = props
  const host = useRef<HTMLDivElement>(null)
  const colors = usePlotColors()
  const [focused, setFocused] = useState<number | null>(null)
  const [line, setLine] = useState<Place[]>([])
  const press = useRef<{ from: Place; view: ScatterView; moved: boolean } | null>(null)
  const ranges = useMemo(() => rangesOf(points), [points])
  const cloud = useMemo(() => normalised(points, ranges), [points, ranges])
  const { canvas, size, drawn } = useScatterDrawer(host, { cloud, group, groups, chosen, focused, view, colors })
  const { onFewer } = props
  useEffect(() => onFewer(drawn < group.length ? drawn : 0), [drawn, group.length, onFewer])
  useEffect(() => setFocused(null), [points])

  /** Made when it is needed: a pointer that only moves the map needs no places of points. */
  const pixels = (): Float32Array =>
    pixelsOf(cloud, matrixOf(view, size.width / size.height), size, (point) => groups[group[point]!]?.hidden !== true)

  function placeOf(event: PointerEvent): Place {
    const box = event.currentTarget.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  function onDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    press.current = { from: placeOf(event), view, moved: false }
    setLine(props.drawing ? [placeOf(event)] : [])
  }
  function onMove(event: PointerEvent<HTMLDivElement>): void {
    const start = press.current
    if (!start) return
    const place = placeOf(event)
    const [x, y] = [place[0] - start.from[0], place[1] - start.from[1]]
    start.moved ||= Math.hypot(x, y) > CLICK_PX
    if (!start.moved) return
    if (props.drawing) setLine((before) => [...before, place])
    else props.onView(moved(start.view, { x: x / size.width, y: y / size.height }))
  }
  function onUp(event: PointerEvent<HTMLDivElement>): void {
    const start = press.current
    press.current = null
    if (!start) return
    const add = event.shiftKey || event.ctrlKey || event.metaKey
    if (props.drawing && start.moved) {
      props.onChoose(pointsWithin(pixels(), line), add ? 'add' : 'only')
      setLine([])
    } else if (!start.moved) {
      const [x, y] = placeOf(event)
      const point = nearestPoint(pixels(), x, y, REACH_PX)
      if (point !== null) setFocused(point)
      props.onChoose(point === null ? [] : [point], add ? 'toggle' : 'only')
    }
  }
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key.startsWith('Arrow')) step(event.key)
    else if (event.key === '+' || event.key === '=') props.onView(zoomed(view, ZOOM_STEP))
    else if (event.key === '-') props.onView(zoomed(view, 1 / ZOOM_STEP))
    else if (event.key === '0') props.onView({ ...view, x: 0, y: 0, zoom: 1 })
    else if (focused !== null && event.key === ' ') props.onChoose([focused], 'toggle')
    else if (focused !== null && event.key === 'Enter') props.onOpen(focused)
    else if (event.key === 'Escape') {
      setLine([])
      props.onChoose([], 'only')
    } else return
    event.preventDefault()
  }
  function step(key: string): void {
    const all = pixels()
    const next =
      focused === null
        ? nearestPoint(all, size.width / 2, size.height / 2, Math.hypot(size.width, size.height))
        : pointTowards(all, focused, key)
    if (next !== null) setFocused(next)
  }
  useWheel(host, (event) => props.onView(zoomed(view, event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP)))

  return (
    <>
      <div
        className={`plot-scatter${props.drawing ? ' plot-scatter--drawing' : ''}`}
        ref={host}
        role="application"
        tabIndex={0}
        aria-label={`Map: ${title}`}
        aria-description="Press ? for keys. Arrows step to the nearest point, Space chooses it, Enter opens it."
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onKeyDown={onKey}
      >
        <ScatterAxes view={view} ranges={ranges} titles={axisTitles} size={size} />
        <canvas ref={canvas} aria-hidden="true" />
        {line.length > 1 && (
          <svg className="plot-scatter__line" width={size.width} height={size.height} aria-hidden="true">
            <polygon points={line.map((place) => place.join()).join(' ')} />
          </svg>
        )}
      </div>
      <p className="plot-figure__summary" role="status">
        {focused === null ? 'Click a point, or use the arrow keys.' : nameOf(focused)}
      </p>
    </>
  )
}

function moved(view: ScatterView, by: { x: number; y: number }): ScatterView {
  if (view.inSpace) {
    const tilt = Math.min(Math.PI / 2, Math.max(-Math.PI / 2, view.tilt + by.y * Math.PI))
    return { ...view, turn: view.turn + by.x * Math.PI * 2, tilt }
  }
  return { ...view, x: view.x - (by.x * 2) / view.zoom, y: view.y + (by.y * 2) / view.zoom }
}

function zoomed(view: ScatterView, factor: number): ScatterView {
  return { ...view, zoom: Math.min(MOST_ZOOM, Math.max(0.5, view.zoom * factor)) }
}

/** React's own wheel listener cannot keep the page from scrolling. */
function useWheel(host: { readonly current: HTMLElement | null }, onWheel: (event: WheelEvent) => void): void {
  const latest = useRef(onWheel)
  useEffect(() => {
    latest.current = onWheel
  })
  useEffect(() => {
    const element = host.current
    const listen = (event: WheelEvent): void => {
      // The page scrolls as everywhere unless the map has focus.
      if (document.activeElement !== element && !event.ctrlKey) return
      event.preventDefault()
      latest.current(event)
    }
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [host])
}
