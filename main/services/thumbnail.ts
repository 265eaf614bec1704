/** A sample in few columns: minimum and maximum a stretch, so that a spike of one reading stays visible. */
import { type Pixels, resizePicture } from '../../shared/dsp/resize.ts'
import type { ImageSize } from '../../shared/model/input-block.ts'

/**
 * @param values interleaved rows × axes
 * @param axes number of axes, ≥ 1
 * @param columns number of stretches, ≥ 1
 * @returns `[axes, columns, 2]`: minimum, maximum; a stretch without readings repeats the nearest reading
 */
export function thumbnail(values: Float32Array, axes: number, columns: number): Float32Array {
  const rows = Math.floor(values.length / axes)
  const result = new Float32Array(axes * columns * 2)
  if (rows === 0) return result
  for (let axis = 0; axis < axes; axis++) {
    for (let column = 0; column < columns; column++) {
      const from = Math.min(rows - 1, Math.floor((column * rows) / columns))
      const to = Math.max(from + 1, Math.floor(((column + 1) * rows) / columns))
      let low = Infinity
      let high = -Infinity
      for (let row = from; row < to; row++) {
        const value = values[row * axes + axis]!
        if (value < low) low = value
        if (value > high) high = value
      }
      result.set([low, high], (axis * columns + column) * 2)
    }
  }
  return result
}

const PICTURE_SIDE = 48

/** A picture no larger than a row of a table. */
export function smallPicture(picture: Pixels): { image: ImageSize; values: Float32Array } {
  const ratio = Math.min(1, PICTURE_SIDE / Math.max(picture.width, picture.height))
  const image = {
    width: Math.max(1, Math.round(picture.width * ratio)),
    height: Math.max(1, Math.round(picture.height * ratio)),
  }
  const shape = { imageWidth: image.width, imageHeight: image.height, cropAnchor: 'middle-center' as const }
  return { image, values: resizePicture(picture, { ...shape, resizeMode: 'squash', resizeMethod: 'nearest' }).values }
}
