/** A map of points: near means alike. Moved and enlarged with the pointer or the keys; a drawn line chooses points. */
import { type ReactNode, useMemo, useState } from 'react'
import { Button } from '../components/button.tsx'
import { FigureFrame } from './figure-frame.tsx'
import type { PlotTable } from './save-file.ts'
import { ScatterSurface } from './scatter-surface.tsx'
import { WHOLE } from './scatter-view.ts'

export interface ScatterGroup {
  name: string
  /** `#rrggbb` */
  color: string
  /** 0…11, as the markers of labels. */
  marker: number
  hidden: boolean
}

export type ChooseHow = 'only' | 'add' | 'toggle'

export interface ScatterProps {
  title: string
  /** `[points, 3]`, row-major. */
  points: Float32Array
  axisTitles: readonly string[]
  /** Place in `groups` of each point; −1 is grey. */
  group: Int32Array
  groups: readonly ScatterGroup[]
  chosen: ReadonlySet<number>
  onChoose: (points: number[], how: ChooseHow) => void
  onOpen: (point: number) => void
  /** What a point is, in a few words. */
  nameOf: (point: number) => string
}

interface Props extends ScatterProps {
  summary: string
  table: () => PlotTable
  tools?: ReactNode
  legend: ReactNode
  inSpace: boolean
}

export function ScatterPlot({ summary, table, tools, legend, inSpace, ...scatter }: Props) {
  const [view, setView] = useState(WHOLE)
  const [drawing, setDrawing] = useState(false)
  const [fewer, setFewer] = useState(0)
  const seen = useMemo(() => ({ ...view, inSpace }), [view, inSpace])
  return (
    <FigureFrame
      title={scatter.title}
      summary={fewer > 0 ? `${summary}. Without WebGL ${fewer.toLocaleString('en')} are drawn` : summary}
      table={table}
      hasPicture={false}
      tools={
        <>
          <Button size="small" pressed={drawing} onPress={() => setDrawing(!drawing)}>
            Draw around points
          </Button>
          <Button size="small" onPress={() => setView(WHOLE)}>
            Fit
          </Button>
          {tools}
        </>
      }
    >
      {legend}
      <ScatterSurface {...scatter} view={seen} onView={setView} drawing={drawing} onFewer={setFewer} />
    </FigureFrame>
  )
}
