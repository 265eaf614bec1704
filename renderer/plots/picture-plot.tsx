/** A picture sample as a figure. */
import type { ImageSize } from '../../shared/model/input-block.ts'
import { FigureFrame } from './figure-frame.tsx'
import { PictureCanvas } from './picture-canvas.tsx'

interface Props {
  title: string
  image: ImageSize
  axes: readonly string[]
  /** A row a pixel. */
  values: Float32Array
  label?: string | null
}

export function PicturePlot({ title, image, axes, values, label }: Props) {
  const { width, height } = image
  const colors = axes.length === 1 ? 'grey' : 'in color'
  const labelled = label === undefined ? '' : label === null ? ', no label' : `, label ${label}`
  return (
    <FigureFrame
      title={title}
      summary={`Picture of ${width} × ${height} pixels, ${colors}${labelled}`}
      hasPicture={false}
      table={() => ({
        columns: ['Row', 'Column', ...axes],
        rows: Array.from({ length: width * height }, (_, pixel) => [
          Math.floor(pixel / width),
          pixel % width,
          ...values.subarray(pixel * axes.length, (pixel + 1) * axes.length),
        ]),
      })}
    >
      <PictureCanvas className="plot-picture" image={image} values={values} />
    </FigureFrame>
  )
}
