/** A WebAssembly module that asks for nothing from outside: all it can do is compute in its own memory. */
import { AppError } from '../contract/errors.ts'
import { WasmMemory } from './wasm-memory.ts'

export class SealedModule {
  readonly #module: WebAssembly.Module

  /** Refuses a module that imports anything. */
  constructor(wasm: Uint8Array) {
    this.#module = new WebAssembly.Module(wasm)
    const [wanted] = WebAssembly.Module.imports(this.#module)
    if (wanted)
      throw new AppError('code/failed', { message: `The code asks for ${wanted.name}, which is outside of it.` })
  }

  /** A new instance with a memory of its own. */
  open(): WasmMemory {
    return new WasmMemory(this.#module)
  }
}
