import { describe, expect, it } from 'vitest'
import { type NetworkLayer, networkLayerSchema } from '../../../shared/model/network-layer.ts'
import { LAYER_KINDS, newLayer } from './layer-kinds.ts'
import { withField, withLayerAt, withMovedLayer, withoutLayer } from './layer-edits.ts'

const dense = (units: number): NetworkLayer => ({ type: 'dense', units, activation: 'relu' })
const merge = (...places: number[]): NetworkLayer => ({ type: 'add', with: places, activation: 'linear' })

describe('layer edits', () => {
  const layers = [dense(1), dense(2), dense(3), merge(0, 1, -1)]

  it('lets links follow their layers when one comes in', () => {
    expect(withLayerAt(layers, 1, dense(9))).toEqual([dense(1), dense(9), dense(2), dense(3), merge(0, 2, -1)])
    expect(withLayerAt(layers, 4, dense(9)).at(-1)).toEqual(dense(9))
  })

  it('links to the layer before one that is removed', () => {
    expect(withoutLayer(layers, 1)).toEqual([dense(1), dense(3), merge(0, 0, -1)])
    expect(withoutLayer(layers, 0)).toEqual([dense(2), dense(3), merge(-1, 0, -1)])
  })

  it('moves up and down, and not beyond the ends', () => {
    expect(withMovedLayer(layers, 0, 2)).toEqual([dense(2), dense(3), dense(1), merge(2, 0, -1)])
    expect(withMovedLayer(layers, 2, 0)).toEqual([dense(3), dense(1), dense(2), merge(1, 2, -1)])
    expect(withMovedLayer(layers, 0, -1)).toEqual(layers)
    expect(withMovedLayer(layers, 3, 4)).toEqual(layers)
  })

  it('refuses a value that a field cannot have', () => {
    expect(withField(dense(4), 'units', 7)).toEqual(dense(7))
    expect(withField(dense(4), 'units', 0)).toBeNull()
    expect(withField({ ...dense(4), from: 0 }, 'from', undefined)).toEqual(dense(4))
  })

  it('offers every layer there is, each with values that are allowed', () => {
    const known = networkLayerSchema.options.flatMap(({ shape: { type } }) =>
      'options' in type ? type.options : [...type.values],
    )
    expect(LAYER_KINDS.map(({ type }) => type).toSorted()).toEqual(known.toSorted())
    for (const { type, fields } of LAYER_KINDS) {
      const layer = newLayer(type)
      expect(layer.type).toBe(type)
      for (const { key } of fields) expect(Object.keys(layer)).toContain(key)
    }
  })
})
