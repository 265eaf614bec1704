/**
 * One run of a person's code in an interpreter that is itself a WebAssembly program: nothing of the computer is in
 * there, no files, no network, no clock. Time, memory and depth are limited; what comes out is read as plain data.
 */
import build from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import { AppError } from '../../shared/contract/errors.ts'

const MEMORY_BYTES = 64 * 2 ** 20
const STACK_BYTES = 256 * 1024
/** How long one call may take. */
export const CALL_MS = 1000
const LONGEST_REASON = 400
const OUT_OF_MEMORY = new Set(['out of memory', 'string too long'])

/** No Date: the same input gives the same output at any time. */
const INTRINSICS = {
  BaseObjects: true,
  Eval: true,
  StringNormalize: true,
  RegExp: true,
  RegExpCompiler: true,
  JSON: true,
  MapSet: true,
  TypedArrays: true,
  Promise: true,
  Proxy: true,
  BigInt: true,
}

function isVariant(value: unknown): value is QuickJSSyncVariant {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'sync'
}

/** The package's types describe it as CommonJS, where the build would lie one level deeper. */
function variantOf(found: unknown): QuickJSSyncVariant {
  if (isVariant(found)) return found
  throw new AppError('app/bug', { message: 'The interpreter is not the one that was expected.' })
}

/** An interpreter with a memory of its own; takes a few milliseconds. What goes wrong in it stays in it. */
export function openInterpreter(): Promise<QuickJSWASMModule> {
  return newQuickJSWASMModuleFromVariant(variantOf(build))
}

export interface GuestOptions {
  /** Name of the person's code in error places. */
  file: string
  /** Asked while code runs. */
  cancelled?: () => boolean
  callMs?: number
}

export class Guest {
  readonly #runtime: QuickJSRuntime
  readonly #context: QuickJSContext
  readonly #options: GuestOptions
  /** What this side holds of the guest; given back one by one, and all at the end. */
  readonly #held = new Set<QuickJSHandle>()
  #deadline = 0
  #interrupted: 'time' | 'cancel' | null = null

  /** The interpreter is this guest's alone and goes with it. */
  constructor(interpreter: QuickJSWASMModule, options: GuestOptions) {
    this.#options = options
    this.#runtime = interpreter.newRuntime()
    this.#runtime.setMemoryLimit(MEMORY_BYTES)
    this.#runtime.setMaxStackSize(STACK_BYTES)
    this.#runtime.setInterruptHandler(() => this.#shouldInterrupt())
    this.#context = this.#runtime.newContext({ intrinsics: INTRINSICS })
  }

  #shouldInterrupt(): boolean {
    if (this.#options.cancelled?.()) this.#interrupted = 'cancel'
    else if (performance.now() > this.#deadline) this.#interrupted = 'time'
    return this.#interrupted !== null
  }

  #start(): void {
    this.#interrupted = null
    this.#deadline = performance.now() + (this.#options.callMs ?? CALL_MS)
  }

  /** Runs a script; its value stays in the guest. */
  evaluate(source: string, file: string = this.#options.file): QuickJSHandle {
    this.#start()
    return this.#unwrap(() => this.#context.evalCode(source, file))
  }

  call(callee: QuickJSHandle, ...given: (QuickJSHandle | string | number)[]): QuickJSHandle {
    this.#start()
    const words = given.map((one) => {
      if (typeof one === 'string') return this.#context.newString(one)
      return typeof one === 'number' ? this.#context.newNumber(one) : one
    })
    try {
      return this.#unwrap(() => this.#context.callFunction(callee, this.#context.undefined, ...words))
    } finally {
      words.forEach((word, index) => word !== given[index] && word.dispose())
    }
  }

  property(owner: QuickJSHandle, name: string): QuickJSHandle {
    return this.#hold(this.#context.getProp(owner, name))
  }

  /** A copy of the bytes, as an ArrayBuffer of the guest. */
  buffer(values: Float32Array): QuickJSHandle {
    return this.#hold(this.#context.newArrayBuffer(values.slice().buffer))
  }

  text(handle: QuickJSHandle): string {
    if (this.isText(handle)) return this.#context.getString(handle)
    throw new AppError('code/failed', { message: 'The code answers something that cannot be read.' })
  }

  isText(handle: QuickJSHandle): boolean {
    return this.#context.typeof(handle) === 'string'
  }

