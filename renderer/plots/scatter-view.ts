/** The geometry of the map: from values to the canvas and back, without any drawing. */

/** What is seen of the cloud: moved and enlarged in the plane, turned in space. */
export interface ScatterView {
  inSpace: boolean
  /** Middle of what is seen, in the cloud's own −1…1. */
  x: number
  y: number
  /** 1 shows all of it. */
  zoom: number
  /** Radians about the upright axis, and up or down. */
  turn: number
  tilt: number
}

export const WHOLE: ScatterView = { inSpace: false, x: 0, y: 0, zoom: 1, turn: 0.6, tilt: 0.5 }

export interface Range {
  low: number
  high: number
}

/** A little room around, so that no point lies on the edge. */
const ROOM = 1.06

/** Least and greatest of each of the three axes, with some room. */
export function rangesOf(points: Float32Array): [Range, Range, Range] {
  const range = (axis: number): Range => {
    let [low, high] = [Infinity, -Infinity]
    for (let at = axis; at < points.length; at += 3) {
      low = Math.min(low, points[at]!)
      high = Math.max(high, points[at]!)
    }
    if (low > high) return { low: -1, high: 1 }
    const half = Math.max((high - low) / 2, Math.abs(high) * 1e-6, 1e-12) * ROOM
    const middle = (low + high) / 2
    return { low: middle - half, high: middle + half }
  }
  return [range(0), range(1), range(2)]
}

/** `[points, 3]` within −1…1. */
export function normalised(points: Float32Array, ranges: readonly Range[]): Float32Array {
  return points.map((value, at) => {
    const { low, high } = ranges[at % 3]!
    return ((value - low) / (high - low)) * 2 - 1
  })
}

/** Column-major, as WebGL takes it: from the cloud to clip space. */
export function matrixOf(view: ScatterView, aspect: number): Float32Array {
  const { zoom, x, y } = view
  if (!view.inSpace) {
    return Float32Array.of(zoom, 0, 0, 0, 0, zoom, 0, 0, 0, 0, 0, 0, -x * zoom, -y * zoom, 0, 1)
  }
  const [sine, cosine] = [Math.sin(view.turn), Math.cos(view.turn)]
  const [up, along] = [Math.sin(view.tilt), Math.cos(view.tilt)]
  // A cube seen over its corner is √3 as wide as its side.
  const scale = zoom * 0.58
  const wide = scale / Math.max(1, aspect)
  const high = scale * Math.min(1, aspect)
  return Float32Array.of(
    ...[cosine * wide, up * sine * high, along * sine * -0.1, 0],
    ...[-sine * wide, up * cosine * high, along * cosine * -0.1, 0],
    ...[0, along * high, up * 0.1, 0],
    ...[0, 0, 0, 1],
  )
}

export interface Size {
  width: number
  height: number
}

/** Pixels of the canvas of one point of the cloud. */
export function toPixels(matrix: Float32Array, [x, y, z]: readonly number[], size: Size): [number, number] {
  const across = matrix[0]! * x! + matrix[4]! * y! + matrix[8]! * z! + matrix[12]!
  const up = matrix[1]! * x! + matrix[5]! * y! + matrix[9]! * z! + matrix[13]!
  return [((across + 1) / 2) * size.width, ((1 - up) / 2) * size.height]
}

const FAR_AWAY = -1e6

/** The same as `toPixels` without making an array a point. */
function setPixels(
  pixels: Float32Array,
  point: number,
  { cloud, matrix, size }: { cloud: Float32Array; matrix: Float32Array; size: Size },
): void {
  const [x, y, z] = [cloud[point * 3]!, cloud[point * 3 + 1]!, cloud[point * 3 + 2]!]
  const across = matrix[0]! * x + matrix[4]! * y + matrix[8]! * z + matrix[12]!
  const up = matrix[1]! * x + matrix[5]! * y + matrix[9]! * z + matrix[13]!
  pixels[point * 2] = ((across + 1) / 2) * size.width
  pixels[point * 2 + 1] = ((1 - up) / 2) * size.height
}

/** Pixels of all points, `[points, 2]`; hidden ones lie far outside. */
export function pixelsOf(cloud: Float32Array, matrix: Float32Array, size: Size, isShown: (point: number) => boolean) {
  const pixels = new Float32Array((cloud.length / 3) * 2).fill(FAR_AWAY)
  for (let point = 0; point < cloud.length / 3; point += 1) {
    if (isShown(point)) setPixels(pixels, point, { cloud, matrix, size })
  }
  return pixels
}

/** The point nearest to a place, within `reach` pixels; null where there is none. */
export function nearestPoint(pixels: Float32Array, x: number, y: number, reach: number): number | null {
  let best: number | null = null
  let least = reach * reach
  for (let point = 0; point < pixels.length / 2; point += 1) {
    const square = (pixels[point * 2]! - x) ** 2 + (pixels[point * 2 + 1]! - y) ** 2
    if (square < least) [best, least] = [point, square]
  }
  return best
}

const DIRECTIONS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The nearest point in the direction of an arrow key: what lies aside counts double. */
export function pointTowards(pixels: Float32Array, from: number, key: string): number | null {
  const direction = DIRECTIONS[key]
  if (!direction) return null
  const [startX, startY] = [pixels[from * 2]!, pixels[from * 2 + 1]!]
  let best: number | null = null
  let least = Infinity
  for (let point = 0; point < pixels.length / 2; point += 1) {
    const [x, y] = [pixels[point * 2]! - startX, pixels[point * 2 + 1]! - startY]
    const ahead = x * direction[0] + y * direction[1]
    const aside = Math.abs(x * direction[1] - y * direction[0])
    const distance = ahead + 2 * aside
    if (ahead > 0.5 && aside <= ahead && distance < least) [best, least] = [point, distance]
  }
  return best
}

/** Points within a drawn line, closed from its end to its start; `line` is `[x, y]` in pixels. */
export function pointsWithin(pixels: Float32Array, line: readonly (readonly [number, number])[]): number[] {
  const found: number[] = []
  if (line.length < 3) return found
  for (let point = 0; point < pixels.length / 2; point += 1) {
    if (isWithin(pixels[point * 2]!, pixels[point * 2 + 1]!, line)) found.push(point)
  }
  return found
}

/** Counts how often a ray to the right crosses the line. */
function isWithin(x: number, y: number, line: readonly (readonly [number, number])[]): boolean {
  let inside = false
  let [beforeX, beforeY] = line.at(-1)!
  for (const [nextX, nextY] of line) {
    const crosses = nextY > y !== beforeY > y
    if (crosses && x < ((beforeX - nextX) * (y - nextY)) / (beforeY - nextY) + nextX) inside = !inside
    ;[beforeX, beforeY] = [nextX, nextY]
  }
  return inside
}

/** Round numbers between low and high, about `wanted` of them. */
export function ticksOf(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted)
  if (!(rough > 0) || !Number.isFinite(rough)) return []
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10
  const first = Math.ceil(low / step - 1e-9)
  const count = Math.floor(high / step + 1e-9) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step)
}

/** What is seen of one axis in the plane. */
export function seenRange(range: Range, middle: number, zoom: number): Range {
  const half = (range.high - range.low) / 2
  const center = range.low + half + middle * half
  return { low: center - half / zoom, high: center + half / zoom }
}
