/** One axis of the live plot. It is drawn by a handle, so that readings never pass through React. */
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { AXIS_WIDTH_PX, PlotCanvas, type PlotHandle, type PlotSetup, TITLE_HEIGHT_PX } from './plot-canvas.tsx'
import { axisColor, usePlotColors } from './plot-colors.ts'
import { axisTitle, threeDigits, unitText } from './quantities.ts'
import type { Lane } from './reading-ring.ts'

export interface LiveFrame {
  lane: Lane
  from: number
  to: number
  range: readonly [number, number]
  mark: { from: number; to: number } | null
  cursor: number | null
}

export interface Said {
  value: number | null
  /** null: the latest value. */
  atSeconds: number | null
  low: number
  high: number
  rateHz: number | null
}

export interface LiveLaneHandle {
  draw(frame: LiveFrame): void
  say(said: Said, nowMs: number): void
  readonly columns: number
}

interface Props {
  axis: { name: string; unit: string }
  heightPx: number
  isLowest: boolean
  textEveryMs: number
  onHandle: (handle: LiveLaneHandle | null) => void
}

export function LiveLane({ axis, heightPx, isLowest, textEveryMs, onHandle }: Props) {
  const colors = usePlotColors()
  const plot = useRef<PlotHandle | null>(null)
  const value = useRef<HTMLSpanElement>(null)
  const mark = useRef<HTMLDivElement>(null)
  const cursor = useRef<HTMLDivElement>(null)
  const isLow = heightPx < TITLE_HEIGHT_PX
  const setup: PlotSetup = useMemo(
    () => ({
      xTitle: isLowest ? 'Time (s)' : null,
      yTitle: isLow ? '' : axisTitle(axis.name, axis.unit),
      series: [{ name: axis.name, color: axisColor(colors, axis.name) }],
    }),
    [axis.name, axis.unit, isLow, isLowest, colors],
  )
  const onPlot = useCallback((handle: PlotHandle | null) => {
    plot.current = handle
  }, [])
  const give = useRef(onHandle)
  useEffect(() => {
    give.current = onHandle
  })
  useEffect(() => {
    let saidAt = 0
    give.current({
      get columns() {
        return plot.current?.columns ?? 600
      },
      draw(frame) {
        plot.current?.draw({ data: [frame.lane.times, frame.lane.values], x: [frame.from, frame.to], y: frame.range })
        if (cursor.current) placeCursor(cursor.current, frame, plot.current?.columns ?? 0)
        if (mark.current) placeMark(mark.current, frame, plot.current?.columns ?? 0)
      },
      say(said, nowMs) {
        // The value at the cursor follows the hand; the latest one is written no faster than it can be read.
        if (!value.current || (said.atSeconds === null && nowMs - saidAt < textEveryMs)) return
        saidAt = nowMs
        value.current.textContent = words(said, unitText(axis.unit))
      },
    })
    return () => give.current(null)
  }, [axis.unit, textEveryMs])
  return (
    <div className="plot-lane">
      <PlotCanvas setup={setup} heightPx={heightPx + (isLowest ? 44 : 0)} onPlot={onPlot} />
      <div className="plot-overlay plot-mark" ref={mark} hidden />
      <div className="plot-overlay plot-live-cursor" ref={cursor} hidden />
      {isLow && <span className="plot-lane__title">{axisTitle(axis.name, axis.unit)}</span>}
      <span className="plot-lane__value" aria-hidden="true">
        <span ref={value}>no reading yet</span>
      </span>
    </div>
  )
}

function words({ value, atSeconds, low, high, rateHz }: Said, unit: string): string {
  if (value === null) return 'no reading yet'
  const number = `${threeDigits(value)} ${unit}`.trim()
  if (atSeconds !== null) return `${number} at ${atSeconds.toFixed(2)} s`
  const rate = rateHz === null ? '' : `, ${threeDigits(rateHz)} a second`
  return `${number} (${threeDigits(low)} to ${threeDigits(high)}${rate})`
}

function placeCursor(element: HTMLElement, { from, to, cursor }: LiveFrame, widthPx: number): void {
  element.hidden = cursor === null || cursor < from || cursor > to
  if (cursor !== null) element.style.left = `${AXIS_WIDTH_PX + ((cursor - from) / (to - from)) * widthPx}px`
}

function placeMark(element: HTMLElement, frame: LiveFrame, widthPx: number): void {
  element.hidden = frame.mark === null || frame.mark.to < frame.from
  if (!frame.mark) return
  const pxPerSecond = widthPx / (frame.to - frame.from)
  const left = Math.max(0, (frame.mark.from - frame.from) * pxPerSecond)
  element.style.left = `${AXIS_WIDTH_PX + left}px`
  element.style.width = `${Math.max(0, (Math.min(frame.mark.to, frame.to) - frame.from) * pxPerSecond - left)}px`
}
