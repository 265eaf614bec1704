import { describe, expect, it } from 'vitest'
import type { ImageInput } from '../model/input-block.ts'
import { pictureValues } from './picture-window.ts'
import { type Pixels, resizePicture } from './resize.ts'

/** Grey that grows to the right by 10 a pixel and downwards by 1. */
function ramp(width: number, height: number): Pixels {
  const values = Float32Array.from({ length: width * height }, (_, at) => (at % width) * 10 + Math.floor(at / width))
  return { width, height, channels: 1, values }
}

const shape = {
  imageWidth: 4,
  imageHeight: 4,
  resizeMode: 'squash',
  resizeMethod: 'nearest',
  cropAnchor: 'middle-center',
} as const

describe('resize', () => {
  it('leaves a picture of the right size as it is, bit by bit', () => {
    const picture = ramp(4, 4)
    for (const resizeMethod of ['nearest', 'lanczos3'] as const) {
      expect(resizePicture(picture, { ...shape, resizeMethod }).values).toEqual(picture.values)
    }
  })

  it('squashes by the pixel below each centre', () => {
    expect([...resizePicture(ramp(8, 4), shape).values.subarray(0, 4)]).toEqual([10, 30, 50, 70])
  })

  it('fills the frame and cuts off what is over, at the anchor', () => {
    const row = (cropAnchor: ImageInput['cropAnchor']): number[] => [
      ...resizePicture(ramp(8, 4), { ...shape, resizeMode: 'fit-short', cropAnchor }).values.subarray(0, 4),
    ]
    expect(row('middle-left')).toEqual([0, 10, 20, 30])
    expect(row('middle-center')).toEqual([20, 30, 40, 50])
    expect(row('bottom-right')).toEqual([40, 50, 60, 70])
  })

  it('keeps all of it with black edges, or cuts out without scaling', () => {
    const long = resizePicture(ramp(8, 4), { ...shape, resizeMode: 'fit-long' })
    expect([...long.values.subarray(0, 4)]).toEqual([0, 0, 0, 0])
    expect([...long.values.subarray(4, 8)]).toEqual([11, 31, 51, 71])
    const crop = resizePicture(ramp(8, 2), { ...shape, resizeMode: 'crop', cropAnchor: 'top-left' })
    expect([...crop.values]).toEqual([0, 10, 20, 30, 1, 11, 21, 31, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('keeps a flat picture flat and takes out what is too fine to be carried', () => {
    const flat = { width: 9, height: 7, channels: 3, values: new Float32Array(9 * 7 * 3).fill(77) }
    for (const value of resizePicture(flat, { ...shape, resizeMethod: 'lanczos3' }).values) {
      expect(value).toBeCloseTo(77, 4)
    }
    const stripes = { width: 64, height: 4, channels: 1, values: new Float32Array(256).map((_, at) => (at % 2) * 255) }
    const inner = resizePicture(stripes, { ...shape, imageWidth: 16, resizeMethod: 'lanczos3' }).values.subarray(4, 12)
    for (const value of inner) expect(Math.abs(value - 127.5)).toBeLessThan(3)
  })
})

describe('a picture as a window', () => {
  const input: ImageInput = { kind: 'image', ...shape, imageWidth: 1, imageHeight: 1, axes: ['grey'] }
  const image = { width: 1, height: 1 }
  const axes = ['r', 'g', 'b'].map((name) => ({ name, unit: '' }))

  it('is grey by the weights of ITU-R BT.601, or the same in all colours', () => {
    expect(pictureValues(input, { axes, image, values: Float32Array.of(100, 200, 50) })[0]).toBeCloseTo(153, 3)
    const color = { ...input, axes: ['r', 'g', 'b'] }
    const grey = { axes: [{ name: 'grey', unit: '' }], image, values: Float32Array.of(9) }
    expect([...pictureValues(color, grey)]).toEqual([9, 9, 9])
  })

  it('cannot be cut from a signal', () => {
    expect(() => pictureValues(input, { axes, values: new Float32Array(3) })).toThrow(/looks at pictures/)
  })
})
