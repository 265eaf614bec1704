/** Runs a custom block on one window and keeps what its code says about itself. */
import { AppError } from '../../shared/contract/errors.ts'
import { typeOf } from '../../shared/dsp/registry.ts'
import { blockWindow, contextOf } from '../../shared/dsp/impulse-features.ts'
import { singleWindow } from '../../shared/dsp/figure-data.ts'
import { windowAt } from '../../shared/dsp/windows.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import { openUserCode } from '../sandbox/user-code-host.ts'
import type { TaskContext, Tasks } from './tasks.ts'

type Input = Tasks['runCode']['input']

/** Settings that the code no longer has are dropped, new ones get their defaults. */
function ownParams(
  given: Input['block']['params'],
  parameters: { id: string; default: number | string | boolean }[],
): Input['block']['params'] {
  return Object.fromEntries(
    parameters.map(({ id, default: value }) => {
      const known = given[id]
      return [id, typeof known === typeof value && known !== undefined ? known : value]
    }),
  )
}

export async function runCodeTask(
  { impulse, block, sample, startMs }: Input,
  task: TaskContext<never>,
  runtime: Runtime,
): Promise<Tasks['runCode']['output']> {
  const { code } = block
  if (!code) throw new AppError('impulse/invalid', { message: `The block "${block.id}" holds no code.` })
  const context = contextOf(impulse, block)
  const silent = new Float32Array(context.rows * context.axes.length)
  const window = sample ? blockWindow(impulse, block, windowAt(impulse.input, sample, startMs)) : silent
  const batch = singleWindow(window, context.axes.length)
  const host = await openUserCode([code], { cancelled: task.cancelled, beat: task.beat })
  try {
    const { rateHz, axes } = context
    const { declaration, lines } = host.declare(code, { batch, rateHz, axes, params: block.params })
    const declared = { ...code, declared: declaration }
    const params = ownParams(block.params, declaration.parameters)
    const started = performance.now()
    const features = host.features(declared, { batch, rateHz, axes, params })
    const ms = performance.now() - started
    const changed = { ...block, params, code: declared }
    return {
      block: changed,
      features,
      featureNames: declaration.featureNames,
      figures: typeOf(changed).figures(runtime, window, params, context),
      lines,
      ms,
    }
  } finally {
    host.dispose()
  }
}
