import { describe, expect, it } from 'vitest'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { fuseOperators } from '../../shared/quantize/fuse.ts'
import type { TensorGraph } from '../../shared/quantize/tensor-graph.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { writeTflite } from '../../shared/tflite/write.ts'
import { randomNumbers } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { operatorModels } from './operator-models.ts'
import { tryInputs } from './published.ts'
import { type ModelSpec, type OperatorSpec, type TensorSpec, writeModel } from './write-model.ts'

const SCALE = 0.06
const CHANNELS = 4

/** An image of four channels goes through the operators one after another. */
class Chain {
  readonly spec: ModelSpec
  readonly #next: () => number
  readonly #zeroPoint: number
  #last = 0
  #size = 6

  constructor(seed: number) {
    this.#next = randomNumbers(seed)
    this.#zeroPoint = Math.floor(this.#next() * 100) - 50
    this.spec = { tensors: [this.#values()], operators: [], inputs: [0], outputs: [] }
  }

  #values(shape = [1, this.#size, this.#size, CHANNELS]): TensorSpec {
    return { shape, scales: [SCALE], zeroPoint: this.#zeroPoint }
  }

  #constant(tensor: TensorSpec): number {
    return this.spec.tensors.push(tensor) - 1
  }

  add(operator: Omit<OperatorSpec, 'inputs' | 'outputs'>, constants: TensorSpec[] = [], shape?: number[]): this {
    const inputs = [this.#last, ...constants.map((tensor) => this.#constant(tensor))]
    this.#last = this.spec.tensors.push(this.#values(shape)) - 1
    this.spec.operators.push({ ...operator, inputs, outputs: [this.#last] })
    return this
  }

  convolution(): this {
    const weights = Array.from({ length: CHANNELS * CHANNELS }, () => Math.round(this.#next() * 200 - 100))
    const tensors: TensorSpec[] = [
      { shape: [CHANNELS, 1, 1, CHANNELS], scales: [0.02], data: Int8Array.from(weights) },
      { shape: [CHANNELS], type: 'int32', data: Int32Array.of(200, -300, 0, 55) },
    ]
    return this.add({ name: 'CONV_2D', optionsType: 1, options: [{ b: 1 }, 1, 1] }, tensors)
  }

  pool(name: string, kernel: number): this {
    this.#size -= kernel - 1
    return this.add({ name, optionsType: 5, options: [{ b: 1 }, 1, 1, kernel, kernel] })
  }

  /** Height and width change places, which for an image of one row is nothing. */
  transposeRow(): this {
    const [row, column] = [1, this.#size ** 2].map((size, index, all) => [1, size, all[1 - index]!, CHANNELS])
    const order: TensorSpec = { shape: [4], type: 'int32', data: Int32Array.of(0, 2, 1, 3) }
    return this.reshape(row!).add({ name: 'TRANSPOSE' }, [order], column).reshape()
  }

  reshape(shape?: number[]): this {
    return this.add({ name: 'RESHAPE' }, [], shape)
  }

  padNothing(): this {
    return this.add({ name: 'PAD' }, [{ shape: [4, 2], type: 'int32', data: new Int32Array(8) }])
  }

  /** What comes is computed, and nobody reads it. */
  aside(more: (chain: Chain) => void): this {
    const [last, size] = [this.#last, this.#size]
    more(this)
    this.#last = last
    this.#size = size
    return this
  }

  graph(...moreOutputs: number[]): TensorGraph {
    this.spec.outputs = [this.#last, ...moreOutputs]
    return tfliteToTensorGraph(readTflite(writeModel(this.spec)))
  }
}

function names(graph: TensorGraph): string[] {
  return graph.steps.map(({ name }) => name)
}

/** Runs both ways with both roundings; how many answers there are. */
function expectSameBytes(before: TensorGraph, after: TensorGraph, runs = 60): number {
  const input = tryInputs(graphProgram(before).inputBytes, runs)
  const bytes = new Uint8Array(input.buffer, 0, input.length)
  const answers = [false, true].map((singleRounding) => {
    const [a, b] = [before, after].map((graph) =>
      testRuntime().openGraph(graphProgram(graph), { singleRounding }).run(bytes),
    )
    expect(b).toEqual(a)
    return new Set(a).size
  })
  return Math.min(...answers)
}

const CHAINS: { title: string; build: (chain: Chain) => Chain; left: string[] }[] = [
  {
    title: 'an activation after a convolution',
    build: (chain) => chain.convolution().add({ name: 'RELU6' }),
    left: ['CONV_2D'],
  },
  {
    title: 'activations after pools',
    build: (chain) =>
      chain.pool('AVERAGE_POOL_2D', 2).add({ name: 'RELU' }).pool('MAX_POOL_2D', 2).add({ name: 'RELU' }),
    left: ['AVERAGE_POOL_2D', 'MAX_POOL_2D'],
  },
  {
    title: 'an activation before a greatest-value pool',
    build: (chain) => chain.add({ name: 'RELU' }).pool('MAX_POOL_2D', 3).convolution(),
    left: ['MAX_POOL_2D', 'CONV_2D'],
  },
  {
    title: 'operators that give what they take',
    build: (chain) => {
      return chain.transposeRow().padNothing().convolution().add({ name: 'QUANTIZE' }).pool('AVERAGE_POOL_2D', 1)
    },
    left: ['CONV_2D'],
  },
  {
    title: 'operators that nobody reads',
    build: (chain) => chain.aside((side) => side.convolution().pool('MAX_POOL_2D', 2)).convolution(),
    left: ['CONV_2D'],
  },
]

describe.skipIf(NO_RUNTIME)(`operators that need not run${NO_RUNTIME}`, () => {
  it.each(CHAINS)('leaves out $title without changing a byte', ({ build, left }) => {
    for (let seed = 1; seed <= 8; seed++) {
      const graph = build(new Chain(seed)).graph()
      const fused = fuseOperators(graph)
      expect(names(fused)).toEqual(left)
      expect(names(graph).length).toBeGreaterThan(left.length)
      expect(expectSameBytes(graph, fused)).toBeGreaterThan(5)
      expect(graphProgram(fused).arenaBytes).toBeLessThanOrEqual(graphProgram(graph).arenaBytes)
    }
  })

  it('keeps what two operators read, and an activation before a mean', () => {
    const both = new Chain(3).convolution()
    const middle = both.spec.operators[0]!.outputs[0]!
    const graph = both.add({ name: 'RELU' }).pool('AVERAGE_POOL_2D', 2).graph(middle)
    expect(names(fuseOperators(graph))).toEqual(['CONV_2D', 'RELU', 'AVERAGE_POOL_2D'])
    const mean = new Chain(4).add({ name: 'RELU' }).pool('AVERAGE_POOL_2D', 2).graph()
    expect(fuseOperators(mean)).toBe(mean)
  })

  it('keeps one copy where the output is the input', () => {
    const graph = new Chain(5).padNothing().add({ name: 'QUANTIZE' }).graph()
    const fused = fuseOperators(graph)
    expect(fused.steps).toHaveLength(1)
    expectSameBytes(graph, fused)
  })

  it('leaves out constants that nobody reads any more', () => {
    const constant: TensorSpec = {
      shape: [1, 6, 6, CHANNELS],
      scales: [SCALE],
      zeroPoint: 1,
      data: new Int8Array(144).fill(9),
    }
    const add = { name: 'ADD', optionsType: 11, options: [{ b: 0 }] }
    const graph = new Chain(6)
      .aside((side) => side.add(add, [constant]))
      .convolution()
      .graph()
    expect(graphProgram(graph).constants).toHaveLength(1)
    expect(graphProgram(fuseOperators(graph)).constants).toEqual([])
  })

  it('changes no byte of any operator on its own', () => {
    for (const { model } of operatorModels()) {
      const graph = tfliteToTensorGraph(readTflite(model))
      expectSameBytes(graph, fuseOperators(graph), 20)
    }
  })

  it('can be written to a file that gives the same bytes', () => {
    for (const { build } of CHAINS) {
      const graph = build(new Chain(9)).graph()
      const edge = { scale: SCALE, zeroPoint: 0 }
      const model = { graph, input: edge, output: edge, labels: ['a', 'b'] }
      const again = tfliteToTensorGraph(readTflite(writeTflite(model, { name: 'chain' })))
      expectSameBytes(graph, again)
    }
  })
})
