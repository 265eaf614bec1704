/** A map of windows: near means alike. Plotly comes only when a map is shown. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { PlotlyHTMLElement } from 'plotly.js'
import { Button } from '../components/button.tsx'
import { LabelChip } from '../components/label-chip.tsx'
import { type ExplorerPoints, countByLabel, explorerLayout, explorerTraces } from './explorer-traces.ts'
import { FigureFrame } from './figure-frame.tsx'
import { usePlotColors } from './plot-colors.ts'

interface Props {
  title: string
  points: ExplorerPoints
  placeOf: (label: string) => number
  nameOf: (sampleId: number) => string
  onPoint: (sampleId: number) => void
}

export function ExplorerPlot({ title, points, placeOf, nameOf, onPoint }: Props) {
  const [inSpace, setInSpace] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const look = useMemo(() => ({ inSpace, hidden, placeOf, nameOf }), [inSpace, hidden, placeOf, nameOf])
  const counts = useMemo(() => countByLabel(points), [points])
  const shown = points.label.length
  const left =
    shown < points.total ? `, showing ${shown.toLocaleString('en')} of ${points.total.toLocaleString('en')}` : ''
  const toggle = (name: string): void => {
    const next = new Set(hidden)
    if (!next.delete(name)) next.add(name)
    setHidden(next)
  }
  return (
    <FigureFrame
      title={title}
      summary={`${shown.toLocaleString('en')} points, ${points.labels.length} labels${left}`}
      table={() => ({
        columns: ['Sample', 'Start (ms)', 'Label', ...points.axisTitles],
        rows: Array.from(points.label, (label, point) => [
          nameOf(points.sampleId[point] ?? 0),
          points.startMs[point] ?? 0,
          points.labels[label] ?? '',
          ...points.points.subarray(point * 3, point * 3 + 3),
        ]),
      })}
      hasPicture={false}
      tools={
        <Button size="small" pressed={inSpace} onPress={() => setInSpace(!inSpace)}>
          3-D
        </Button>
      }
    >
      <div className="ui-row" role="group" aria-label="Legend">
        {points.labels.map((name, label) => (
          <LabelChip
            key={name}
            name={name}
            color={placeOf(name)}
            count={counts[label] ?? 0}
            pressed={!hidden.has(name)}
            onPress={() => toggle(name)}
          />
        ))}
      </div>
      <Map points={points} look={look} onPoint={onPoint} />
    </FigureFrame>
  )
}

interface MapProps {
  points: ExplorerPoints
  look: Pick<Parameters<typeof explorerTraces>[1], 'inSpace' | 'hidden' | 'placeOf' | 'nameOf'>
  onPoint: (sampleId: number) => void
}

type Plotly = (typeof import('plotly.js-gl3d-dist-min'))['default']

function Map({ points, look, onPoint }: MapProps) {
  const colors = usePlotColors()
  const host = useRef<HTMLDivElement>(null)
  const [plotly, setPlotly] = useState<Plotly | null>(null)
  const [problem, setProblem] = useState('')
  const press = useRef(onPoint)
  useEffect(() => {
    press.current = onPoint
  })
  useEffect(() => {
    import('plotly.js-gl3d-dist-min').then(
      (library) => setPlotly(() => library.default),
      () => setProblem('The map could not be loaded. Reload the page to try again.'),
    )
  }, [])
  useEffect(() => {
    const element = host.current
    if (!plotly || !element) return
    const whole = { ...look, colors }
    const options = { displaylogo: false, displayModeBar: false, responsive: true }
    plotly.react(element, explorerTraces(points, whole), explorerLayout(points, whole), options).then(
      (drawn) => listen(drawn, (point) => press.current(points.sampleId[point] ?? 0)),
      () => setProblem('This computer cannot draw the map in space. Choose the flat one.'),
    )
  }, [plotly, points, look, colors])
  useEffect(() => {
    const element = host.current
    return () => {
      if (plotly && element) plotly.purge(element)
    }
  }, [plotly])
  return (
    <div className="plot-area">
      {problem !== '' && <p role="alert">{problem}</p>}
      <div className="plot-map" ref={host} role="img" aria-label="Map of the windows" />
    </div>
  )
}

function listen(drawn: PlotlyHTMLElement, onPoint: (point: number) => void): void {
  drawn.removeAllListeners('plotly_click')
  drawn.on('plotly_click', ({ points }) => {
    const point = points[0]?.customdata
    if (typeof point === 'number') onPoint(point)
  })
}
