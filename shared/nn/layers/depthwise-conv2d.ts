/** Depthwise convolution without activation: each channel has a filter of its own. */
import { padded, type Place } from '../kernels.ts'
import { sampleStride, windowInput } from '../shape.ts'
import type { Window } from '../window.ts'
import type { LayerSetting, RunningLayer } from './layer.ts'
import { tapTensor, vectorTensor } from './tensor.ts'

export interface DepthwiseOptions extends LayerSetting {
  window: Window
}

export function depthwiseLayer(options: DepthwiseOptions): RunningLayer {
  const { kernels, window, capacity, learns, needsInputGradient } = options
  const positions = window.outHeight * window.outWidth
  const columns = padded(window.channels)
  const inputStride = sampleStride(windowInput(window))
  const weights = tapTensor({ kernels, learns }, window.kernelHeight * window.kernelWidth, window.channels)
  const bias = vectorTensor({ kernels, learns }, window.channels)
  const output = kernels.allocate(capacity * positions * columns)
  const imageGradient = needsInputGradient ? kernels.allocate(capacity * inputStride) : 0
  let image: Place = 0
  return {
    tensors: { weights, bias },
    forward(given, { rows: samples }) {
      image = given
      kernels.depthwise({ out: output, image, weights: weights.values, bias: bias.values, window, samples })
      return output
    },
    backward(gradient, { rows: samples }) {
      const floats = kernels.floats()
      floats.fill(0, weights.gradient, weights.gradient + weights.length)
      if (needsInputGradient) floats.fill(0, imageGradient, imageGradient + samples * inputStride)
      const gradients = { weightsGradient: weights.gradient, imageGradient, gradient }
      kernels.depthwiseBackward({ ...gradients, image, weights: weights.values, window, samples })
      kernels.columnSums({ out: bias.gradient, from: gradient, rows: samples * positions, columns })
      return imageGradient
    },
  }
}
