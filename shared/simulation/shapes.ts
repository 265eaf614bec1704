/** Drawn shapes on a table, seen by a simulated camera: a first project about pictures, the same bits on every machine. */
import { createRandom } from './random.ts'
import { cosineOfTurns, sineOfTurns } from './turn.ts'

export const SHAPES = ['circle', 'cross', 'square', 'triangle'] as const
export type Shape = (typeof SHAPES)[number]

export interface PictureTake {
  shape: Shape
  /** From 1; each has a light, a table and a pencil of its own. */
  person: number
  take: number
  side: number
  seed: number
}

interface View {
  x: number
  y: number
  radius: number
  turns: number
}

type Color = [red: number, green: number, blue: number]

/** Lines of the same pixel that are looked at: the edges come out smooth, as a lens draws them. */
const LOOKS = 3
const NOISE = 6

/** `[side, side, 3]`, whole numbers 0…255. */
export function simulatePicture({ shape, person, take, side, seed }: PictureTake): Float32Array {
  const own = createRandom(seed, person, 21)
  const random = createRandom(seed, person, SHAPES.indexOf(shape), take, 22)
  const light = own.between(0.75, 1.1)
  const table: Color = [own.between(150, 235), own.between(150, 235), own.between(150, 235)]
  const pencil: Color = [random.between(10, 130), random.between(10, 130), random.between(10, 130)]
  const radius = random.between(0.24, 0.36)
  const view: View = {
    x: random.between(radius, 1 - radius),
    y: random.between(radius, 1 - radius),
    radius,
    turns: random.between(-0.04, 0.04),
  }
  const slope = random.between(-0.2, 0.2)
  const values = new Float32Array(side * side * 3)
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    const [column, row] = [pixel % side, Math.floor(pixel / side)]
    const share = coverage(shape, view, { column, row, side })
    const shade = light * (1 + slope * (column / side - 0.5))
    for (let color = 0; color < 3; color += 1) {
      const seen = (table[color]! * (1 - share) + pencil[color]! * share) * shade + random.bell() * NOISE
      values[pixel * 3 + color] = Math.max(0, Math.min(255, Math.round(seen)))
    }
  }
  return values
}

/** How much of a pixel the shape covers. */
function coverage(
  shape: Shape,
  view: View,
  { column, row, side }: { column: number; row: number; side: number },
): number {
  let inside = 0
  for (let look = 0; look < LOOKS * LOOKS; look += 1) {
    const x = (column + ((look % LOOKS) + 0.5) / LOOKS) / side - view.x
    const y = (row + (Math.floor(look / LOOKS) + 0.5) / LOOKS) / side - view.y
    const [sine, cosine] = [sineOfTurns(view.turns), cosineOfTurns(view.turns)]
    const across = (x * cosine - y * sine) / view.radius
    const down = (x * sine + y * cosine) / view.radius
    if (covers(shape, across, down)) inside += 1
  }
  return inside / (LOOKS * LOOKS)
}

/** Within a frame of −1…1. */
function covers(shape: Shape, x: number, y: number): boolean {
  switch (shape) {
    case 'circle':
      return x * x + y * y <= 1
    case 'square':
      return Math.max(Math.abs(x), Math.abs(y)) <= 0.9
    case 'cross':
      return Math.max(Math.abs(x), Math.abs(y)) <= 1 && Math.min(Math.abs(x), Math.abs(y)) <= 0.28
    case 'triangle':
      return y <= 0.85 && Math.abs(x) <= (y + 1) / 2
  }
}
