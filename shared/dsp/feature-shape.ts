/** The shape in which the features of a learning block come, for networks that look at neighbours. */
import type { Impulse } from '../model/impulse.ts'
import { contextOf, impulseFeatureNames, inputBlocksOf } from './impulse-features.ts'
import { readyBlock } from './registry.ts'

/**
 * `[height, width, channels]` of a picture, `[frames, coefficients]` or `[readings, axes]` of a signal, `[features]` of
 * everything else and of several blocks side by side. Throws where a block's settings are wrong.
 */
export function featureShape(impulse: Impulse, learnId: string): number[] {
  const count = impulseFeatureNames(impulse, learnId).length
  const blocks = inputBlocksOf(impulse, learnId)
  const [block] = blocks
  if (!block || blocks.length > 1) return [count]
  const context = contextOf(impulse, block)
  const { type, params } = readyBlock(block, context)
  const shape = pictureShape(impulse, count) ?? type.shape?.(params, context) ?? [count]
  // A block that tells another shape than it has features is taken for a plain list.
  return shape.reduce((product, size) => product * size, 1) === count ? shape : [count]
}

function pictureShape({ input }: Impulse, count: number): number[] | undefined {
  if (input.kind !== 'image') return undefined
  const { imageHeight, imageWidth } = input
  return [imageHeight, imageWidth, count / (imageHeight * imageWidth)]
}
