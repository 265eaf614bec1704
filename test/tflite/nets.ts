/** Networks and inputs of many shapes for the judges, all from a seed. */
import type { DenseGraph, FloatDense, FloatGraph } from '../../shared/nn/graph.ts'

/** xorshift32 in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
}

export interface NetShape {
  name: string
  /** Units of every layer, from the features to the labels. */
  sizes: number[]
  activations: FloatDense['activation'][]
}

export const NET_SHAPES: NetShape[] = [
  { name: '33-20-10-4', sizes: [33, 20, 10, 4], activations: ['relu', 'relu', 'softmax'] },
  { name: '39-20-10-4', sizes: [39, 20, 10, 4], activations: ['relu', 'relu', 'softmax'] },
  { name: '33-16-3 linear hidden', sizes: [33, 16, 3], activations: ['linear', 'softmax'] },
  { name: '7-2 no hidden', sizes: [7, 2], activations: ['softmax'] },
  { name: '12-8-1 linear', sizes: [12, 8, 1], activations: ['relu', 'linear'] },
  { name: '100-64-32-16-11', sizes: [100, 64, 32, 16, 11], activations: ['relu', 'linear', 'relu', 'softmax'] },
]

export function randomNet({ sizes, activations }: NetShape, seed: number): DenseGraph {
  const random = seededRandom(seed)
  const layers = activations.map((activation, index): FloatDense => {
    const inputs = sizes[index] ?? 0
    const outputs = sizes[index + 1] ?? 0
    const spread = 3 / Math.sqrt(inputs)
    return {
      type: 'dense',
      inputs,
      outputs,
      // Channels of different size, so that one scale a channel and one a layer differ.
      weights: Float32Array.from({ length: inputs * outputs }, (_, at) => {
        return (random() - 0.5) * spread * (1 + (Math.floor(at / inputs) % 5))
      }),
      bias: Float32Array.from({ length: outputs }, () => (random() - 0.5) * 0.6),
      activation,
    }
  })
  const inputs = sizes[0] ?? 0
  return {
    inputs,
    scaler: {
      mean: Float32Array.from({ length: inputs }, () => random() * 10 - 5),
      scale: Float32Array.from({ length: inputs }, () => random() * 2 + 0.1),
    },
    layers,
    labels: Array.from({ length: sizes.at(-1) ?? 0 }, (_, label) => `label ${label}`),
  }
}

/** `[rows, inputs]` of features that fit the net's scaler. */
export function randomFeatures(graph: FloatGraph, rows: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  return Float32Array.from({ length: rows * graph.inputs }, (_, at) => {
    const column = at % graph.inputs
    const normal = random() + random() + random() + random() - 2
    return (normal * 2) / (graph.scaler?.scale[column] ?? 1) + (graph.scaler?.mean[column] ?? 0)
  })
}

/** int8 inputs: uniform noise, smooth rows, constant rows and single extremes, to meet every corner. */
export function int8Inputs(width: number, rows: number, seed: number): Int8Array {
  const random = seededRandom(seed)
  const inputs = new Int8Array(width * rows)
  for (let row = 0; row < rows; row++) {
    const kind = row % 5
    const level = Math.floor(random() * 256) - 128
    const hot = Math.floor(random() * width)
    for (let column = 0; column < width; column++) {
      const noise = Math.floor(random() * 256) - 128
      const smooth = Math.round(level / 2 + 60 * Math.sin((column + row) / 5))
      const single = column === hot ? 127 : -128
      inputs[row * width + column] = [noise, smooth, level, single, Math.round(noise / 8)][kind] ?? 0
    }
  }
  return inputs
}
