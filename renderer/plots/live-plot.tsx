/** What the board sends now: lanes that move. Readings go from the event to a ring and from there to the canvas. */
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useEvent } from '../app/use-event.ts'
import { Button } from '../components/button.tsx'
import { Select } from '../components/select.tsx'
import { roomAround } from './decimate.ts'
import { FigureFrame } from './figure-frame.tsx'
import { LiveLane, type LiveLaneHandle } from './live-lane.tsx'
import { axisTitle, floatDigits, threeDigits, unitText } from './quantities.ts'
import { ReadingRing } from './reading-ring.ts'

/** Kept for looking back while paused. */
const KEPT_SECONDS = 60
/** Last values are written this often: faster cannot be read. */
const TEXT_EVERY_MS = 200
const SPANS = ['2', '5', '10', '30'] as const

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
  const [paused, setPaused] = useState(false)
  const names = axes.map((axis) => axis.name).join()
  const ring = useMemo(
    () => new ReadingRing(Math.max(1, axes.length), Math.max(100, Math.ceil(rateHz * KEPT_SECONDS))),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the names stand for the list of axes
    [names, rateHz],
  )
  const ranges = useRef<LaneRange[]>([])
  const lanes = useRef<(LiveLaneHandle | null)[]>([])
  const summary = `${axes.length} axes, ${names.replace(/,/g, ' ')}, ${[...new Set(axes.map((axis) => unitText(axis.unit)))].join(' ')}, ${threeDigits(rateHz)} readings a second`

  useEvent('devices/readings', ({ payload }) => {
    if (payload.axes.length === ring.axisCount) ring.add(payload)
  })
  const fit = useCallback(() => {
    ranges.current = []
  }, [])
  useEffect(fit, [fit, ring])
  useFrames(paused, (now) => {
    const to = Math.max(ring.newestSeconds, Number(span))
    const from = to - Number(span)
    const drawn = ring.since(from, lanes.current[0]?.columns ?? 600)
    for (const [axis, lane] of drawn.entries()) {
      const range = (ranges.current[axis] ??= new LaneRange()).take(lane.values)
      lanes.current[axis]?.draw({ lane, from, to, range, mark: mark?.current ?? null })
      lanes.current[axis]?.say(ring.latest(axis), now)
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
          <Button size="small" icon={paused ? 'play' : 'pause'} pressed={paused} onPress={() => setPaused(!paused)}>
            Pause
          </Button>
        </>
      }
    >
      <div
        className={`plot-area${recording === true ? ' plot-area--recording' : ''}`}
        role="application"
        aria-label={title}
        aria-description={`Press ? for keys. ${summary}`}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return
          const known = (onKey?.(event.key) ?? false) || (event.key === ' ' && (setPaused(!paused), true))
          if (known) event.preventDefault()
        }}
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

function SpanSelect({ span, onSpan }: { span: string; onSpan: (span: (typeof SPANS)[number]) => void }) {
  const options = SPANS.map((value) => ({ value, label: `${value} s` }))
  return (
    <div className="plot-span">
      <Select label="Seen" value={SPANS.find((one) => one === span) ?? '5'} options={options} onChange={onSpan} />
    </div>
  )
}

/** Calls once a frame of the screen; not while paused, and never in a hidden window. */
function useFrames(paused: boolean, onFrame: (now: number) => void): void {
  const latest = useRef(onFrame)
  useEffect(() => {
    latest.current = onFrame
  })
  useEffect(() => {
    if (paused) return undefined
    let request = requestAnimationFrame(function frame(now) {
      latest.current(now)
      request = requestAnimationFrame(frame)
    })
    return () => cancelAnimationFrame(request)
  }, [paused])
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
