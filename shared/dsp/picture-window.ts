/** A picture as the one window an impulse cuts from it: at the impulse's size and in its colours. */
import { AppError } from '../contract/errors.ts'
import { COLOR_AXES, GREY_AXIS, type ImageInput, type ImageSize } from '../model/input-block.ts'
import type { Axis } from '../model/sample.ts'
import { type Pixels, resizePicture } from './resize.ts'

export interface PictureData {
  axes: readonly Axis[]
  values: Float32Array
  image?: ImageSize | undefined
}

/** `[imageHeight × imageWidth, axes]`, 0…255. */
export function pictureValues(input: ImageInput, sample: PictureData): Float32Array {
  if (!sample.image) {
    throw new AppError('impulse/invalid', {
      message: 'The impulse looks at pictures, but this sample is a signal.',
      hint: 'Leave such samples out, or use another impulse for them.',
    })
  }
  const picture = { ...sample.image, channels: sample.axes.length, values: sample.values }
  return inColors(resizePicture(picture, input), input.axes.length)
}

/** Grey of the standard weights (ITU-R BT.601), or the same grey for red, green and blue. */
function inColors({ values, channels }: Pixels, wanted: number): Float32Array {
  if (channels === wanted) return values
  const pixels = Math.floor(values.length / channels)
  if (wanted === 1) {
    return Float32Array.from({ length: pixels }, (_, pixel) => {
      const at = pixel * channels
      return 0.299 * values[at]! + 0.587 * values[at + 1]! + 0.114 * values[at + 2]!
    })
  }
  return Float32Array.from({ length: pixels * wanted }, (_, place) => values[Math.floor(place / wanted)]!)
}

export function pictureAxes(channels: 1 | 3): Axis[] {
  return (channels === 1 ? [GREY_AXIS] : COLOR_AXES).map((name) => ({ name, unit: '' }))
}
