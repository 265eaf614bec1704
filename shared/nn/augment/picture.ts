/** Pictures as another hand would have taken them in another light. */
import type { Augmentation } from '../../model/impulse.ts'
import type { Random } from '../random.ts'
import { within } from './dice.ts'
import { turnOf } from './turn.ts'

export interface Picture {
  /** `[height, width, channels]`, 0 … 255. */
  values: Float32Array
  width: number
  height: number
}

type Settings = NonNullable<Augmentation['image']>

const BRIGHTEST = 255

/** Mirrored, turned, enlarged and moved in one step; what comes in at an edge repeats the edge. Then light. */
export function augmentPicture(picture: Picture, settings: Settings, random: Random): Float32Array {
  const { flip = false, rotateDegrees = 0, crop = 0, zoom = 0, brightness = 0 } = settings
  const mirrored = flip && random.nextFloat() < 0.5
  const { cosine, sine } = turnOf(within(random, rotateDegrees))
  const scale = 1 / (1 + random.nextFloat() * zoom)
  const [moveX, moveY] = [within(random, crop) * picture.width, within(random, crop) * picture.height]
  const light = within(random, brightness) * BRIGHTEST
  const [middleX, middleY] = [(picture.width - 1) / 2, (picture.height - 1) / 2]
  const channels = picture.values.length / (picture.width * picture.height)
  const result = new Float32Array(picture.values.length)
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      const [right, down] = [(mirrored ? middleX - x : x - middleX) * scale, (y - middleY) * scale]
      const from = {
        x: middleX + cosine * right - sine * down + moveX,
        y: middleY + sine * right + cosine * down + moveY,
      }
      for (let channel = 0; channel < channels; channel++) {
        const value = valueAt(picture, { ...from, channel, channels }) + light
        result[(y * picture.width + x) * channels + channel] = Math.min(BRIGHTEST, Math.max(0, value))
      }
    }
  return result
}

interface Place {
  x: number
  y: number
  channel: number
  channels: number
}

/** Between the four pixels around a place. */
function valueAt({ values, width, height }: Picture, { x, y, channel, channels }: Place): number {
  const [left, top] = [Math.min(width - 1, Math.max(0, x)), Math.min(height - 1, Math.max(0, y))]
  const [x0, y0] = [Math.floor(left), Math.floor(top)]
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)]
  const at = (column: number, row: number): number => values[(row * width + column) * channels + channel]!
  const upper = at(x0, y0) + (at(x1, y0) - at(x0, y0)) * (left - x0)
  const lower = at(x0, y1) + (at(x1, y1) - at(x0, y1)) * (left - x0)
  return upper + (lower - upper) * (top - y0)
}
