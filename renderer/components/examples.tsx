/** Small drawings of what will stand in an empty place. EmptyState marks them as examples. */
import type { ReactNode } from 'react'
import './examples.css'

const WIDTH = 240
const HEIGHT = 80

function Drawing({ children }: { children: ReactNode }) {
  return (
    <svg className="ui-example" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {children}
    </svg>
  )
}

function path(valueAt: (share: number) => number): string {
  return Array.from({ length: 61 }, (_, step) => {
    const share = step / 60
    return `${step === 0 ? 'M' : 'L'}${(share * WIDTH).toFixed(1)} ${(HEIGHT - 4 - valueAt(share) * (HEIGHT - 8)).toFixed(1)}`
  }).join('')
}

/** Three lines of a moving board. */
export function LinesExample() {
  const line = (place: number) => path((share) => 0.5 + 0.4 * Math.sin(share * 14 + place * 2) * Math.sin(share * 3.1))
  return (
    <Drawing>
      {['x', 'y', 'z'].map((axis, place) => (
        <path key={axis} d={line(place)} stroke={`var(--color-axis-${axis})`} />
      ))}
    </Drawing>
  )
}

/** A loss that falls. */
export function CurveExample() {
  return (
    <Drawing>
      <path d={path((share) => 0.9 * Math.exp(-4 * share))} stroke="var(--color-label-1)" />
      <path
        d={path((share) => 0.15 + 0.75 * Math.exp(-3 * share))}
        stroke="var(--color-label-2)"
        strokeDasharray="6 4"
      />
    </Drawing>
  )
}

/** Labels with how sure the model is of each. */
export function BarsExample() {
  return (
    <Drawing>
      {[0.9, 0.25, 0.1].map((share, place) => (
        <rect
          key={share}
          x="0"
          y={8 + place * 24}
          width={WIDTH * share}
          height="16"
          fill={`var(--color-label-${place + 1})`}
        />
      ))}
    </Drawing>
  )
}

/** Windows as points in two heaps. */
export function PointsExample() {
  const points = Array.from({ length: 24 }, (_, place) => {
    const heap = place % 2
    const angle = place * 2.4
    const reach = 4 + ((place * 7) % 22)
    return { x: 70 + heap * 100 + reach * Math.cos(angle), y: 40 + reach * Math.sin(angle), heap, place }
  })
  return (
    <Drawing>
      {points.map(({ x, y, heap, place }) => (
        <circle key={place} cx={x} cy={y} r="3" fill={`var(--color-label-${heap + 1})`} />
      ))}
    </Drawing>
  )
}

/** Answers against truth, most of them right. */
export function MatrixExample() {
  const shares = [0.9, 0.1, 0.15, 0.85]
  return (
    <Drawing>
      {shares.map((share, place) => (
        <rect
          key={share}
          x={64 + (place % 2) * 58}
          y={4 + Math.floor(place / 2) * 37}
          width="54"
          height="33"
          fill="var(--color-accent)"
          opacity={share}
        />
      ))}
    </Drawing>
  )
}
