/** Movements as another person, or the same one on another day, would have made them. */
import type { Augmentation } from '../../model/impulse.ts'
import type { Random } from '../random.ts'
import { nextNormal, within } from './dice.ts'
import { turnOf } from './turn.ts'

export interface MotionWindow {
  /** `[readings, axes]`, interleaved. */
  values: Float32Array
  /** Names such as `accX`: three that differ in their last letter alone are turned together. */
  axes: readonly string[]
}

type Settings = NonNullable<Augmentation['motion']>

/** In this order: warp in time, turn, scale, jitter. */
export function augmentMotion({ values, axes }: MotionWindow, settings: Settings, random: Random): Float32Array {
  const { rotateDegrees = 0, scale = 0, jitter = 0, timeWarp = 0 } = settings
  const count = axes.length
  let result = timeWarp > 0 ? warped(values, count, { share: timeWarp, random }) : values.slice()
  if (rotateDegrees > 0) result = turned(result, axes, { degrees: rotateDegrees, random })
  if (scale > 0) {
    const factor = 1 + within(random, scale)
    result = result.map((value) => value * factor)
  }
  return jitter > 0 ? jittered(result, count, { share: jitter, random }) : result
}

const WARP_PIECES = 4

/** Pieces of the window run faster or slower; begin and end stay where they are. */
function warped(
  values: Float32Array,
  axes: number,
  { share, random }: { share: number; random: Random },
): Float32Array {
  const rows = values.length / axes
  const speeds = Array.from({ length: WARP_PIECES }, () => 1 + within(random, share))
  const whole = speeds.reduce((sum, speed) => sum + speed, 0)
  const knots = [0]
  for (const speed of speeds) knots.push(knots.at(-1)! + (speed / whole) * (rows - 1))
  const result = new Float32Array(values.length)
  for (let row = 0; row < rows; row++) {
    const place = rows > 1 ? (row * WARP_PIECES) / (rows - 1) : 0
    const piece = Math.min(WARP_PIECES - 1, Math.floor(place))
    const from = knots[piece]! + (place - piece) * (knots[piece + 1]! - knots[piece]!)
    const before = Math.min(rows - 1, Math.floor(from))
    const after = Math.min(rows - 1, before + 1)
    for (let axis = 0; axis < axes; axis++) {
      const [a, b] = [values[before * axes + axis]!, values[after * axes + axis]!]
      result[row * axes + axis] = a + (b - a) * (from - before)
    }
  }
  return result
}

/** Places of axes X, Y and Z of one sensor. */
type Triple = [number, number, number]

export function axisTriples(axes: readonly string[]): Triple[] {
  const names = axes.map((name) => name.toLowerCase())
  return names.flatMap((name, x): Triple[] => {
    if (!name.endsWith('x')) return []
    const stem = name.slice(0, -1)
    const [y, z] = [names.indexOf(`${stem}y`), names.indexOf(`${stem}z`)]
    return y >= 0 && z >= 0 ? [[x, y, z]] : []
  })
}

/** All sensors by the same angle around the same line: they sit on one board. */
function turned(
  values: Float32Array,
  axes: readonly string[],
  { degrees, random }: { degrees: number; random: Random },
): Float32Array {
  const matrix = rotation(randomLine(random), within(random, degrees))
  const result = values.slice()
  for (const places of axisTriples(axes))
    for (let start = 0; start < values.length; start += axes.length)
      places.forEach((place, row) => {
        let sum = 0
        places.forEach((from, column) => (sum += matrix[row * 3 + column]! * values[start + from]!))
        result[start + place] = sum
      })
  return result
}

/** A direction of length 1, even over the sphere. */
function randomLine(random: Random): Triple {
  const [x, y, z] = [nextNormal(random), nextNormal(random), nextNormal(random)]
  const length = Math.sqrt(x * x + y * y + z * z)
  return length > 1e-6 ? [x / length, y / length, z / length] : [0, 0, 1]
}

/** Rodrigues' rotation around a line, row-major 3 × 3. */
function rotation([x, y, z]: Triple, degrees: number): number[] {
  const { cosine, sine } = turnOf(degrees)
  const rest = 1 - cosine
  return [
    cosine + x * x * rest,
    x * y * rest - z * sine,
    x * z * rest + y * sine,
    y * x * rest + z * sine,
    cosine + y * y * rest,
    y * z * rest - x * sine,
    z * x * rest - y * sine,
    z * y * rest + x * sine,
    cosine + z * z * rest,
  ]
}

function jittered(
  values: Float32Array,
  axes: number,
  { share, random }: { share: number; random: Random },
): Float32Array {
  const deviations = Array.from({ length: axes }, (_, axis) => deviationOf(values, axis, axes))
  return values.map((value, at) => value + nextNormal(random) * share * deviations[at % axes]!)
}

function deviationOf(values: Float32Array, first: number, step: number): number {
  let [sum, squares, count] = [0, 0, 0]
  for (let at = first; at < values.length; at += step) {
    sum += values[at]!
    squares += values[at]! * values[at]!
    count += 1
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) * (sum / count)))
}
