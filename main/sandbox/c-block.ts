/** Custom blocks in C: the compiled module on one window after the other, in a memory of its own without imports. */
import { AppError } from '../../shared/contract/errors.ts'
import { type CodeDeclaration, type CodeParameter, MOST_CODE_FEATURES } from '../../shared/model/block-code.ts'
import type { UserWindows } from '../../shared/runtime/user-code.ts'
import type { SealedModule } from '../../shared/runtime/sealed-module.ts'
import type { WasmMemory } from '../../shared/runtime/wasm-memory.ts'
import { type BlockRunner, checkRepeats, checkWidth, type RunnerOptions } from './block-runner.ts'
import { compileBlock } from './c-compiler.ts'
import { parametersOf } from './c-rules.ts'

/** Lies behind the features; where it changes, the code wrote more than it said. */
const GUARD_FLOATS = 64
const GUARD = 123456

export class CBlock implements BlockRunner {
  readonly #memory: WasmMemory
  readonly #parameters: CodeParameter[]
  readonly #options: RunnerOptions

  private constructor(module: SealedModule, parameters: CodeParameter[], options: RunnerOptions) {
    this.#memory = module.open()
    this.#parameters = parameters
    this.#options = options
  }

  static async open(text: string, options: RunnerOptions = {}): Promise<CBlock> {
    const parameters = parametersOf(text)
    return new CBlock(await compileBlock(text), parameters, options)
  }

  declare(windows: UserWindows): { declaration: CodeDeclaration; lines: string[] } {
    const { batch } = windows
    const once = { ...windows, batch: { ...batch, starts: batch.starts.slice(0, 1) } }
    const first = this.#run(once, null)
    checkRepeats(first, this.#run(once, first.length))
    const featureNames = Array.from(first, (_value, index) => `feature ${index + 1}`)
    return { declaration: { parameters: this.#parameters, featureNames }, lines: [] }
  }

  features(windows: UserWindows, width: number): Float32Array {
    return this.#run(windows, width)
  }

  dispose(): void {
    // Its memory goes with it.
  }

  /** All windows; the first one tells the width where it is not known yet. */
  #run({ batch, params }: UserWindows, width: number | null): Float32Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const values = memory.putFloats(batch.values)
      const axis = memory.putIntegers(batch.axes)
      const settings = memory.putFloats(
        Float32Array.from(this.#parameters, ({ id, default: value }) => Number(params[id] ?? value)),
      )
      const place = (start: number): void =>
        void this.#call(
          'block_window',
          values + 4 * start * batch.stride,
          batch.rows,
          batch.stride,
          batch.axes.length,
          axis,
        )
      place(batch.starts[0] ?? 0)
      const count = countOf(this.#call('block_count', settings))
      if (width !== null) checkWidth(count, width)
      const out = memory.reserve(4 * (count + GUARD_FLOATS))
      const result = new Float32Array(count * batch.starts.length)
      batch.starts.forEach((start, index) => {
        if (this.#options.cancelled?.()) throw new AppError('app/cancelled')
        place(start)
        checkWidth(countOf(this.#call('block_count', settings)), count)
        result.set(this.#window(settings, out, count), index * count)
      })
      return result
    })
  }

  #window(settings: number, out: number, count: number): Float32Array {
    const memory = this.#memory
    memory.floats(out, count).fill(Number.NaN)
    memory.floats(out + 4 * count, GUARD_FLOATS).fill(GUARD)
    this.#call('block_features', settings, out)
    const features = memory.floats(out, count).slice()
    if (memory.floats(out + 4 * count, GUARD_FLOATS).some((value) => value !== GUARD))
      throw failed('custom_features fills more features than custom_feature_count tells.')
    const wrong = features.findIndex((value) => !Number.isFinite(value))
    if (wrong >= 0)
      throw failed(`Feature ${wrong + 1} is ${features[wrong]}; every feature must be set to a finite number.`)
    return features
  }

  #call(name: string, ...values: number[]): number {
    this.#options.beat?.()
    try {
      return this.#memory.call(name, ...values)
    } catch (error) {
      throw error instanceof AppError ? error : failed(trapText(error), error)
    } finally {
      this.#options.beat?.()
    }
  }
}

function countOf(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= MOST_CODE_FEATURES) return count
  throw failed(`custom_feature_count gives ${count}; 1 to ${MOST_CODE_FEATURES.toLocaleString('en-US')} are allowed.`)
}

function failed(message: string, cause?: unknown): AppError {
  return new AppError('code/failed', { message, data: { line: null, column: null }, cause })
}

const TRAPS: readonly (readonly [RegExp, string])[] = [
  [/out of bounds/, 'The code reads or writes outside of its memory.'],
  [/divide by zero|remainder by zero/, 'The code divides a whole number by 0.'],
  [/unreachable/, 'A whole number grows too large for its type, or an index goes beyond its array.'],
  [/call stack|stack/i, 'The code calls itself without end, or its arrays are too large.'],
]

function trapText(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error)
  return TRAPS.find(([pattern]) => pattern.test(words))?.[1] ?? 'The code stopped before its end.'
}
