import { describe, expect, it } from 'vitest'
import { networkLayerSchema, type NetworkLayer } from '../model/network-layer.ts'
import { networkOutline } from './outline.ts'

const layers = (...list: unknown[]): NetworkLayer[] => list.map((layer) => networkLayerSchema.parse(layer))
const three = { outputs: 3, activation: 'softmax' } as const

describe('network outline', () => {
  it('counts a dense network as Keras does', () => {
    const {
      layers: rows,
      output,
      failure,
    } = networkOutline(
      33,
      layers({ type: 'dense', units: 20 }, { type: 'dropout', rate: 0.2 }, { type: 'dense', units: 10 }),
      three,
    )
    expect(failure).toBeNull()
    expect(rows.map(({ parameters }) => parameters)).toEqual([680, 0, 210])
    expect(rows.map(({ macs }) => macs)).toEqual([660, 0, 200])
    expect(output).toMatchObject({ parameters: 33, macs: 30 })
    // Input and output of the layer that works; dropout keeps nothing of its own.
    expect(rows.map(({ ramBytes }) => ramBytes)).toEqual([53, 20, 30])
  })

  it('counts convolutions, and the two steps of a separable one', () => {
    const { layers: rows } = networkOutline(
      8 * 8,
      layers(
        { type: 'reshape', shape: [8, 8, 1] },
        { type: 'conv2d', filters: 4, kernelSize: [3, 3], padding: 'same' },
        { type: 'separable-conv2d', filters: 8, kernelSize: [3, 3], padding: 'same' },
        { type: 'global-average-pool' },
      ),
      three,
    )
    expect(rows.map(({ parameters }) => parameters)).toEqual([0, 40, 40 + 40, 0])
    expect(rows[1]?.macs).toBe(36 * 64)
    expect(rows.at(-1)?.shape).toEqual({ height: 1, width: 1, channels: 8 })
  })

  it('keeps what a later layer adds', () => {
    const { layers: rows } = networkOutline(
      10,
      layers(
        { type: 'dense', units: 10 },
        { type: 'dense', units: 10 },
        { type: 'dense', units: 10 },
        { type: 'add', with: [0] },
      ),
      three,
    )
    expect(rows.map(({ ramBytes }) => ramBytes)).toEqual([20, 20, 30, 30])
  })

  it('names the layer that does not fit, and keeps those before it', () => {
    const outline = networkOutline(
      10,
      layers({ type: 'dense', units: 5 }, { type: 'conv1d', filters: 2, kernelSize: 3 }, { type: 'flatten' }),
      three,
    )
    expect(outline.layers).toHaveLength(1)
    expect(outline.failure?.layer).toBe(1)
    expect(outline.failure?.error.message).toContain('Layer 2 (conv1d)')
    expect(outline.output).toBeUndefined()
  })

  it('says where the output layer needs a row of values', () => {
    const outline = networkOutline(12, layers({ type: 'reshape', shape: [4, 3] }), three)
    expect(outline.failure).toMatchObject({ layer: 1 })
    expect(outline.failure?.error.hint).toContain('flatten')
  })
})
