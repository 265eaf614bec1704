/** Layers with several inputs: sums (residuals) and channels side by side. */
import type { Shape } from '../graph.ts'
import { padded } from '../kernels.ts'
import { sampleStride } from '../shape.ts'
import type { LayerSetting, MergingLayer } from './layer.ts'

export function addLayer({ kernels, capacity }: LayerSetting, shape: Shape, inputs: number): MergingLayer {
  const stride = sampleStride(shape)
  const out = kernels.allocate(capacity * stride)
  const gradients = Array.from({ length: inputs }, () => kernels.allocate(capacity * stride))
  return {
    forward(places, { rows }) {
      const [first = 0, ...others] = places
      const length = rows * stride
      kernels.floats().copyWithin(out, first, first + length)
      for (const values of others) kernels.addScaled({ out, values, factor: 1, length })
      return out
    },
    backward(gradient, { rows }) {
      const floats = kernels.floats()
      for (const place of gradients) floats.copyWithin(place, gradient, gradient + rows * stride)
      return gradients
    },
  }
}

export function concatLayer({ kernels, capacity }: LayerSetting, shapes: readonly Shape[]): MergingLayer {
  const [{ height, width } = { height: 1, width: 1 }] = shapes
  const pixels = height * width
  const channels = shapes.reduce((sum, shape) => sum + shape.channels, 0)
  const out = kernels.allocate(capacity * pixels * padded(channels))
  const gradients = shapes.map((shape) => kernels.allocate(capacity * sampleStride(shape)))
  const starts = shapes.map((_shape, index) =>
    shapes.slice(0, index).reduce((sum, earlier) => sum + earlier.channels, 0),
  )
  return {
    forward(places, { rows }) {
      shapes.forEach((shape, index) =>
        kernels.copyBlocks({
          out: out + starts[index]!,
          from: places[index]!,
          outer: 1,
          inner: rows * pixels,
          length: shape.channels,
          outOuterStride: 0,
          outInnerStride: padded(channels),
          fromOuterStride: 0,
          fromInnerStride: padded(shape.channels),
        }),
      )
      return out
    },
    backward(gradient, { rows }) {
      shapes.forEach((shape, index) =>
        kernels.copyBlocks({
          out: gradients[index]!,
          from: gradient + starts[index]!,
          outer: 1,
          inner: rows * pixels,
          length: shape.channels,
          outOuterStride: 0,
          outInnerStride: padded(shape.channels),
          fromOuterStride: 0,
          fromInnerStride: padded(channels),
        }),
      )
      return gradients
    },
  }
}
