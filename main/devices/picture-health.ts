/** What a look at a picture tells: covered lens, no light, too much light, a camera that stands still. */
import type { Pixels } from '../../shared/dsp/resize.ts'
import type { Health } from '../../shared/model/sample.ts'

/** Of 255: the noise of a camera that sees something is louder. */
const LEAST_SPREAD = 3
const DARK = 8
const BRIGHT = 247
/** More of the picture than this at one end, and little can be told from it. */
const MOST_CLIPPED = 0.6

type Finding = Health['findings'][number]

/** `before`: the picture taken before this one, if any. */
export function pictureHealth(picture: Pixels, before: Pixels | null): Health {
  const findings = [...lightFindings(picture), ...(before && isSame(picture, before) ? [STUCK] : [])]
  return { ok: findings.length === 0, measuredRateHz: 0, lost: 0, findings }
}

const STUCK: Finding = { kind: 'stuck', sentence: 'This is the very same picture again. Connect the camera again.' }

function lightFindings({ values, channels }: Pixels): Finding[] {
  const pixels = Array.from({ length: values.length / channels }, (_, pixel) =>
    values.subarray(pixel * channels, (pixel + 1) * channels),
  )
  const share = (isThere: (pixel: Float32Array) => boolean): number => pixels.filter(isThere).length / pixels.length
  if (share((pixel) => pixel.every((value) => value <= DARK)) > MOST_CLIPPED) {
    return [{ kind: 'clipping', sentence: 'The picture is nearly black. Uncover the lens, or make light.' }]
  }
  if (share((pixel) => pixel.every((value) => value >= BRIGHT)) > MOST_CLIPPED) {
    return [{ kind: 'clipping', sentence: 'The picture is nearly white. Turn the camera away from the light.' }]
  }
  const spreads = Array.from({ length: channels }, (_, channel) => spreadOf(pixels.map((pixel) => pixel[channel] ?? 0)))
  if (spreads.some((spread) => spread >= LEAST_SPREAD)) return []
  return [{ kind: 'flat', sentence: 'The picture is of one shade. Is the lens covered?' }]
}

/** Standard deviation. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

function isSame(left: Pixels, right: Pixels): boolean {
  return left.values.length === right.values.length && left.values.every((value, at) => value === right.values[at])
}
