/** Lines over a common x: curves of training, spectra, filter responses. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { roomAround } from './decimate.ts'
import { FigureFrame, type LegendEntry, PlotLegend } from './figure-frame.tsx'
import { PlotCanvas, type PlotHandle, type PlotSetup } from './plot-canvas.tsx'
import { threeDigits } from './quantities.ts'
import type { PlotTable } from './save-file.ts'

export interface XyLine extends LegendEntry {
  x: ArrayLike<number>
  y: ArrayLike<number>
}

interface Props {
  title: string
  xTitle: string
  yTitle: string
  lines: readonly XyLine[]
  summary?: string
  heightPx?: number
  /** Fixed ends; found from the values where absent. */
  xRange?: readonly [number, number]
  yRange?: readonly [number, number]
}

/** One list of x for all lines; undefined where a line has no point. */
export function alignLines(lines: readonly XyLine[]): [number[], ...(number | null | undefined)[][]] {
  const xs = [...new Set(lines.flatMap((line) => Array.from(line.x)))].sort((left, right) => left - right)
  const ys = lines.map((line) => {
    const values = new Map(Array.from(line.x, (x, index) => [x, line.y[index]]))
    return xs.map((x) => values.get(x))
  })
  return [xs, ...ys]
}

function ends(values: Iterable<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

function* all(lines: readonly XyLine[], part: 'x' | 'y'): Generator<number> {
  for (const line of lines) yield* Array.from(line[part])
}

function linesTable(xTitle: string, lines: readonly XyLine[]): PlotTable {
  const [xs, ...ys] = alignLines(lines)
  return {
    columns: [xTitle, ...lines.map((line) => line.name)],
    rows: xs.map((x, row) => [x, ...ys.map((y) => y[row] ?? null)]),
  }
}

export function linesSummary(lines: readonly XyLine[]): string {
  const parts = lines.map((line) => {
    const last = line.y[line.y.length - 1]
    return `${line.name}: ${line.y.length} ${line.y.length === 1 ? 'point' : 'points'}${last === undefined ? '' : `, last ${threeDigits(last)}`}`
  })
  return parts.length > 0 ? parts.join('; ') : 'No points yet'
}

export function XyPlot(props: Props) {
  const { title, xTitle, yTitle, lines, summary, heightPx = 180, xRange, yRange } = props
  const [plot, setPlot] = useState<{ handle: PlotHandle } | null>(null)
  const look = JSON.stringify(lines.map(({ name, color, dashed }) => ({ name, color, dashed })))
  const setup: PlotSetup = useMemo(
    // The look alone makes a new plot; new points only draw again.
    () => ({ xTitle, yTitle, series: lines.map(({ name, color, dashed = false }) => ({ name, color, dashed })) }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `look` stands for the part of `lines` that is used
    [xTitle, yTitle, look],
  )
  const onPlot = useCallback((handle: PlotHandle | null) => setPlot(handle && { handle }), [])
  useEffect(() => {
    const found = ends(all(lines, 'x'))
    const x = xRange ?? (found[0] < found[1] ? found : roomAround(...found))
    plot?.handle.draw({ data: alignLines(lines), x, y: yRange ?? roomAround(...ends(all(lines, 'y'))) })
  }, [plot, lines, xRange, yRange])
  return (
    <FigureFrame title={title} summary={summary ?? linesSummary(lines)} table={() => linesTable(xTitle, lines)}>
      {lines.length > 1 && <PlotLegend entries={lines} />}
      <div className="plot-area">
        <PlotCanvas setup={setup} heightPx={heightPx} onPlot={onPlot} />
      </div>
    </FigureFrame>
  )
}
