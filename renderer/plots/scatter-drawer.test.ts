import { describe, expect, it } from 'vitest'
import { createCanvasDrawer, HIDDEN_MARKER } from './scatter-drawer.ts'
import { matrixOf, WHOLE } from './scatter-view.ts'

/** A canvas that only remembers where it was painted. */
function canvasOf(painted: number[]): HTMLCanvasElement {
  const context = {
    fillStyle: '',
    clearRect: () => undefined,
    fillRect: (x: number) => painted.push(x),
  }
  return { width: 100, height: 100, getContext: () => context } as unknown as HTMLCanvasElement
}

const frame = { matrix: matrixOf(WHOLE, 1), pointSize: 10, ring: new Float32Array(3), share: 1 }

describe('drawing without WebGL', () => {
  it('paints the points that are shown where they lie', () => {
    const painted: number[] = []
    const drawer = createCanvasDrawer(canvasOf(painted))
    drawer?.setPoints({
      cloud: Float32Array.of(-1, 0, 0, 0, 0, 0, 1, 0, 0),
      colors: new Float32Array(9),
      looks: Float32Array.of(0, 0, HIDDEN_MARKER, 0, 1, 1),
    })
    drawer?.draw(frame)
    // The chosen one is larger: its left edge lies further from its middle.
    expect(painted).toEqual([-3, 95])
  })

  it('paints 5,000 of many, spread over all', () => {
    const painted: number[] = []
    const drawer = createCanvasDrawer(canvasOf(painted))
    const count = 20_000
    const cloud = Float32Array.from({ length: count * 3 }, (_, at) => (at % 3 === 0 ? (at / 3 / count) * 2 - 1 : 0))
    drawer?.setPoints({ cloud, colors: new Float32Array(count * 3), looks: new Float32Array(count * 2) })
    drawer?.draw(frame)
    expect(painted).toHaveLength(5000)
    expect(painted.at(-1)! - painted[0]!).toBeGreaterThan(99)
    drawer?.dispose()
    drawer?.draw(frame)
    expect(painted).toHaveLength(5000)
  })
})
