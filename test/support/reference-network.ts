/** A whole network in float64, written for reading: what the engine's losses and gradients are held against. */
import type { Activation, FloatLayer, Shape } from '../../shared/nn/graph.ts'
import type { LossChoice } from '../../shared/nn/loss.ts'
import { flat } from '../../shared/nn/shape.ts'
import type { Window } from '../../shared/nn/window.ts'

export interface ReferenceBatch {
  features: Float32Array
  inputs: number
  labels: Int32Array
  targets?: Float32Array
  /** Multiplies each row's loss. */
  weights: number[]
}

/** The layers with their arrays in float64, so that tiny steps are seen. */
export type ReferenceLayer = FloatLayer & { arrays: Record<string, Float64Array> }

/** `[rows, height, width, channels]`, without padding. */
interface Images {
  shape: Shape
  values: Float64Array
}

export function referenceLayers(layers: readonly FloatLayer[]): ReferenceLayer[] {
  return layers.map((layer) => {
    const arrays = Object.entries(layer).filter(
      (entry): entry is [string, Float32Array] => entry[1] instanceof Float32Array,
    )
    return { ...layer, arrays: Object.fromEntries(arrays.map(([name, values]) => [name, Float64Array.from(values)])) }
  })
}

function bend(activation: Activation, value: number): number {
  switch (activation) {
    case 'relu':
      return Math.max(0, value)
    case 'relu6':
      return Math.min(6, Math.max(0, value))
    case 'leaky-relu':
      return value < 0 ? 0.2 * value : value
    case 'sigmoid':
      return 1 / (1 + Math.exp(-value))
    case 'tanh':
      return Math.tanh(value)
    default:
      return value
  }
}

/** Fills an output shape, asking for each value. */
function make(rows: number, shape: Shape, valueAt: (row: number, y: number, x: number, c: number) => number): Images {
  const values = new Float64Array(rows * shape.height * shape.width * shape.channels)
  let at = 0
  for (let row = 0; row < rows; row++)
    for (let y = 0; y < shape.height; y++)
      for (let x = 0; x < shape.width; x++)
        for (let c = 0; c < shape.channels; c++) values[at++] = valueAt(row, y, x, c)
  return { shape, values }
}

function at({ shape, values }: Images, row: number, y: number, x: number, c: number): number {
  return values[((row * shape.height + y) * shape.width + x) * shape.channels + c]!
}

/** Pixels of the image under a window; the callback gets where they are inside the window. */
function under(window: Window, y: number, x: number, visit: (iy: number, ix: number, tap: number) => void): void {
  for (let ky = 0; ky < window.kernelHeight; ky++)
    for (let kx = 0; kx < window.kernelWidth; kx++) {
      const [iy, ix] = [y * window.strideHeight - window.top + ky, x * window.strideWidth - window.left + kx]
      if (iy >= 0 && ix >= 0 && iy < window.height && ix < window.width) visit(iy, ix, ky * window.kernelWidth + kx)
    }
}

function outShape(window: Window, channels: number): Shape {
  return { height: window.outHeight, width: window.outWidth, channels }
}

type Of<Type extends FloatLayer['type']> = Extract<ReferenceLayer, { type: Type }>

function dense({ arrays, inputs, outputs, activation }: Of<'dense'>, input: Images, rows: number): Images {
  return make(rows, flat(outputs), (row, _y, _x, unit) => {
    let sum = arrays['bias']![unit]!
    for (let i = 0; i < inputs; i++) sum += arrays['weights']![unit * inputs + i]! * at(input, row, 0, 0, i)
    return bend(activation, sum)
  })
}

function convolution({ arrays, window, filters, activation }: Of<'conv2d'>, input: Images, rows: number): Images {
  const taps = window.kernelHeight * window.kernelWidth
  return make(rows, outShape(window, filters), (row, y, x, filter) => {
    let sum = arrays['bias']![filter]!
    under(window, y, x, (iy, ix, tap) => {
      for (let c = 0; c < window.channels; c++)
        sum += arrays['weights']![(filter * taps + tap) * window.channels + c]! * at(input, row, iy, ix, c)
    })
    return bend(activation, sum)
  })
}

