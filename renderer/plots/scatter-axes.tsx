/** Numbers, lines and titles around the map. */
import { threeDigits } from './quantities.ts'
import { matrixOf, type Range, seenRange, type ScatterView, type Size, ticksOf, toPixels } from './scatter-view.ts'

interface Props {
  view: ScatterView
  ranges: readonly [Range, Range, Range]
  titles: readonly string[]
  size: Size
}

export function ScatterAxes(props: Props) {
  const { view, size } = props
  return (
    <svg className="plot-scatter__axes" width={size.width} height={size.height} aria-hidden="true">
      {view.inSpace ? <SpaceAxes {...props} /> : <PlaneAxes {...props} />}
    </svg>
  )
}

const TICK_PX = 90

function PlaneAxes({ view, ranges, titles, size }: Props) {
  const across = seenRange(ranges[0], view.x, view.zoom)
  const up = seenRange(ranges[1], view.y, view.zoom)
  const x = (value: number): number => ((value - across.low) / (across.high - across.low)) * size.width
  const y = (value: number): number => size.height - ((value - up.low) / (up.high - up.low)) * size.height
  return (
    <>
      {ticksOf(across.low, across.high, size.width / TICK_PX).map((value) => (
        <g key={value}>
          <line className="plot-scatter__grid" x1={x(value)} x2={x(value)} y1={0} y2={size.height} />
          <text x={x(value) + 3} y={size.height - 4}>
            {threeDigits(value)}
          </text>
        </g>
      ))}
      {ticksOf(up.low, up.high, size.height / TICK_PX)
        .filter((value) => y(value) > 28 && y(value) < size.height - 24)
        .map((value) => (
          <g key={value}>
            <line className="plot-scatter__grid" x1={0} x2={size.width} y1={y(value)} y2={y(value)} />
            <text x={4} y={y(value) - 3}>
              {threeDigits(value)}
            </text>
          </g>
        ))}
      <text className="plot-scatter__title" x={size.width - 8} y={size.height - 20} textAnchor="end">
        {titles[0]} →
      </text>
      <text className="plot-scatter__title" x={12} y={18}>
        ↑ {titles[1]}
      </text>
    </>
  )
}

const CORNER = [-1, -1, -1] as const

function SpaceAxes({ view, titles, size }: Props) {
  const matrix = matrixOf(view, size.width / size.height)
  const [fromX, fromY] = toPixels(matrix, CORNER, size)
  return [0, 1, 2].map((axis) => {
    const end = CORNER.map((value, place) => (place === axis ? 1 : value))
    const [x, y] = toPixels(matrix, end, size)
    return (
      <g key={axis}>
        <line className="plot-scatter__edge" x1={fromX} y1={fromY} x2={x} y2={y} />
        <text className="plot-scatter__title" x={Math.min(Math.max(x, 90), size.width - 90)} y={y} textAnchor="middle">
          {titles[axis]}
        </text>
      </g>
    )
  })
}
