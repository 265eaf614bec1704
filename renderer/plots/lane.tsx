/** One strip of a signal plot: one axis, or all of them where they are drawn over each other. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { decimate, type PlotSignal, roomAround, type Summary, summarize, valueRange } from './decimate.ts'
import { axisColor, usePlotColors } from './plot-colors.ts'
import { PlotCanvas, type PlotHandle, type PlotSetup, TITLE_HEIGHT_PX } from './plot-canvas.tsx'
import { axisTitle, unitText } from './quantities.ts'

/** From this many readings on a summary of blocks pays. */
const SUMMARY_FROM_READINGS = 100_000

interface Props {
  signal: PlotSignal
  /** Places of the axes drawn here. */
  axes: readonly number[]
  from: number
  to: number
  isLowest: boolean
  /** Of the lines; the x axis comes below. */
  heightPx: number
}

const X_AXIS_PX = 44

function yTitle(signal: PlotSignal, axes: readonly number[]): string {
  const first = signal.axes[axes[0] ?? 0]
  if (!first) return ''
  return axes.length === 1 ? axisTitle(first.name, first.unit) : unitText(first.unit)
}

function wholeRange(signal: PlotSignal, axes: readonly number[]): [number, number] {
  const ranges = axes.map((axis) => valueRange(signal, axis))
  const low = Math.min(...ranges.map((range) => range[0]))
  const high = Math.max(...ranges.map((range) => range[1]))
  return axes.length === 1 ? [low, high] : roomAround(low, high)
}

/** Several axes share one list of times, as uPlot wants it: all points of all, in order. */
function alignedData(signal: PlotSignal, axes: readonly number[], drawn: ReturnType<typeof decimate>[]) {
  const first = drawn[0]
  if (axes.length === 1 && first) return [first.x, first.y] as [number[], (number | null)[]]
  const times = [...new Set(drawn.flatMap((points) => points.x))].sort((left, right) => left - right)
  const lines = drawn.map((points) => {
    const values = new Map(points.x.map((time, index) => [time, points.y[index]]))
    // undefined: another axis' point, drawn through; null: readings are missing, the line is broken.
    return times.map((time) => values.get(time))
  })
  return [times, ...lines] as [number[], ...(number | null | undefined)[][]]
}

export function Lane({ signal, axes, from, to, isLowest, heightPx }: Props) {
  const colors = usePlotColors()
  const title = yTitle(signal, axes)
  const isLow = heightPx < TITLE_HEIGHT_PX
  const [plot, setPlot] = useState<{ handle: PlotHandle; columns: number } | null>(null)
  const setup: PlotSetup = useMemo(
    () => ({
      xTitle: isLowest ? 'Time (s)' : null,
      yTitle: isLow ? '' : title,
      series: axes.map((axis) => {
        const name = signal.axes[axis]?.name ?? ''
        return { name, color: axisColor(colors, name) }
      }),
    }),
    [signal, axes, title, isLow, isLowest, colors],
  )
  const range = useMemo(() => wholeRange(signal, axes), [signal, axes])
  const summaries: (Summary | null)[] = useMemo(
    () => axes.map((axis) => (signal.values.length >= SUMMARY_FROM_READINGS ? summarize(signal, axis) : null)),
    [signal, axes],
  )
  const onPlot = useCallback((handle: PlotHandle | null) => {
    setPlot(handle && { handle, columns: handle.columns })
  }, [])
  useEffect(() => {
    if (!plot) return
    const view = { from, to, columns: plot.columns }
    const drawn = axes.map((axis, index) => decimate(signal, axis, view, summaries[index] ?? null))
    plot.handle.draw({ data: alignedData(signal, axes, drawn), x: [from, to], y: range })
  }, [plot, signal, axes, from, to, range, summaries])
  return (
    <div className="plot-lane">
      <PlotCanvas setup={setup} heightPx={heightPx + (isLowest ? X_AXIS_PX : 0)} onPlot={onPlot} />
      {isLow && <span className="plot-lane__title">{title}</span>}
    </div>
  )
}
