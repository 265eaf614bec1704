/** Trained numbers in the kernels' memory, and their plain form as graphs and files hold them. */
import { padded, type Kernels, type Place } from '../kernels.ts'
import type { Parameter } from './layer.ts'

export interface Tensor extends Parameter {
  /** False for running statistics: no optimizer moves them, but they belong to the result. */
  trained: boolean
  /** Plain copy of the values or of their gradient. */
  read(from: 'values' | 'gradient'): Float32Array
  write(values: Float32Array, to?: 'values' | 'gradient'): void
}

export interface TensorOptions {
  kernels: Kernels
  /** False where the network is only asked: no gradients are kept. */
  learns: boolean
}

interface Layout {
  /** Floats in memory. */
  length: number
  /** Numbers in the plain form. */
  count: number
  /** Where the number with this index lies. */
  at(index: number): number
}

function tensor({ kernels, learns }: TensorOptions, layout: Layout, kind: Pick<Tensor, 'decays' | 'trained'>): Tensor {
  const { length, count, at } = layout
  const values = kernels.allocate(length)
  const gradient: Place = learns && kind.trained ? kernels.allocate(length) : 0
  return {
    ...kind,
    values,
    gradient,
    length,
    read(from) {
      const floats = kernels.floats()
      const start = from === 'values' ? values : gradient
      return Float32Array.from({ length: count }, (_value, index) => floats[start + at(index)]!)
    },
    write(plain, to = 'values') {
      if (plain.length !== count) throw new Error(`${plain.length} numbers for a tensor of ${count}`)
      const floats = kernels.floats()
      const start = to === 'values' ? values : gradient
      plain.forEach((value, index) => (floats[start + at(index)] = value))
    },
  }
}

/** Plain `[outputs, inputs]`, kept transposed as `[inputs, padded outputs]`, so that vectors run over outputs. */
export function matrixTensor(options: TensorOptions, outputs: number, inputs: number): Tensor {
  const stride = padded(outputs)
  const at = (index: number): number => (index % inputs) * stride + Math.floor(index / inputs)
  return tensor(options, { length: inputs * stride, count: outputs * inputs, at }, { decays: true, trained: true })
}

/** `[taps, channels]`, each tap padded. */
export function tapTensor(options: TensorOptions, taps: number, channels: number): Tensor {
  const stride = padded(channels)
  const at = (index: number): number => Math.floor(index / channels) * stride + (index % channels)
  return tensor(options, { length: taps * stride, count: taps * channels, at }, { decays: true, trained: true })
}

export function vectorTensor(options: TensorOptions, count: number, trained = true): Tensor {
  return tensor(options, { length: padded(count), count, at: (index) => index }, { decays: false, trained })
}
