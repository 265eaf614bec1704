/** What draws the points of a map: WebGL, or the plain canvas where there is none. */
import { toPixels } from './scatter-view.ts'

/** Far outside of all markers: not drawn. */
export const HIDDEN_MARKER = 99

export interface ScatterPoints {
  /** `[points, 3]` within −1…1. */
  cloud: Float32Array
  /** `[points, 3]` red, green, blue 0…1. */
  colors: Float32Array
  /** `[points, 2]` marker 0…11 and state: 0 plain, 1 chosen, 2 under the keys. */
  looks: Float32Array
}

export interface ScatterFrame {
  matrix: Float32Array
  /** In pixels of the canvas. */
  pointSize: number
  /** Colour around chosen points. */
  ring: Float32Array
  /** Part of the points that is drawn, evenly spread: less than 1 while a slow computer moves the map. */
  share: number
}

export interface ScatterDrawer {
  /** Points it can draw fluently. */
  limit: number
  setPoints(points: ScatterPoints): void
  draw(frame: ScatterFrame): void
  dispose(): void
}

const CANVAS_LIMIT = 5000

/** An order in which every beginning is spread over the whole: the golden share of the way each time, none twice. */
export function spreadOrder(count: number): Uint32Array {
  let step = Math.max(1, Math.round(count * 0.618))
  while (greatestDivisor(step, count) > 1) step += 1
  return Uint32Array.from({ length: count }, (_, index) => (index * step) % count)
}

function greatestDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestDivisor(right, left % right)
}

export function createCanvasDrawer(canvas: HTMLCanvasElement): ScatterDrawer | null {
  const context = canvas.getContext('2d')
  let points: ScatterPoints | null = null
  if (!context) return null
  return {
    limit: CANVAS_LIMIT,
    setPoints(next) {
      points = next
    },
    draw({ matrix, pointSize, share }) {
      context.clearRect(0, 0, canvas.width, canvas.height)
      if (!points) return
      const { cloud, colors, looks } = points
      const step = Math.max(1, Math.ceil(cloud.length / 3 / (CANVAS_LIMIT * share)))
      for (let point = 0; point < cloud.length / 3; point += step) {
        if (looks[point * 2] === HIDDEN_MARKER) continue
        const [x, y] = toPixels(matrix, [...cloud.subarray(point * 3, point * 3 + 3)], canvas)
        const [red = 0, green = 0, blue = 0] = [...colors.subarray(point * 3, point * 3 + 3)].map((part) => part * 255)
        const side = looks[point * 2 + 1]! > 0 ? pointSize : pointSize * 0.6
        context.fillStyle = `rgb(${red} ${green} ${blue})`
        context.fillRect(x - side / 2, y - side / 2, side, side)
      }
    },
    dispose() {
      points = null
    },
  }
}
