/** Expert mode: the network that a person's code describes, and its hooks, run in the interpreter. */
import type { QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import { z } from 'zod'
import { AppError } from '../../shared/contract/errors.ts'
import { type NetworkBlock, trainingSettingsSchema } from '../../shared/model/impulse.ts'
import { type EpochChoice, epochChoiceSchema, type ModelContext } from '../../shared/model/model-code.ts'
import { networkLayerSchema } from '../../shared/model/network-layer.ts'
import type { Epoch } from '../../shared/model/run.ts'
import { lookUp, PRELUDE } from './block-prelude.ts'
import type { RunnerOptions } from './block-runner.ts'
import { Guest, openInterpreter } from './guest.ts'
import { stripTypes } from './strip-types.ts'

const MODEL_FILE = 'model.ts'

const describedSchema = z.strictObject({
  layers: z.array(networkLayerSchema).max(200),
  normalization: z.enum(['none', 'standard-scaler']).optional(),
  training: z.record(z.string(), z.unknown()).optional(),
})

export class ModelProgram {
  readonly #guest: Guest
  readonly #prelude: QuickJSHandle
  readonly #hook: QuickJSHandle | null
  readonly #beat: () => void

  private constructor(interpreter: QuickJSWASMModule, script: string, options: RunnerOptions) {
    this.#guest = new Guest(interpreter, { ...options, file: MODEL_FILE })
    this.#beat = options.beat ?? (() => undefined)
    try {
      this.#prelude = this.#guest.evaluate(PRELUDE, 'prelude')
      this.#beat()
      this.#guest.release(this.#guest.evaluate(script))
      this.#beat()
      this.#hook = this.#kindOf('onEpoch') === 'function' ? this.#guest.evaluate(lookUp('onEpoch'), 'prelude') : null
    } catch (error) {
      this.#guest.dispose()
      throw error
    }
  }

  static async open(text: string, options: RunnerOptions = {}): Promise<ModelProgram> {
    return new ModelProgram(await openInterpreter(), stripTypes(text), options)
  }

  get hasHook(): boolean {
    return this.#hook !== null
  }

  /** The block with the layers and settings that the code describes. */
  describe<T extends NetworkBlock>(block: T, context: ModelContext): T {
    const found = this.#guest.evaluate(lookUp('model'), 'prelude')
    const told =
      this.#kindOf('model') === 'function'
        ? this.#json('callJson', found, JSON.stringify(context))
        : this.#json('json', found)
    this.#guest.release(found)
    const described = parsed(describedSchema, told, 'model')
    return {
      ...block,
      layers: described.layers,
      ...(described.normalization && { normalization: described.normalization }),
      training: settingsOf(block, described.training ?? {}),
    }
  }

  onEpoch(epoch: Epoch, learningRate: number): EpochChoice {
    if (!this.#hook) return null
    return parsed(
      epochChoiceSchema,
      this.#json('callJson', this.#hook, JSON.stringify({ ...epoch, learningRate })),
      'onEpoch',
    )
  }

  /** What the code printed so far. */
  lines(): string[] {
    return z.array(z.string()).parse(this.#json('lines'))
  }

  dispose(): void {
    this.#guest.dispose()
  }

  #kindOf(name: string): string {
    const handle = this.#guest.evaluate(`typeof (${lookUp(name)})`, 'prelude')
    const kind = this.#guest.text(handle)
    this.#guest.release(handle)
    return kind
  }

  #json(name: 'json' | 'callJson' | 'lines', ...given: (QuickJSHandle | string)[]): unknown {
    const ask = this.#guest.property(this.#prelude, name)
    this.#beat()
    try {
      const answer = this.#guest.call(ask, ...given)
      const text = this.#guest.isText(answer) ? this.#guest.text(answer) : 'null'
      this.#guest.release(answer)
      return JSON.parse(text)
    } finally {
      this.#beat()
      this.#guest.release(ask)
    }
  }
}

function failed(message: string): AppError {
  return new AppError('code/failed', { message, data: { line: null, column: null } })
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const answer = schema.safeParse(value)
  if (answer.success) return answer.data
  const [issue] = answer.error.issues
  const place = [name, ...(issue?.path ?? [])].join('.')
  throw failed(`${place}: ${value === null ? 'nothing is there' : (issue?.message ?? 'it cannot be read')}.`)
}

function settingsOf({ training }: NetworkBlock, changes: Record<string, unknown>): NetworkBlock['training'] {
  const unknown = Object.keys(changes).find((name) => !Object.hasOwn(trainingSettingsSchema.shape, name))
  if (unknown !== undefined) {
    const known = Object.keys(trainingSettingsSchema.shape).join(', ')
    throw failed(`model.training.${unknown}: there is no such setting. There are: ${known}.`)
  }
  return parsed(trainingSettingsSchema, { ...training, ...changes }, 'model.training')
}
