/** A sample as a small picture: least and greatest of each stretch, all axes over each other. */
import { memo } from 'react'
import type { ImageSize } from '../../shared/model/input-block.ts'
import { PictureCanvas } from './picture-canvas.tsx'

interface Props {
  axes: number
  /** `[axis][column][least, greatest]`, flat. */
  values: Float32Array
  /** Of a picture: then the values are its pixels. */
  image?: ImageSize | undefined
}

const HEIGHT = 32
const COLORS = ['var(--color-axis-x)', 'var(--color-axis-y)', 'var(--color-axis-z)', 'var(--color-muted)'] as const

function outline(values: Float32Array, range: { low: number; high: number }): string {
  const y = (value: number): string => {
    const share = (value - range.low) / (range.high - range.low || 1)
    return (HEIGHT - 1 - share * (HEIGHT - 2)).toFixed(1)
  }
  const parts: string[] = []
  for (let place = 0; place + 1 < values.length; place += 2)
    parts.push(`${place === 0 ? 'M' : 'L'}${place / 2} ${y(values[place] ?? 0)}V${y(values[place + 1] ?? 0)}`)
  return parts.join('')
}

export const Thumbnail = memo(function Thumbnail({ axes, values, image }: Props) {
  if (image) return <PictureCanvas className="plot-thumbnail plot-thumbnail--picture" image={image} values={values} />
  const perAxis = values.length / Math.max(1, axes)
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const high = values.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY)
  return (
    <svg
      className="plot-thumbnail"
      viewBox={`0 0 ${perAxis / 2} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {Array.from({ length: axes }, (_, axis) => (
        <path
          key={axis}
          d={outline(values.subarray(axis * perAxis, (axis + 1) * perAxis), { low, high })}
          stroke={COLORS[Math.min(axis, COLORS.length - 1)]}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
})
