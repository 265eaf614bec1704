import { describe, expect, it } from 'vitest'
import type { ImageInput } from '../../../shared/model/input-block.ts'
import { chosenSize, pictureSizes } from './picture-size.ts'

const impulse: ImageInput = {
  kind: 'image',
  imageWidth: 160,
  imageHeight: 120,
  resizeMode: 'squash',
  resizeMethod: 'lanczos3',
  cropAnchor: 'middle-center',
  axes: ['r', 'g', 'b'],
}

describe('the size of pictures', () => {
  it('is that of the impulse first, and each size once', () => {
    const sizes = pictureSizes(impulse)
    expect(sizes[0]).toEqual({ width: 160, height: 120, value: '160x120', label: '160 × 120, as the impulse looks' })
    expect(new Set(sizes.map(({ value }) => value)).size).toBe(sizes.length)
  })

  it('is 96 × 96 where no impulse looks at pictures', () => {
    expect(chosenSize(pictureSizes(null), '')).toMatchObject({ width: 96, height: 96 })
  })

  it('stays what was chosen while it is offered', () => {
    expect(chosenSize(pictureSizes(impulse), '32x32')).toMatchObject({ width: 32, height: 32 })
    expect(chosenSize(pictureSizes(impulse), '77x77')).toMatchObject({ value: '160x120' })
  })
})
