/** y = max(0, x), in place: the output of the layer before is overwritten, which its backward pass does not need. */
import { padded, type Place } from '../kernels.ts'
import type { LayerRoom, RunningLayer } from './layer.ts'

export function reluLayer({ kernels, inputs }: Omit<LayerRoom, 'capacity'>): RunningLayer {
  const stride = padded(inputs)
  let output: Place = 0
  return {
    outputs: inputs,
    parameters: [],
    forward(input, { rows }) {
      output = input
      kernels.relu(output, rows * stride)
      return output
    },
    backward(outputGradient, { rows }) {
      kernels.reluBackward(outputGradient, output, rows * stride)
      return outputGradient
    },
  }
}
