/** One uPlot in React: made once a setup and theme, fed from outside, sized by its place. The only user of uPlot. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { type PlotColors, usePlotColors } from './plot-colors.ts'
import './plots.css'

/** Room left of the lines for numbers and title, and right of them; overlays are placed by these. */
export const AXIS_WIDTH_PX = 64
export const RIGHT_ROOM_PX = 12
/** In lower lanes an upright title has no room: it lies inside, above the line. */
export const TITLE_HEIGHT_PX = 84
const X_AXIS_HEIGHT_PX = 44
const TOP_ROOM_PX = 8

export interface PlotSeries {
  name: string
  color: string
  dashed?: boolean
}

/** What stays the same while data flow. Keep it in a memo: a new object makes a new plot. */
export interface PlotSetup {
  /** null leaves the x axis to the lane below. */
  xTitle: string | null
  yTitle: string
  series: readonly PlotSeries[]
}

export interface PlotFrame {
  data: uPlot.AlignedData
  x: readonly [number, number]
  y: readonly [number, number]
}

export interface PlotHandle {
  draw(frame: PlotFrame): void
  /** Width of the area of the lines. */
  readonly columns: number
}

interface Props {
  setup: PlotSetup
  heightPx: number
  /** Called with the plot when it is made, and with null when it is gone. */
  onPlot: (plot: PlotHandle | null) => void
}

function plotOptions(setup: PlotSetup, colors: PlotColors, size: { width: number; height: number }): uPlot.Options {
  const font = `${colors.fontSizePx}px ${colors.font}`
  const axis = {
    stroke: colors.muted,
    font,
    labelFont: font,
    labelSize: 18,
    grid: { stroke: colors.divider, width: 1 },
    ticks: { stroke: colors.divider, width: 1, size: 4 },
  }
  return {
    ...size,
    padding: [TOP_ROOM_PX, RIGHT_ROOM_PX, setup.xTitle === null ? TOP_ROOM_PX : 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: [
      setup.xTitle === null
        ? { ...axis, show: true, size: 0, values: () => [], ticks: { show: false } }
        : { ...axis, label: setup.xTitle, size: X_AXIS_HEIGHT_PX - 18 },
      setup.yTitle === ''
        ? { ...axis, size: AXIS_WIDTH_PX, space: 20 }
        : { ...axis, label: setup.yTitle, size: AXIS_WIDTH_PX - 18, space: 24 },
    ],
    series: [
      {},
      ...setup.series.map((one) => ({
        label: one.name,
        stroke: one.color,
        width: 1.5,
        // A single point has no line.
        points: { show: (plot: uPlot) => plot.data[0].length === 1, size: 7, fill: one.color },
        ...(one.dashed === true ? { dash: [6, 4] } : {}),
      })),
    ],
  }
}

function emptyData(setup: PlotSetup): uPlot.AlignedData {
  return [[], ...setup.series.map(() => [])]
}

export function PlotCanvas({ setup, heightPx, onPlot }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const colors = usePlotColors()
  useEffect(() => {
    const element = host.current
    if (!element) return undefined
    const size = { width: Math.max(80, element.clientWidth), height: heightPx }
    const plot = new uPlot(plotOptions(setup, colors, size), emptyData(setup), element)
    const handle: PlotHandle = {
      get columns() {
        return Math.max(1, plot.width - AXIS_WIDTH_PX - RIGHT_ROOM_PX)
      },
      draw({ data, x, y }) {
        plot.batch(() => {
          plot.setData(data, false)
          plot.setScale('x', { min: x[0], max: x[1] })
          plot.setScale('y', { min: y[0], max: y[1] })
        })
      },
    }
    onPlot(handle)
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== plot.width) {
        plot.setSize({ width: Math.max(80, element.clientWidth), height: heightPx })
        onPlot(handle)
      }
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      onPlot(null)
      plot.destroy()
    }
  }, [setup, colors, heightPx, onPlot])
  return <div className="plot-canvas" ref={host} aria-hidden="true" />
}
