/** What judges a window live: the model pack, as on a board; or, with a person's own code, the worker that may run it. */
import { windowReadings } from '../../shared/dsp/windows.ts'
import type { LiveModel } from '../devices/live-judge.ts'
import { customBlocksOf } from '../deploy/custom-code.ts'
import { getRuntime } from '../runtime-file.ts'
import type { Context } from './context.ts'
import type { TrainedModel } from './model-store.ts'

export interface LiveRunner extends Pick<LiveModel, 'classify' | 'classifyLater' | 'anomalyThreshold'> {
  windowRows: number
  dispose(): void
}

export function openLiveModel(context: Context, model: TrainedModel): LiveRunner {
  if (customBlocksOf(model.impulse).length > 0) return workerModel(context, model)
  const pack = getRuntime().openPack(model.pack)
  return {
    windowRows: pack.rows,
    anomalyThreshold: pack.anomalyThreshold,
    classify: (raw) => pack.classifyNext(raw),
    dispose: () => pack.dispose(),
  }
}

function workerModel(context: Context, { impulse, quant, usual }: TrainedModel): LiveRunner {
  const ending = new AbortController()
  return {
    windowRows: windowReadings(impulse.input),
    anomalyThreshold: usual?.model.threshold ?? null,
    classifyLater: (raw) =>
      context.compute.run('classify', { impulse, quant, usual, window: raw.slice() }, { signal: ending.signal }),
    dispose: () => ending.abort(),
  }
}