function depthwise({ arrays, window, activation }: Of<'depthwise-conv2d'>, input: Images, rows: number): Images {
  return make(rows, outShape(window, window.channels), (row, y, x, c) => {
    let sum = arrays['bias']![c]!
    under(window, y, x, (iy, ix, tap) => {
      sum += arrays['weights']![tap * window.channels + c]! * at(input, row, iy, ix, c)
    })
    return bend(activation, sum)
  })
}

function pool({ type, window }: Of<'max-pool' | 'average-pool'>, input: Images, rows: number): Images {
  return make(rows, outShape(window, window.channels), (row, y, x, c) => {
    const seen: number[] = []
    under(window, y, x, (iy, ix) => seen.push(at(input, row, iy, ix, c)))
    return type === 'max-pool' ? Math.max(...seen) : seen.reduce((sum, value) => sum + value, 0) / seen.length
  })
}

/** With the statistics of the batch, as in training. */
function batchNorm({ arrays, shape, epsilon, activation }: Of<'batch-norm'>, input: Images, rows: number): Images {
  const { channels } = shape
  const pixels = input.values.length / channels
  const mean = new Float64Array(channels)
  const variance = new Float64Array(channels)
  input.values.forEach((value, index) => (mean[index % channels]! += value / pixels))
  input.values.forEach(
    (value, index) => (variance[index % channels]! += (value - mean[index % channels]!) ** 2 / pixels),
  )
  return make(rows, shape, (row, y, x, c) => {
    const normal = (at(input, row, y, x, c) - mean[c]!) / Math.sqrt(variance[c]! + epsilon)
    return bend(activation, arrays['gamma']![c]! * normal + arrays['beta']![c]!)
  })
}

function runLayer(layer: ReferenceLayer, [input, ...others]: [Images, ...Images[]], rows: number): Images {
  switch (layer.type) {
    case 'dense':
      return dense(layer, input, rows)
    case 'conv2d':
      return convolution(layer, input, rows)
    case 'depthwise-conv2d':
      return depthwise(layer, input, rows)
    case 'max-pool':
    case 'average-pool':
      return pool(layer, input, rows)
    case 'batch-norm':
      return batchNorm(layer, input, rows)
    case 'reshape':
      return { shape: layer.output, values: input.values }
    case 'zero-padding': {
      const { top, left, bottom, right } = layer
      const { height, width, channels } = input.shape
      const shape = { height: height + top + bottom, width: width + left + right, channels }
      return make(rows, shape, (row, y, x, c) => {
        const [iy, ix] = [y - top, x - left]
        return iy >= 0 && ix >= 0 && iy < height && ix < width ? at(input, row, iy, ix, c) : 0
      })
    }
    case 'add':
      return make(rows, input.shape, (row, y, x, c) =>
        bend(
          layer.activation,
          others.reduce((sum, other) => sum + at(other, row, y, x, c), at(input, row, y, x, c)),
        ),
      )
    case 'concat': {
      const all = [input, ...others]
      const channels = all.reduce((sum, { shape }) => sum + shape.channels, 0)
      return make(rows, { ...input.shape, channels }, (row, y, x, c) => {
        let channel = c
        const owner = all.find(({ shape }) => {
          if (channel < shape.channels) return true
          channel -= shape.channels
          return false
        })
        return at(owner!, row, y, x, channel)
      })
    }
  }
}

/** Outputs of all layers for all rows; the last one's activation belongs to the loss. */
function referenceOutputs(layers: readonly ReferenceLayer[], { features, inputs }: ReferenceBatch): Images[] {
  const rows = features.length / inputs
  const start: Images = { shape: flat(inputs), values: Float64Array.from(features) }
  const outputs: Images[] = []
  layers.forEach((layer, index) => {
    const from = (source: number): Images => outputs[source] ?? start
    const others = 'with' in layer ? layer.with.map(from) : []
    const last = index === layers.length - 1 && layer.type === 'dense'
    const running = last ? { ...layer, activation: 'linear' as const } : layer
    outputs.push(runLayer(running, [from(layer.from ?? index - 1), ...others], rows))
  })
  return outputs
}

