/** Custom blocks in TypeScript: each window through the person's `features`, in the interpreter. */
import { z } from 'zod'
import type { QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import { AppError } from '../../shared/contract/errors.ts'
import {
  type CodeDeclaration,
  codeParameterSchema,
  type CodeParameter,
  MOST_CODE_FEATURES,
} from '../../shared/model/block-code.ts'
import type { UserWindows } from '../../shared/runtime/user-code.ts'
import { lookUp, PRELUDE } from './block-prelude.ts'
import { type BlockRunner, checkRepeats, checkWidth, type RunnerOptions } from './block-runner.ts'
import { Guest, openInterpreter } from './guest.ts'
import { stripTypes } from './strip-types.ts'

export const TYPESCRIPT_FILE = 'block.ts'
const BYTES = Float32Array.BYTES_PER_ELEMENT

export class TypescriptBlock implements BlockRunner {
  readonly #guest: Guest
  readonly #prelude: QuickJSHandle
  readonly #features: QuickJSHandle
  readonly #beat: () => void

  private constructor(interpreter: QuickJSWASMModule, script: string, options: RunnerOptions) {
    this.#guest = new Guest(interpreter, { ...options, file: TYPESCRIPT_FILE })
    this.#beat = options.beat ?? (() => undefined)
    try {
      this.#prelude = this.#guest.evaluate(PRELUDE, 'prelude')
      this.#beat()
      this.#guest.release(this.#guest.evaluate(script))
      this.#beat()
      this.#features = this.#guest.evaluate(lookUp('features'), 'prelude')
      this.#demandFunction()
    } catch (error) {
      this.#guest.dispose()
      throw error
    }
  }

  static async open(text: string, options: RunnerOptions = {}): Promise<TypescriptBlock> {
    return new TypescriptBlock(await openInterpreter(), stripTypes(text), options)
  }

  #demandFunction(): void {
    const kind = this.#guest.evaluate(
      "typeof (typeof features === 'undefined' ? exports.features : features)",
      'prelude',
    )
    const found = this.#guest.text(kind)
    this.#guest.release(kind)
    if (found === 'function') return
    throw new AppError('code/failed', {
      message: 'The code has no function called features.',
      hint: 'Write: function features(window, context) { return [...] }',
      data: { line: null, column: null },
    })
  }

  declare(windows: UserWindows): { declaration: CodeDeclaration; lines: string[] } {
    const start = windows.batch.starts[0] ?? 0
    const parameters = this.#parameters()
    const params = { ...Object.fromEntries(parameters.map((one) => [one.id, one.default])), ...windows.params }
    this.#place(windows)
    const first = this.#run(start, JSON.stringify(params), null)
    const featureNames = this.#names(first.length)
    const second = this.#run(start, JSON.stringify(params), null)
    checkRepeats(first, second)
    const lines = z.array(z.string()).parse(JSON.parse(this.#ask('lines')))
    return { declaration: { parameters, featureNames }, lines }
  }

  features(windows: UserWindows, width: number): Float32Array {
    const { starts } = windows.batch
    const result = new Float32Array(starts.length * width)
    const params = JSON.stringify(windows.params)
    this.#place(windows)
    starts.forEach((start, index) => result.set(this.#run(start, params, width), index * width))
    return result
  }

  dispose(): void {
    this.#guest.dispose()
  }

  #place({ batch, rateHz, axes }: UserWindows): void {
    const { rows, stride, axes: places } = batch
    const place = this.#guest.property(this.#prelude, 'place')
    const buffer = this.#guest.buffer(batch.values)
    const answer = this.#guest.call(place, buffer, JSON.stringify({ rows, stride, places, axes, rateHz }))
    this.#guest.release(answer, buffer, place)
  }

  /** Features of one window; of any number where the width is not known yet. */
  #run(start: number, params: string, width: number | null): Float32Array {
    const call = this.#guest.property(this.#prelude, 'features')
    this.#beat()
    try {
      const answer = this.#guest.call(call, this.#features, params, start, MOST_CODE_FEATURES)
      const values = this.#guest.allFloats(answer, MOST_CODE_FEATURES * BYTES)
      this.#guest.release(answer)
      if (width !== null) checkWidth(values.length, width)
      if (!values.every(Number.isFinite))
        throw new AppError('code/failed', { message: 'A feature is no finite number.' })
      return values
    } finally {
      this.#beat()
      this.#guest.release(call)
    }
  }

  #ask(name: 'lines' | 'names'): string {
    const ask = this.#guest.property(this.#prelude, name)
    const answer = this.#guest.call(ask)
    const text = this.#guest.text(answer)
    this.#guest.release(answer, ask)
    return text
  }

  #names(count: number): string[] {
    const names = z
      .array(z.string())
      .nullable()
      .parse(JSON.parse(this.#ask('names')))
    const list = names ?? Array.from({ length: count }, (_, index) => `feature ${index + 1}`)
    if (list.length !== count || new Set(list).size !== count)
      throw new AppError('code/failed', { message: 'The code answers something that cannot be read.' })
    return list.map((name, index) => name.slice(0, 200) || `feature ${index + 1}`)
  }

  #parameters(): CodeParameter[] {
    const value = this.#guest.evaluate(lookUp('parameters'), 'prelude')
    const json = this.#guest.property(this.#prelude, 'json')
    const told = this.#guest.call(json, value)
    const text = this.#guest.isText(told) ? this.#guest.text(told) : '[]'
    this.#guest.release(value, json, told)
    return readParameters(JSON.parse(text))
  }
}

/** A parameter may leave out its label: then its id is shown. */
const writtenSchema = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && 'id' in value ? { label: value.id, ...value } : value),
  codeParameterSchema,
)

export function readParameters(written: unknown): CodeParameter[] {
  const parsed = z.array(writtenSchema).max(50).safeParse(written)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = issue?.path.join('.') ?? ''
    throw new AppError('code/failed', {
      message: `parameters${place && `[${place}]`}: ${issue?.message ?? 'not a list'}.`,
      hint: "Write: const parameters = [{ id: 'gain', type: 'float', default: 1, min: 0, max: 10, help: '…' }]",
      data: { line: null, column: null },
    })
  }
  const ids = parsed.data.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice === undefined) return parsed.data
  throw new AppError('code/failed', { message: `Two parameters are called "${twice}".` })
}
