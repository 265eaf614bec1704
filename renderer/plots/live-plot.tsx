/** What the board sends now: lanes that move. Readings go from the event to a ring and from there to the canvas. */
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useEvent } from '../app/use-event.ts'
import { Button } from '../components/button.tsx'
import { Select } from '../components/select.tsx'
import { roomAround } from './decimate.ts'
import { FigureFrame } from './figure-frame.tsx'
import { LiveLane, type LiveLaneHandle, type Said } from './live-lane.tsx'
import { type HeldView, heldViewAfter, zoomHeld } from './live-view.ts'
import { AXIS_WIDTH_PX } from './plot-canvas.tsx'
import { axisTitle, floatDigits, threeDigits, unitText } from './quantities.ts'
import { ReadingRing } from './reading-ring.ts'
import { useWheel } from './use-wheel.ts'

/** Kept for looking back while paused. */
const KEPT_SECONDS = 60
/** Last values are written this often: faster cannot be read. */
const TEXT_EVERY_MS = 200
const SPANS = ['2', '5', '10', '30', '60', '300', 'all'] as const
const SPAN_OPTIONS = SPANS.map((value) => ({ value, label: spanName(value) }))
const WHEEL_ZOOM = 1.2

interface Props {
  title: string
  /** From the connection: what comes, and how often. */
  axes: readonly { name: string; unit: string }[]
  rateHz: number
  laneHeightPx?: number
  spanSeconds?: (typeof SPANS)[number]
  /** Drawn in the corner: countdown, "Recording wave 1.4 s". */
  corner?: ReactNode
  recording?: boolean
  /** Stretch in board time to mark: the window being judged. */
  mark?: { current: { from: number; to: number } | null }
  onKey?: (key: string) => boolean
  tools?: ReactNode
}

/** Grows to hold what is seen and never shrinks by itself. */
class LaneRange {
  low = Number.POSITIVE_INFINITY
  high = Number.NEGATIVE_INFINITY
  take(values: readonly (number | null)[]): [number, number] {
    for (const value of values) {
      if (value === null) continue
      if (value < this.low) this.low = value
      if (value > this.high) this.high = value
    }
    return roomAround(this.low, this.high)
  }
}

export function LivePlot(props: Props) {
  const { title, axes, rateHz, laneHeightPx = 88, spanSeconds = '5', corner, recording, onKey, tools, mark } = props
  const [span, setSpan] = useState<(typeof SPANS)[number]>(spanSeconds)
  const names = axes.map((axis) => axis.name).join()
  const ring = useMemo(
    () => new ReadingRing(Math.max(1, axes.length), Math.max(100, Math.ceil(rateHz * KEPT_SECONDS))),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the names stand for the list of axes
    [names, rateHz],
  )
  const ranges = useRef<LaneRange[]>([])
  const lanes = useRef<(LiveLaneHandle | null)[]>([])
  const held = useHeldView(ring, span)
  const area = useRef<HTMLDivElement>(null)
  useWheel(area, ({ ctrlKey, metaKey, clientX, deltaY }) => {
    const isZoom = (ctrlKey || metaKey) && held.paused
    if (isZoom) held.zoom(momentOf(area.current, clientX, lanes.current[0]?.columns ?? 0), deltaY)
    return isZoom
  })
  const summary = `${axes.length} ${axes.length === 1 ? 'axis' : 'axes'}, ${names.replace(/,/g, ' ')}, ${[...new Set(axes.map((axis) => unitText(axis.unit)))].join(' ')}, ${threeDigits(rateHz)} readings a second`

  useEvent('devices/readings', ({ payload }) => {
    if (payload.axes.length === ring.axisCount) ring.add(payload)
  })
  const fit = useCallback(() => {
    ranges.current = []
  }, [])
  useEffect(fit, [fit, ring])
  useFrames((now) => {
    const view = held.view.current
    if (view && !held.takeChanged()) return
    const { from, to } = view ?? liveSpan(ring, span)
    const drawn = ring.between({
      from,
      to: view ? to : Number.POSITIVE_INFINITY,
      columns: lanes.current[0]?.columns ?? 600,
    })
    for (const [axis, lane] of drawn.entries()) {
      const seen = (ranges.current[axis] ??= new LaneRange())
      const range = seen.take(lane.values)
      lanes.current[axis]?.draw({ lane, from, to, range, mark: mark?.current ?? null, cursor: view?.cursor ?? null })
      lanes.current[axis]?.say(saying(ring, axis, seen, view), now)
    }
  })
  return (
    <FigureFrame
      title={title}
      summary={summary}
      table={() => ringTable(ring, axes)}
      tools={
        <>
          {tools}
          <SpanSelect span={span} onSpan={setSpan} />
          <Button size="small" onPress={fit}>
            Fit
          </Button>
          <Button size="small" icon={held.paused ? 'play' : 'pause'} pressed={held.paused} onPress={held.toggle}>
            Pause
          </Button>
        </>
      }
    >
      <div
        className={`plot-area${recording === true ? ' plot-area--recording' : ''}`}
        role="application"
        aria-label={title}
        aria-description={`Press ? for keys. Space holds it still; then arrows, plus and minus inspect it. ${summary}`}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return
          const known = (onKey?.(event.key) ?? false) || held.onKey(event)
          if (known) event.preventDefault()
        }}
        ref={area}
        onPointerMove={(event) => held.point(momentOf(area.current, event.clientX, lanes.current[0]?.columns ?? 0))}
      >
        {axes.map((axis, index) => (
          <LiveLane
            key={axis.name}
            axis={axis}
            heightPx={laneHeightPx}
            isLowest={index === axes.length - 1}
            textEveryMs={TEXT_EVERY_MS}
            onHandle={(handle) => (lanes.current[index] = handle)}
          />
        ))}
        {corner && <div className="plot-corner">{corner}</div>}
      </div>
    </FigureFrame>
  )
}

