/** A first impulse for pictures. */
import type { DspBlock } from '../model/impulse.ts'
import { COLOR_AXES, GREY_AXIS, type ImageInput } from '../model/input-block.ts'
import type { SampleSummary } from './describe.ts'
import { networkOf, templateFor, type TemplateNetwork } from '../nn/templates.ts'
import { newDspBlock } from './registry.ts'

/** Boards have room for no more, and people are found in pictures of this size. */
const LARGEST_SIDE = 96

/** More pictures than signals: the signals are then named as what does not fit. */
export function isPictures(samples: readonly SampleSummary[]): boolean {
  return samples.filter((sample) => sample.image).length * 2 > samples.length
}

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor((values.length - 1) / 2)] ?? 1
}

export function proposePictureInput(samples: readonly SampleSummary[], reasons: string[]): ImageInput {
  const sizes = samples.flatMap(({ image }) => (image ? [image] : []))
  const [width, height] = [median(sizes.map((size) => size.width)), median(sizes.map((size) => size.height))]
  const ratio = Math.min(1, LARGEST_SIDE / Math.max(width, height))
  const [imageWidth, imageHeight] = [width, height].map((side) => Math.max(1, Math.round(side * ratio)))
  reasons.push(
    ratio < 1
      ? `Pictures of ${imageWidth} × ${imageHeight}: yours have ${width} × ${height}, which no small board can hold.`
      : `Pictures of ${imageWidth} × ${imageHeight}: the size of most of yours.`,
  )
  const colored = samples.some(({ image, axes }) => image && axes.length === COLOR_AXES.length)
  reasons.push(
    colored ? 'Red, green and blue: some of your pictures have colors.' : 'Grey: your pictures have no colors.',
  )
  const shapes = new Set(sizes.map((size) => (size.width / size.height).toFixed(2)))
  if (shapes.size > 1) reasons.push('Fit the short side: pictures of other shapes are cut, not squashed.')
  return {
    kind: 'image',
    imageWidth: imageWidth ?? 1,
    imageHeight: imageHeight ?? 1,
    resizeMode: shapes.size > 1 ? 'fit-short' : 'squash',
    resizeMethod: 'lanczos3',
    cropAnchor: 'middle-center',
    axes: colored ? [...COLOR_AXES] : [GREY_AXIS],
  }
}

export function proposePictureBlock(input: ImageInput, reasons: string[]): DspBlock {
  const dsp = newDspBlock('image')
  if (input.axes.length === 1) dsp.params['channels'] = 'Grayscale'
  reasons.push('Image: every pixel as a number from 0 to 1.')
  return dsp
}

/** shape: `[height, width, channels]`. */
export function proposePictureNetwork(shape: readonly number[], reasons: string[]): TemplateNetwork {
  const template = templateFor('image-cnn', shape)
  reasons.push(`${template.name}: looks for edges and patterns wherever they are.`)
  return networkOf(template)
}
