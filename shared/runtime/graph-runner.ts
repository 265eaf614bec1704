/** A network of kernel calls inside a memory of its own: constants are written once, runs copy only input and output. */
import { AppError } from '../contract/errors.ts'
import type { GraphProgram, Kernel, KernelField, TensorPlace } from './kernel-call.ts'
import { WasmMemory } from './wasm-memory.ts'

export interface GraphRunOptions {
  singleRounding: boolean
}

interface PreparedCall {
  name: string
  pointers: number[]
}

export class GraphRunner {
  readonly #memory: WasmMemory
  readonly #calls: PreparedCall[]
  readonly #input: number
  readonly #output: number

  constructor(
    module: WebAssembly.Module,
    readonly program: GraphProgram,
    options: GraphRunOptions,
  ) {
    const memory = new WasmMemory(module)
    this.#memory = memory
    const constants = program.constants.map((table) => memory.putBytes(table))
    this.#input = memory.reserve(program.inputBytes)
    this.#output = memory.reserve(program.outputBytes)
    const arena = memory.reserve(program.arenaBytes)
    const bases = { input: this.#input, output: this.#output, arena }
    const pointer = ({ area, offset }: TensorPlace): number => {
      return area === 'constants' ? (constants[offset] ?? 0) : bases[area] + offset
    }
    this.#calls = program.calls.map(({ kernel, inputs, output }) => {
      const params = putParams(memory, kernel, options)
      return { name: kernel.function, pointers: [params, ...inputs.map(pointer), pointer(output)] }
    })
  }

  /** Any number of inputs back to back; their outputs back to back. `check` is asked between runs, to cancel. */
  run(input: Uint8Array, check?: () => void): Uint8Array {
    const { inputBytes, outputBytes } = this.program
    if (input.length % inputBytes !== 0) {
      throw new AppError('model/malformed', {
        message: `The model takes ${inputBytes} bytes a run; ${input.length} is no whole number of runs.`,
      })
    }
    const count = input.length / inputBytes
    const result = new Uint8Array(count * outputBytes)
    for (let row = 0; row < count; row++) {
      check?.()
      this.#memory.bytes(this.#input, inputBytes).set(input.subarray(row * inputBytes, (row + 1) * inputBytes))
      for (const { name, pointers } of this.#calls) this.#memory.call(name, ...pointers)
      result.set(this.#memory.bytes(this.#output, outputBytes), row * outputBytes)
    }
    return result
  }
}

function wordsOf(memory: WasmMemory, field: KernelField, options: GraphRunOptions): number[] {
  if ('integer' in field) return [field.integer]
  if ('integers' in field) return field.integers
  if ('float' in field) return [floatBits(field.float)]
  if ('rounding' in field) return [Number(options.singleRounding)]
  if ('double' in field) return [memory.putBytes(options.singleRounding ? field.single : field.double)]
  return [field.table instanceof Int8Array ? memory.putBytes(field.table) : memory.putIntegers(field.table)]
}

function floatBits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0] ?? 0
}

function putParams(memory: WasmMemory, kernel: Kernel, options: GraphRunOptions): number {
  return memory.putIntegers(kernel.fields.flatMap((field) => wordsOf(memory, field, options)))
}
