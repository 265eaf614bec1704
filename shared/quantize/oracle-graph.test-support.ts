/** Slow, exact model of int8 networks, tap by tap as the specification says it: what the C kernels are tested against. */
import { oracleSoftmax, rescale } from './oracle.test-support.ts'
import type { QuantModel } from './quant-model.ts'
import type { Rounding } from './quantization.ts'
import type {
  AddOperation,
  ConvolutionOperation,
  CopyOperation,
  FullyConnectedOperation,
  PoolOperation,
  TensorOperation,
  WindowGeometry,
} from './tensor-graph.ts'

interface Scaled {
  multipliers: Int32Array
  shifts: Int32Array
  outputOffset: number
  activationMin: number
  activationMax: number
}

function within(
  value: number,
  { activationMin, activationMax }: Pick<Scaled, 'activationMin' | 'activationMax'>,
): number {
  return Math.min(activationMax, Math.max(activationMin, value))
}

function finish(sum: number, layer: Scaled, channel: number, rounding: Rounding): number {
  const at = layer.multipliers.length === 1 ? 0 : channel
  return within(rescale(sum, layer.multipliers[at]!, layer.shifts[at]!, rounding) + layer.outputOffset, layer)
}

function fullyConnected(layer: FullyConnectedOperation, input: Int8Array, rounding: Rounding): number[] {
  return Array.from(layer.bias, (bias, unit) => {
    const row = layer.weights.subarray(unit * layer.inputs, (unit + 1) * layer.inputs)
    const sum = row.reduce((total, weight, index) => total + (input[index]! + layer.inputOffset) * weight, bias)
    return finish(sum, layer, unit, rounding)
  })
}

/** Every output place with the input pixels under its window. */
function* places(w: WindowGeometry): Generator<{ tap: number; pixel: number }[]> {
  for (let y = 0; y < w.outputHeight; y++) {
    for (let x = 0; x < w.outputWidth; x++) {
      const taps: { tap: number; pixel: number }[] = []
      for (let tap = 0; tap < w.kernelHeight * w.kernelWidth; tap++) {
        const row = y * w.strideHeight - w.paddingTop + Math.floor(tap / w.kernelWidth) * w.dilationHeight
        const column = x * w.strideWidth - w.paddingLeft + (tap % w.kernelWidth) * w.dilationWidth
        if (row < 0 || row >= w.inputHeight || column < 0 || column >= w.inputWidth) continue
        taps.push({ tap, pixel: (row * w.inputWidth + column) * w.inputChannels })
      }
      yield taps
    }
  }
}

function convolution(layer: ConvolutionOperation, input: Int8Array, rounding: Rounding): number[] {
  const { window: w, depth } = layer
  const taps = w.kernelHeight * w.kernelWidth
  return [...places(w)].flatMap((place) =>
    Array.from(layer.bias, (bias, channel) => {
      let sum = bias
      for (const { tap, pixel } of place) {
        if (layer.type === 'depthwise-conv-2d') {
          const weight = layer.weights[tap * w.outputChannels + channel]!
          sum += (input[pixel + Math.floor(channel / depth)]! + layer.inputOffset) * weight
          continue
        }
        for (let from = 0; from < depth; from++) {
          sum += (input[pixel + from]! + layer.inputOffset) * layer.weights[(channel * taps + tap) * depth + from]!
        }
      }
      return finish(sum, layer, channel, rounding)
    }),
  )
}

function pool(layer: PoolOperation, input: Int8Array): number[] {
  return [...places(layer.window)].flatMap((place) =>
    Array.from({ length: layer.window.outputChannels }, (_, channel) => {
      const values = place.map(({ pixel }) => input[pixel + channel]!)
      if (layer.type === 'max-pool') return within(Math.max(...values), layer)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return within(Math.sign(mean) * Math.floor(Math.abs(mean) + 0.5), layer)
    }),
  )
}

function add(layer: AddOperation, [left, right]: Int8Array[], rounding: Rounding): number[] {
  return Array.from(left!, (value, index) => {
    const a = rescale((value + layer.left.offset) * 2 ** 20, layer.left.multiplier, layer.left.shift, rounding)
    const other = (right![index]! + layer.right.offset) * 2 ** 20
    const b = rescale(other, layer.right.multiplier, layer.right.shift, rounding) * layer.right.sign
    return within(rescale(a + b, layer.output.multiplier, layer.output.shift, rounding) + layer.output.offset, layer)
  })
}

function copyInto(layer: CopyOperation, input: Int8Array, output: Int8Array): void {
  const count = layer.sizes.reduce((product, size) => product * size, 1)
  for (let index = 0; index < count; index++) {
    let [rest, from, to] = [index, layer.inputStart, layer.outputStart]
    for (let dimension = layer.sizes.length - 1; dimension >= 0; dimension--) {
      const position = rest % layer.sizes[dimension]!
      rest = Math.floor(rest / layer.sizes[dimension]!)
      from += position * layer.inputSteps[dimension]!
      to += position * layer.outputSteps[dimension]!
    }
    output[to] = input[from]!
  }
}

function compute(operation: TensorOperation, inputs: Int8Array[], output: Int8Array, rounding: Rounding): void {
  const [input = new Int8Array()] = inputs
  switch (operation.type) {
    case 'fully-connected':
      return output.set(fullyConnected(operation, input, rounding))
    case 'conv-2d':
    case 'depthwise-conv-2d':
      return output.set(convolution(operation, input, rounding))
    case 'max-pool':
    case 'average-pool':
      return output.set(pool(operation, input))
    case 'add':
      return output.set(add(operation, inputs, rounding))
    case 'lookup':
      return output.set(input.map((value) => operation[rounding][value + 128]!))
    case 'softmax':
      for (let row = 0; row < operation.rows; row++) {
        const start = row * operation.size
        output.set(oracleSoftmax(operation, input.subarray(start, start + operation.size)), start)
      }
      return
    case 'copy':
      return copyInto(operation, input, output)
    case 'fill':
      output.fill(operation.value)
      return
    default:
      throw new Error(`the oracle knows no ${operation.type}`)
  }
}

/** One input to one output. */
export function oracleRun(
  { graph }: Pick<QuantModel, 'graph'>,
  input: Int8Array,
  rounding: Rounding = 'double',
): Int8Array {
  const tensors = graph.tensors.map(({ bytes }) => new Int8Array(bytes))
  tensors[graph.inputs[0]!]!.set(input)
  for (const { operation, inputs, output } of graph.steps) {
    compute(
      operation,
      inputs.map((index) => tensors[index]!),
      tensors[output]!,
      rounding,
    )
  }
  return tensors[graph.outputs[0]!]!
}