function crossEntropy(logits: number[], label: number, smoothing: number): number {
  const largest = Math.max(...logits)
  const log = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0))
  const truth = logits.map((_logit, index) => smoothing / logits.length + (index === label ? 1 - smoothing : 0))
  return logits.reduce((sum, logit, index) => sum + truth[index]! * (log - logit), 0)
}

type ValueLoss = Exclude<LossChoice, { kind: 'cross-entropy' | 'distillation' }>

/** Σ q ln(q / p) at a temperature; both given as logits. */
function divergence(logits: number[], teacher: number[], temperature: number): number {
  const logs = (values: number[]): number[] => {
    const sum = values.reduce((total, value) => total + Math.exp(value / temperature), 0)
    return values.map((value) => value / temperature - Math.log(sum))
  }
  const [p, q] = [logs(logits), logs(teacher)]
  return q.reduce((total, log, index) => total + Math.exp(log) * (log - p[index]!), 0)
}

function valueLoss(choice: ValueLoss, logit: number, target: number): number {
  const error = Math.abs(logit - target)
  switch (choice.kind) {
    case 'binary-cross-entropy':
      return -target * Math.log(1 / (1 + Math.exp(-logit))) - (1 - target) * Math.log(1 / (1 + Math.exp(logit)))
    case 'mean-squared-error':
      return error ** 2
    case 'mean-absolute-error':
      return error
    case 'huber':
      return error <= choice.delta ? 0.5 * error ** 2 : choice.delta * (error - 0.5 * choice.delta)
  }
}

/** Mean over the rows of the weighted losses. */
export function referenceLoss(
  layers: readonly ReferenceLayer[],
  batch: ReferenceBatch,
  choice: LossChoice = { kind: 'cross-entropy' },
): number {
  const logits = referenceOutputs(layers, batch).at(-1)!
  const outputs = logits.shape.channels
  let sum = 0
  batch.weights.forEach((weight, row) => {
    const own = [...logits.values.subarray(row * outputs, (row + 1) * outputs)]
    const targets = [...(batch.targets?.subarray(row * outputs, (row + 1) * outputs) ?? [])]
    sum += weight * rowLoss(choice, own, { label: batch.labels[row]!, targets })
  })
  return sum / batch.weights.length
}

function rowLoss(choice: LossChoice, logits: number[], truth: { label: number; targets: number[] }): number {
  if (choice.kind === 'cross-entropy') return crossEntropy(logits, truth.label, choice.labelSmoothing ?? 0)
  if (choice.kind === 'distillation') {
    const { weight, temperature } = choice
    const soft = temperature * temperature * divergence(logits, truth.targets, temperature)
    return (1 - weight) * crossEntropy(logits, truth.label, 0) + weight * soft
  }
  const losses = logits.map((logit, index) => valueLoss(choice, logit, truth.targets[index]!))
  return losses.reduce((sum, loss) => sum + loss, 0) / logits.length
}

/** Σ (l1 · |output| + l2 · output²) over the hidden dense layers and convolutions, a row. */
export function referenceActivity(
  layers: readonly ReferenceLayer[],
  batch: ReferenceBatch,
  { l1 = 0, l2 = 0 }: { l1?: number; l2?: number },
): number {
  let sum = 0
  referenceOutputs(layers, batch).forEach(({ values }, index) => {
    const drawn = ['dense', 'conv2d', 'depthwise-conv2d'].includes(layers[index]!.type) && index < layers.length - 1
    if (drawn) for (const value of values) sum += l1 * Math.abs(value) + l2 * value * value
  })
  return sum / batch.weights.length
}

/** Central differences at some of the numbers of an array; the step suits float64. */
export function referenceSlopes(values: Float64Array, indices: readonly number[], loss: () => number): number[] {
  const step = 1e-6
  return indices.map((index) => {
    const value = values[index]!
    values[index] = value + step
    const above = loss()
    values[index] = value - step
    const below = loss()
    values[index] = value
    return (above - below) / (2 * step)
  })
}
