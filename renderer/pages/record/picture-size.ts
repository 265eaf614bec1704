/** Which sizes of pictures one can take: that of the impulse first, so that what is recorded is what it looks at. */
import type { ImageSize, InputBlock } from '../../../shared/model/input-block.ts'

const USUAL: readonly ImageSize[] = [
  { width: 96, height: 96 },
  { width: 32, height: 32 },
  { width: 48, height: 48 },
  { width: 160, height: 160 },
  { width: 160, height: 120 },
  { width: 320, height: 240 },
]

export interface PictureSize extends ImageSize {
  /** As it is remembered. */
  value: string
  label: string
}

export function pictureSizes(input: InputBlock | null): PictureSize[] {
  const wanted = input?.kind === 'image' ? { width: input.imageWidth, height: input.imageHeight } : null
  const others = USUAL.filter(({ width, height }) => width !== wanted?.width || height !== wanted.height)
  const named = (size: ImageSize, note: string): PictureSize => ({
    ...size,
    value: `${size.width}x${size.height}`,
    label: `${size.width} × ${size.height}${note}`,
  })
  return [...(wanted ? [named(wanted, ', as the impulse looks')] : []), ...others.map((size) => named(size, ''))]
}

/** The chosen one while it is offered, else the first. */
export function chosenSize(sizes: readonly PictureSize[], value: string): PictureSize | undefined {
  return sizes.find((size) => size.value === value) ?? sizes[0]
}
