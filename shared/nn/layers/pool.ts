/** Pooling: the largest value or the mean under a window; a window as large as the image pools globally. */
import { padded, type Kernels, type Place } from '../kernels.ts'
import { sampleStride, windowInput } from '../shape.ts'
import type { Window } from '../window.ts'
import type { LayerSetting, RunningLayer } from './layer.ts'

export interface PoolOptions extends LayerSetting {
  kind: 'max-pool' | 'average-pool'
  window: Window
}

export function poolLayer({ kernels, capacity, needsInputGradient, kind, window }: PoolOptions): RunningLayer {
  const outputStride = window.outHeight * window.outWidth * padded(window.channels)
  const inputStride = sampleStride(windowInput(window))
  const output = kernels.allocate(capacity * outputStride)
  const chosen = kind === 'max-pool' ? kernels.allocate(capacity * outputStride) : 0
  const imageGradient = needsInputGradient ? kernels.allocate(capacity * inputStride) : 0
  return {
    tensors: {},
    forward(image, { rows: samples }) {
      if (kind === 'max-pool') kernels.maxPool({ out: output, image, chosen, window, samples })
      else kernels.averagePool({ out: output, image, window, samples })
      return output
    },
    backward(gradient, { rows: samples }) {
      if (!needsInputGradient) return 0
      clear(kernels, imageGradient, samples * inputStride)
      if (kind === 'max-pool')
        kernels.maxPoolBackward({ imageGradient, gradient, chosen, length: samples * outputStride })
      else kernels.averagePoolBackward({ imageGradient, gradient, window, samples })
      return imageGradient
    },
  }
}

function clear(kernels: Kernels, place: Place, length: number): void {
  kernels.floats().fill(0, place, place + length)
}
