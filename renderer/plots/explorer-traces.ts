/** Points by label as Plotly wants them: one trace a label, with its colour and marker. */
import type { Data, Layout } from 'plotly.js'
import { labelLook } from '../components/label-look.ts'
import { labelColor, type PlotColors } from './plot-colors.ts'

export interface ExplorerPoints {
  /** `[points, 3]`, row-major. */
  points: Float32Array
  axisTitles: readonly string[]
  /** Place in `labels` of each point. */
  label: Int32Array
  labels: readonly string[]
  sampleId: Int32Array
  startMs: Float32Array
  total: number
}

/** Plotly's names of the twelve markers, in the order of the labels. */
const FLAT_MARKERS = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'triangle-down',
  'cross',
  'star',
  'x',
  'circle-open',
  'square-open',
  'triangle-up-open',
  'diamond-open',
] as const
/** The fewer ones it has in space. */
const SPACE_MARKERS = [
  'circle',
  'square',
  'diamond',
  'cross',
  'x',
  'circle-open',
  'square-open',
  'diamond-open',
] as const

export interface ExplorerLook {
  colors: PlotColors
  inSpace: boolean
  hidden: ReadonlySet<string>
  /** 0-based place of a label in the project's colour order. */
  placeOf: (label: string) => number
  nameOf: (sampleId: number) => string
}

export function countByLabel(points: ExplorerPoints): number[] {
  const counts = points.labels.map(() => 0)
  for (const label of points.label) counts[label] = (counts[label] ?? 0) + 1
  return counts
}

function pointsOf(points: ExplorerPoints, label: number): number[] {
  const found: number[] = []
  for (let point = 0; point < points.label.length; point++) if (points.label[point] === label) found.push(point)
  return found
}

export function explorerTraces(points: ExplorerPoints, look: ExplorerLook): Data[] {
  return points.labels.map((name, label) => {
    const chosen = pointsOf(points, label)
    const coordinate = (axis: number): number[] => chosen.map((point) => points.points[point * 3 + axis] ?? 0)
    const place = look.placeOf(name)
    const symbols = look.inSpace ? SPACE_MARKERS : FLAT_MARKERS
    const marker = {
      color: labelColor(look.colors, place),
      symbol: symbols[place % symbols.length] ?? 'circle',
      size: look.inSpace ? 3.5 : 7,
      opacity: 0.8,
    }
    const common = {
      name,
      mode: 'markers' as const,
      visible: !look.hidden.has(name),
      x: coordinate(0),
      y: coordinate(1),
      customdata: chosen,
      text: chosen.map(
        (point) =>
          `${labelLook(place).marker} ${name}: ${look.nameOf(points.sampleId[point] ?? 0)} at ${Math.round(points.startMs[point] ?? 0)} ms`,
      ),
      hoverinfo: 'text' as const,
      marker,
    }
    return look.inSpace ? { ...common, type: 'scatter3d', z: coordinate(2) } : { ...common, type: 'scatter' }
  })
}

export function explorerLayout(points: ExplorerPoints, look: ExplorerLook): Partial<Layout> {
  const { colors } = look
  const axis = (index: number) => ({
    title: { text: points.axisTitles[index] ?? '' },
    gridcolor: colors.divider,
    zerolinecolor: colors.edge,
    color: colors.muted,
  })
  const back = { paper_bgcolor: colors.surface, plot_bgcolor: colors.surface }
  const font = { family: colors.font, size: colors.fontSizePx, color: colors.text }
  const frame = { ...back, font, showlegend: false, uirevision: String(look.inSpace), autosize: true }
  if (look.inSpace) {
    const margin = { l: 0, r: 0, t: 0, b: 0 }
    return { ...frame, margin, scene: { xaxis: axis(0), yaxis: axis(1), zaxis: axis(2) } }
  }
  return { ...frame, margin: { l: 56, r: 16, t: 8, b: 44 }, xaxis: axis(0), yaxis: axis(1) }
}
