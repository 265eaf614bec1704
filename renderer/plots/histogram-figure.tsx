/** How often values occur: bars, side by side for several groups, with a mark where a decision is made. */
import type { Histogram } from '../../shared/nn/histogram.ts'
import { FigureFrame, PlotLegend } from './figure-frame.tsx'
import { threeDigits } from './quantities.ts'

const WIDTH = 480
const MARGIN = { left: 44, right: 8, top: 8, bottom: 34 }

export interface HistogramGroup {
  name: string
  color: string
  histogram: Histogram
}

interface Props {
  title: string
  xTitle: string
  /** All with the same bins. */
  groups: readonly HistogramGroup[]
  mark?: { name: string; value: number }
  heightPx?: number
}

const total = ({ counts }: Histogram): number => counts.reduce((sum, count) => sum + count, 0)

export function HistogramFigure({ title, xTitle, groups, mark, heightPx = 180 }: Props) {
  const first = groups[0]?.histogram
  if (!first) return null
  const { low, high } = first
  const bins = first.counts.length
  const most = Math.max(1, ...groups.flatMap(({ histogram }) => histogram.counts))
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: heightPx - MARGIN.top - MARGIN.bottom }
  const bottom = MARGIN.top + inner.height
  const slot = inner.width / bins
  const bar = (slot * 0.9) / groups.length
  const x = (value: number): number => MARGIN.left + ((value - low) / (high - low || 1)) * inner.width
  const said = groups
    .map(({ name, histogram }) => `${name}: ${total(histogram).toLocaleString('en')} values`)
    .join('; ')
  return (
    <FigureFrame
      title={title}
      summary={`${said}; ${threeDigits(low)} to ${threeDigits(high)}${mark ? `; ${mark.name} at ${threeDigits(mark.value)}` : ''}`}
      hasPicture={false}
      table={() => ({
        columns: [`${xTitle}, from`, ...groups.map(({ name }) => name)],
        rows: first.counts.map((_, bin) => [
          low + (bin * (high - low)) / bins,
          ...groups.map(({ histogram }) => histogram.counts[bin] ?? 0),
        ]),
      })}
    >
      {groups.length > 1 && <PlotLegend entries={groups} />}
      <svg className="plot-area plot-histogram" viewBox={`0 0 ${WIDTH} ${heightPx}`} aria-hidden="true">
        {groups.map(({ name, color, histogram }, group) =>
          histogram.counts.map((count, bin) => {
            const height = (count / most) * inner.height
            const left = MARGIN.left + bin * slot + slot * 0.05 + group * bar
            return <rect key={`${name}${bin}`} x={left} y={bottom - height} width={bar} height={height} fill={color} />
          }),
        )}
        <line className="plot-histogram__axis" x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={bottom} y2={bottom} />
        <text x={MARGIN.left} y={bottom + 13}>
          {threeDigits(low)}
        </text>
        <text x={WIDTH - MARGIN.right} y={bottom + 13} textAnchor="end">
          {threeDigits(high)}
        </text>
        <text x={MARGIN.left + inner.width / 2} y={bottom + 28} textAnchor="middle">
          {xTitle}
        </text>
        <text x={MARGIN.left - 4} y={MARGIN.top + 9} textAnchor="end">
          {most.toLocaleString('en')}
        </text>
        <text transform={`translate(11 ${MARGIN.top + inner.height / 2}) rotate(-90)`} textAnchor="middle">
          Count
        </text>
        {mark && mark.value >= low && mark.value <= high && (
          <>
            <line className="plot-histogram__mark" x1={x(mark.value)} x2={x(mark.value)} y1={MARGIN.top} y2={bottom} />
            <text x={x(mark.value) + 4} y={MARGIN.top + 10}>
              {mark.name}
            </text>
          </>
        )}
      </svg>
    </FigureFrame>
  )
}