  /** A copy of a guest's ArrayBuffer, as the floats it holds. */
  allFloats(handle: QuickJSHandle, mostBytes: number): Float32Array {
    const bytes = this.#bytesOf(handle)
    if (bytes && bytes.length % 4 === 0 && bytes.length <= mostBytes) return new Float32Array(bytes.buffer)
    throw new AppError('code/failed', { message: 'The code answers something that cannot be read.' })
  }

  #bytesOf(handle: QuickJSHandle): Uint8Array<ArrayBuffer> | null {
    try {
      const lifetime = this.#context.getArrayBuffer(handle)
      const bytes = lifetime.value.slice()
      lifetime.dispose()
      return new Uint8Array(bytes)
    } catch {
      // It is no ArrayBuffer: the caller says so.
      return null
    }
  }

  release(...handles: QuickJSHandle[]): void {
    for (const handle of handles) {
      this.#held.delete(handle)
      handle.dispose()
    }
  }

  #hold(handle: QuickJSHandle): QuickJSHandle {
    this.#held.add(handle)
    return handle
  }

  dispose(): void {
    try {
      this.release(...this.#held)
      this.#context.dispose()
      this.#runtime.dispose()
    } catch {
      // After running out of memory the interpreter may refuse to tidy up. Its memory goes with it all the same.
    }
  }

  #unwrap(work: () => ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    const result = work()
    if (!result.error) return this.#hold(result.value)
    const error = this.#asAppError(result.error)
    result.error.dispose()
    throw error
  }

  #asAppError(error: QuickJSHandle): AppError {
    if (this.#interrupted === 'cancel') return new AppError('app/cancelled')
    if (this.#interrupted === 'time') return timeError(this.#options.callMs ?? CALL_MS)
    const name = this.#field(error, 'name')
    const reason = this.#field(error, 'message') ?? this.#thrownText(error)
    if (name === 'InternalError' && OUT_OF_MEMORY.has(reason ?? '')) return memoryError()
    const place = this.#placeOf(this.#field(error, 'stack') ?? '')
    const told =
      name === 'InternalError' && reason === 'stack overflow' ? 'functions call each other without end' : reason
    return new AppError('code/failed', {
      message: `${place ? `Line ${place.line}: ` : ''}${endSentence(told ?? 'the code stopped before its end')}`,
      data: { line: place?.line ?? null, column: place?.column ?? null },
    })
  }

  #thrownText(error: QuickJSHandle): string | null {
    return this.#context.typeof(error) === 'string' ? this.#context.getString(error).slice(0, LONGEST_REASON) : null
  }

  /** A text of an error object; reading may run the guest's own code, so it is limited like any call. */
  #field(error: QuickJSHandle, name: string): string | null {
    this.#start()
    try {
      if (this.#context.typeof(error) !== 'object') return null
      const value = this.#context.getProp(error, name)
      const text = this.#context.typeof(value) === 'string' ? this.#context.getString(value) : null
      value.dispose()
      return text === null ? null : text.slice(0, LONGEST_REASON * 10)
    } catch {
      // An error that cannot be looked at is told without its words.
      return null
    }
  }

  /** The innermost place in the person's own file. */
  #placeOf(stack: string): { line: number; column: number } | null {
    for (const row of stack.split('\n').slice(0, 100)) {
      const at = row.lastIndexOf(`${this.#options.file}:`)
      const found = at < 0 ? null : /^(\d{1,6})(?::(\d{1,6}))?/.exec(row.slice(at + this.#options.file.length + 1))
      if (found) return { line: Number(found[1]), column: Number(found[2] ?? 1) }
    }
    return null
  }
}

function endSentence(text: string): string {
  const short = text.slice(0, LONGEST_REASON)
  return /[.!?]$/.test(short) ? short : `${short}.`
}

export function timeError(callMs: number): AppError {
  return new AppError('code/limit', {
    message: `The code ran longer than ${callMs.toLocaleString('en-US')} ms and was stopped.`,
    hint: 'Look for a loop that does not end, or do less for each window.',
    data: { line: null, column: null },
  })
}

function memoryError(): AppError {
  return new AppError('code/limit', {
    message: `The code needs more than ${MEMORY_BYTES / 2 ** 20} MB of memory and was stopped.`,
    hint: 'Keep less at once: work on one window, not on many.',
    data: { line: null, column: null },
  })
}
