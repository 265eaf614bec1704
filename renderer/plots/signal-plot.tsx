/** A recording: lanes of its axes with cursor, zoom and selection, by mouse and by keyboard. */
import { type ReactNode, useId, useMemo, useState } from 'react'
import { Button } from '../components/button.tsx'
import { type PlotSignal, readingAt, readingCount, signalSeconds, timeOfReading } from './decimate.ts'
import { FigureFrame, PlotLegend } from './figure-frame.tsx'
import { Lane } from './lane.tsx'
import { axisColor, usePlotColors } from './plot-colors.ts'
import { axisTitle, floatDigits, threeDigits, unitText } from './quantities.ts'
import type { PlotTable } from './save-file.ts'
import { PlotKeys, SignalSurface } from './signal-surface.tsx'
import { type SignalView, wholeView } from './signal-view.ts'
import type { WindowBandProps } from './window-band.tsx'

/** The picture shows at most this many readings of an axis one by one; beyond, least and greatest of each column. */
const DRAWN_POINTS = 2 * 1200

interface Props {
  title: string
  signal: PlotSignal
  /** Said in the summary: "label wave". */
  label?: string | null
  laneHeightPx?: number
  band?: WindowBandProps
  singleKeys?: boolean
  tools?: ReactNode
  onKey?: (key: string) => boolean
}

export function signalSummary(signal: PlotSignal, label?: string | null): string {
  const parts = [
    `${signal.axes.length} ${signal.axes.length === 1 ? 'axis' : 'axes'}`,
    `${signalSeconds(signal).toFixed(2)} s`,
    `${readingCount(signal).toLocaleString('en')} readings at ${threeDigits(signal.rateHz)} Hz`,
  ]
  const missing = (signal.gaps ?? []).reduce((sum, gap) => sum + gap.readings, 0)
  if (missing > 0) parts.push(`${missing.toLocaleString('en')} missing`)
  if (label !== undefined) parts.push(label === null ? 'no label' : `label ${label}`)
  return parts.join(', ')
}

function signalTable(signal: PlotSignal): PlotTable {
  const axes = signal.axes.length
  return {
    columns: ['Time (s)', ...signal.axes.map((axis) => axisTitle(axis.name, axis.unit))],
    rows: Array.from({ length: readingCount(signal) }, (_, reading) => [
      Number(timeOfReading(signal, reading).toFixed(6)),
      ...Array.from(signal.values.subarray(reading * axes, (reading + 1) * axes), floatDigits),
    ]),
  }
}

/** Draws what is left out in words: "showing 2,400 of 50,000". */
function shownOf(signal: PlotSignal, view: SignalView): string {
  const inside = Math.max(0, readingAt(signal, view.to) - readingAt(signal, view.from))
  return inside > DRAWN_POINTS ? `, showing least and greatest of ${inside.toLocaleString('en')} readings` : ''
}

export function SignalPlot(props: Props) {
  const { title, signal, label, laneHeightPx = 96, band, singleKeys = true, tools, onKey } = props
  const id = useId()
  const colors = usePlotColors()
  const [overlay, setOverlay] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const seconds = signalSeconds(signal)
  const [seen, setSeen] = useState<{ signal: PlotSignal; view: SignalView }>({ signal, view: wholeView(seconds) })
  // Another signal is seen whole from its start.
  const view = seen.signal === signal ? seen.view : wholeView(seconds)
  const sameUnit = new Set(signal.axes.map((axis) => axis.unit)).size === 1
  const mayOverlay = sameUnit && signal.axes.length > 1 && signal.axes.length <= 3
  const lanes = useMemo(() => {
    const places = signal.axes.map((_, axis) => axis)
    return overlay && mayOverlay ? [places] : places.map((axis) => [axis])
  }, [signal, overlay, mayOverlay])
  return (
    <FigureFrame
      title={title}
      summary={signalSummary(signal, label) + shownOf(signal, view)}
      table={() => signalTable(signal)}
      tools={
        <>
          {tools}
          {mayOverlay && (
            <Button size="small" pressed={overlay} onPress={() => setOverlay(!overlay)}>
              Overlay
            </Button>
          )}
        </>
      }
    >
      {lanes.length === 1 && overlay && (
        <PlotLegend entries={signal.axes.map(({ name }) => ({ name, color: axisColor(colors, name) }))} />
      )}
      <SignalSurface
        name={title}
        describedBy={`${id}keys`}
        view={view}
        seconds={seconds}
        singleKeys={singleKeys}
        onView={(next) => setSeen({ signal, view: next })}
        onKey={(key) => {
          if (key !== '?') return onKey?.(key) ?? false
          setShowsKeys(!showsKeys)
          return true
        }}
        {...(band ? { band } : {})}
      >
        {lanes.map((axes, index) => (
          <Lane
            key={axes.join()}
            signal={signal}
            axes={axes}
            from={view.from}
            to={view.to}
            isLowest={index === lanes.length - 1}
            heightPx={axes.length > 1 ? laneHeightPx * 2 : laneHeightPx}
          />
        ))}
      </SignalSurface>
      <p className="ui-hidden" id={`${id}keys`}>
        Press ? for keys. {signalSummary(signal, label)}
      </p>
      <Readout signal={signal} view={view} />
      {showsKeys && <PlotKeys />}
    </FigureFrame>
  )
}

/** Time and values at the cursor, and the length of the selection. */
function Readout({ signal, view }: { signal: PlotSignal; view: SignalView }) {
  const { cursor, selection } = view
  const axes = signal.axes.length
  const reading = cursor === null ? null : Math.min(readingAt(signal, cursor), readingCount(signal) - 1)
  return (
    <output className="plot-readout" aria-label="Cursor">
      {reading !== null && reading >= 0 && (
        <>
          <span>{timeOfReading(signal, reading).toFixed(3)} s</span>
          {signal.axes.map(({ name, unit }, axis) => (
            <span key={name}>
              {name} {threeDigits(signal.values[reading * axes + axis] ?? 0)} {unitText(unit)}
            </span>
          ))}
        </>
      )}
      {selection && (
        <span>
          Selected {selection.from.toFixed(3)} to {selection.to.toFixed(3)} s (
          {(selection.to - selection.from).toFixed(3)} s)
        </span>
      )}
    </output>
  )
}
