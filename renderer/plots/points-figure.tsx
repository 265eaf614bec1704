/** Points over two axes, each one a thing that can be opened: answers beside truths. */
import { FigureFrame } from './figure-frame.tsx'
import { threeDigits } from './quantities.ts'
import { ticksOf } from './scatter-view.ts'

const WIDTH = 480
const HEIGHT = 320
const MARGIN = { left: 64, right: 12, top: 10, bottom: 40 }
const DRAWN = 2000

export interface Point {
  id: number
  name: string
  x: number
  y: number
}

interface Props {
  title: string
  xTitle: string
  yTitle: string
  points: readonly Point[]
  summary: string
  /** Draws the line on which both axes are the same. */
  diagonal?: boolean
  onOpen: (id: number) => void
}

function rangeOf(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  const room = (high - low) * 0.05 || 1
  return [low - room, high + room]
}

/** Evenly over all of them. */
function drawn(points: readonly Point[]): readonly Point[] {
  if (points.length <= DRAWN) return points
  const step = points.length / DRAWN
  return Array.from({ length: DRAWN }, (_, index) => points[Math.floor(index * step)]).filter(
    (one) => one !== undefined,
  )
}

export function PointsFigure({ title, xTitle, yTitle, points, summary, diagonal, onOpen }: Props) {
  const shown = drawn(points)
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const xRange = rangeOf(diagonal ? [...xs, ...ys] : xs)
  const yRange = diagonal ? xRange : rangeOf([...ys, 0])
  const width = WIDTH - MARGIN.left - MARGIN.right
  const height = HEIGHT - MARGIN.top - MARGIN.bottom
  const bottom = MARGIN.top + height
  const x = (value: number): number => MARGIN.left + ((value - xRange[0]) / (xRange[1] - xRange[0])) * width
  const y = (value: number): number => bottom - ((value - yRange[0]) / (yRange[1] - yRange[0])) * height
  const level = diagonal ? { x1: x(xRange[0]), y1: y(xRange[0]), x2: x(xRange[1]), y2: y(xRange[1]) } : null
  const zero = { x1: MARGIN.left, y1: y(0), x2: WIDTH - MARGIN.right, y2: y(0) }
  return (
    <FigureFrame
      title={title}
      summary={shown.length < points.length ? `${summary}, showing ${shown.length} of ${points.length}` : summary}
      hasPicture={false}
      table={() => ({
        columns: ['Sample', xTitle, yTitle],
        rows: points.map((point) => [point.name, point.x, point.y]),
      })}
    >
      <svg className="plot-area plot-points" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary}>
        {ticksOf(xRange[0], xRange[1], 6).map((value) => (
          <g key={`x${value}`}>
            <line className="plot-points__grid" x1={x(value)} x2={x(value)} y1={MARGIN.top} y2={bottom} />
            <text x={x(value)} y={bottom + 14} textAnchor="middle">
              {threeDigits(value)}
            </text>
          </g>
        ))}
        {ticksOf(yRange[0], yRange[1], 5).map((value) => (
          <g key={`y${value}`}>
            <line
              className="plot-points__grid"
              x1={MARGIN.left}
              x2={WIDTH - MARGIN.right}
              y1={y(value)}
              y2={y(value)}
            />
            <text x={MARGIN.left - 6} y={y(value) + 4} textAnchor="end">
              {threeDigits(value)}
            </text>
          </g>
        ))}
        <line className="plot-points__level" {...(level ?? zero)} />
        {shown.map((point) => (
          <circle
            key={point.id}
            className="plot-points__point"
            cx={x(point.x)}
            cy={y(point.y)}
            r={3}
            onClick={() => onOpen(point.id)}
          >
            <title>{`${point.name}: ${threeDigits(point.x)}, ${threeDigits(point.y)}`}</title>
          </circle>
        ))}
        <text x={MARGIN.left + width / 2} y={HEIGHT - 6} textAnchor="middle">
          {xTitle}
        </text>
        <text transform={`translate(12 ${MARGIN.top + height / 2}) rotate(-90)`} textAnchor="middle">
          {yTitle}
        </text>
      </svg>
    </FigureFrame>
  )
}