function spanName(span: string): string {
  if (span === 'all') return 'all'
  return Number(span) < 60 ? `${span} s` : `${Number(span) / 60} min`
}

function SpanSelect({ span, onSpan }: { span: string; onSpan: (span: (typeof SPANS)[number]) => void }) {
  return (
    <div className="plot-span">
      <Select label="Seen" value={SPANS.find((one) => one === span) ?? '5'} options={SPAN_OPTIONS} onChange={onSpan} />
    </div>
  )
}

function liveSpan(ring: ReadingRing, span: (typeof SPANS)[number]): { from: number; to: number } {
  const length = span === 'all' ? Math.max(1, ring.newestSeconds - ring.oldestSeconds) : Number(span)
  const to = Math.max(ring.newestSeconds, length)
  return { from: to - length, to }
}

/** Where in the width of the lines the pointer is, 0 … 1; null beside them. */
function momentOf(area: HTMLElement | null, clientX: number, columns: number): number | null {
  const x = clientX - (area?.getBoundingClientRect().left ?? 0) - AXIS_WIDTH_PX
  return columns > 0 && x >= 0 && x <= columns ? x / columns : null
}

/** Holding still and looking around: the stream goes on behind it. */
function useHeldView(ring: ReadingRing, span: (typeof SPANS)[number]) {
  const [paused, setPaused] = useState(false)
  const view = useRef<HeldView | null>(null)
  const changed = useRef(false)
  const bounds = () => ({ from: ring.oldestSeconds, to: ring.newestSeconds })
  function show(next: HeldView | null): void {
    view.current = next
    changed.current = true
  }
  useEffect(() => {
    if (view.current) show({ ...view.current, ...liveSpan(ring, span), cursor: view.current.cursor })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- another span shows another stretch, nothing else does
  }, [span])
  function toggle(): void {
    show(paused ? null : { ...liveSpan(ring, span), cursor: null })
    setPaused(!paused)
  }
  const at = (share: number, { from, to }: HeldView): number => from + share * (to - from)
  return {
    paused,
    view,
    toggle,
    takeChanged(): boolean {
      const was = changed.current
      changed.current = false
      return was
    },
    point(share: number | null) {
      if (view.current) show({ ...view.current, cursor: share === null ? null : at(share, view.current) })
    },
    zoom(share: number | null, deltaY: number) {
      if (!view.current || share === null) return
      const factor = deltaY > 0 ? WHEEL_ZOOM : 1 / WHEEL_ZOOM
      show(zoomHeld(view.current, bounds(), { at: at(share, view.current), factor }))
    },
    onKey(event: { key: string; shiftKey: boolean }): boolean {
      if (event.key === ' ') {
        toggle()
        return true
      }
      const next = view.current && heldViewAfter(view.current, bounds(), event)
      if (next) show(next)
      return next !== null
    },
  }
}

/** What stands beside a lane: the value at the cursor, or the latest one with range and rate. */
function saying(ring: ReadingRing, axis: number, { low, high }: LaneRange, view: HeldView | null): Said {
  const at = view?.cursor ?? null
  if (at !== null) return { value: ring.valueAt(axis, at), atSeconds: at, low, high, rateHz: null }
  return { value: ring.latest(axis), atSeconds: null, low, high, rateHz: ring.rateHz() }
}

/** Calls once a frame of the screen, and never in a hidden window. */
function useFrames(onFrame: (now: number) => void): void {
  const latest = useRef(onFrame)
  useEffect(() => {
    latest.current = onFrame
  })
  useEffect(() => {
    let request = requestAnimationFrame(function frame(now) {
      latest.current(now)
      request = requestAnimationFrame(frame)
    })
    return () => cancelAnimationFrame(request)
  }, [])
}

function ringTable(ring: ReadingRing, axes: Props['axes']) {
  const lanes = ring.since(0, Number.MAX_SAFE_INTEGER)
  const times = lanes[0]?.times ?? []
  return {
    columns: ['Time (s)', ...axes.map((axis) => axisTitle(axis.name, axis.unit))],
    rows: times.map((time, row) => [Number(time.toFixed(4)), ...lanes.map((lane) => exact(lane.values[row]))]),
  }
}

function exact(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : floatDigits(value)
}
