/** One instance of the compiled runtime: its functions, and its memory used as a stack. */
import { AppError } from '../contract/errors.ts'

const PAGE_BYTES = 65_536

type NumberFunction = (...values: number[]) => number

function isNumberFunction(value: unknown): value is NumberFunction {
  return typeof value === 'function'
}

function heapBaseOf(value: unknown): number {
  if (typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number') {
    return value.value
  }
  throw new AppError('app/bug', { message: 'The compiled runtime does not say where its memory begins.' })
}

export class WasmMemory {
  readonly #exports: Record<string, unknown>
  readonly #memory: WebAssembly.Memory
  readonly #functions = new Map<string, NumberFunction>()
  #top: number

  constructor(module: WebAssembly.Module) {
    this.#exports = new WebAssembly.Instance(module).exports
    const memory = this.#exports['memory']
    if (!(memory instanceof WebAssembly.Memory)) {
      throw new AppError('app/bug', { message: 'The compiled runtime has no memory.' })
    }
    this.#memory = memory
    this.#top = (heapBaseOf(this.#exports['__heap_base']) + 15) & ~15
  }

  /** Bytes of memory held by now; it never shrinks. */
  get heldBytes(): number {
    return this.#memory.buffer.byteLength
  }

  call(name: string, ...values: number[]): number {
    let found = this.#functions.get(name)
    if (!found) {
      const exported = this.#exports[name]
      if (!isNumberFunction(exported)) {
        throw new AppError('app/bug', { message: `The compiled runtime has no ${name}. Build it again.` })
      }
      found = exported
      this.#functions.set(name, found)
    }
    return found(...values)
  }

  /** Runs `work`, then gives back everything it reserved. */
  scoped<T>(work: () => T): T {
    const mark = this.#top
    try {
      return work()
    } finally {
      this.#top = mark
    }
  }

  /** Reserves bytes at a multiple of 16. Views made before are detached when the memory has to grow. */
  reserve(bytes: number): number {
    const at = this.#top
    const top = (at + bytes + 15) & ~15
    const missing = top - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES))
    this.#top = top
    return at
  }

  putFloats(values: Float32Array): number {
    const at = this.reserve(4 * values.length)
    this.floats(at, values.length).set(values)
    return at
  }

  putIntegers(values: ArrayLike<number>): number {
    const at = this.reserve(4 * values.length)
    this.integers(at, values.length).set(values)
    return at
  }

  putBytes(values: Int8Array | Uint8Array): number {
    const at = this.reserve(values.length)
    this.bytes(at, values.length).set(values)
    return at
  }

  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, count)
  }

  integers(at: number, count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, count)
  }

  bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, at, count)
  }

  signedBytes(at: number, count: number): Int8Array {
    return new Int8Array(this.#memory.buffer, at, count)
  }

  text(at: number): string {
    const bytes = new Uint8Array(this.#memory.buffer)
    return new TextDecoder().decode(bytes.slice(at, bytes.indexOf(0, at)))
  }
}
