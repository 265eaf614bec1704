/** Tries settings of one DSP block on the training samples and ranks them by how well the labels lie apart. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Params } from '../../shared/dsp/block.ts'
import { type ClassScore, classScore } from '../../shared/dsp/class-score.ts'
import { blockFeatures, contextOf } from '../../shared/dsp/impulse-features.ts'
import { checkBlock, findBlock, readyBlock } from '../../shared/dsp/registry.ts'
import { tuneSteps } from '../../shared/dsp/tune-candidates.ts'
import type { DspBlock, Impulse } from '../../shared/model/impulse.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import type { SignalSample, TaskContext } from './tasks.ts'

export interface TuneSample extends SignalSample {
  /** Place in the list of labels. */
  label: number
  /** Samples of one group are judged together. */
  group: number
}

export interface TuneTrial extends ClassScore {
  params: Params
  features: number
  macs: number
}

export interface TuneTask {
  input: { impulse: Impulse; block: DspBlock; samples: TuneSample[]; strideMs: number }
  output: {
    /** The best first; of equal ones the one with fewer features. */
    ranking: TuneTrial[]
    /** The settings that were there before. */
    current: TuneTrial
    windows: number
  }
  progress: { done: number; total: number }
}

interface Trial {
  trial: TuneTrial
  windows: number
}

/** The best first. Half a percent, or a hundredth of the margin, is chance: then fewer features are better. */
function compare(one: TuneTrial, other: TuneTrial): number {
  const accuracy = Math.round(other.accuracy * 200) - Math.round(one.accuracy * 200)
  const margin = Math.round(other.margin * 100) - Math.round(one.margin * 100)
  return accuracy || margin || one.features - other.features
}

export function tuneTask(
  { impulse, block, samples, strideMs }: TuneTask['input'],
  context: TaskContext<TuneTask['progress']>,
  runtime: Runtime,
): TuneTask['output'] {
  const type = findBlock(block.block)
  const dspContext = contextOf(impulse, block)
  const steps = tuneSteps(type, dspContext)
  const total = steps.reduce((sum, step) => sum + step.length, 0)
  const between = (): void => {
    if (context.cancelled()) throw new AppError('app/cancelled')
  }
  const known = new Map<string, Trial>()
  const attempt = (params: Params): Trial | null => {
    const key = JSON.stringify(Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    const found = known.get(key)
    if (found) return found
    const candidate = { ...block, params }
    const problems = checkBlock(candidate, dspContext)
    // What is there already may have a warning; nothing with one is proposed.
    if (problems.some(({ severity }) => severity === 'error' || known.size > 0)) return null
    const made = oneTrial({ runtime, impulse, block: candidate, samples, strideMs }, between)
    known.set(key, made)
    return made
  }
  const first = attempt(block.params)
  if (!first) throw new AppError('dsp/invalid-parameter', { hint: 'Correct the marked setting first.' })
  let best = first.trial
  let done = 0
  for (const step of steps) {
    const base = best.params
    for (const changes of step) {
      between()
      context.progress({ done, total })
      done += 1
      const made = attempt({ ...base, ...changes })
      if (made && compare(made.trial, best) < 0) best = made.trial
    }
  }
  return {
    ranking: [...known.values()].map(({ trial }) => trial).toSorted(compare),
    current: first.trial,
    windows: first.windows,
  }
}

interface Subject {
  runtime: Runtime
  impulse: Impulse
  block: DspBlock
  samples: TuneSample[]
  strideMs: number
}

function oneTrial({ runtime, impulse, block, samples, strideMs }: Subject, between: () => void): Trial {
  const parts = samples.map((sample) => blockFeatures(runtime, { impulse, blocks: [block], sample, strideMs }, between))
  const rows = parts.reduce((sum, { startMs }) => sum + startMs.length, 0)
  if (rows === 0) throw new AppError('training/too-few')
  const values = parts.reduce((sum, { features }) => sum + features[0]!.length, 0)
  const table = {
    features: new Float32Array(values),
    width: values / rows,
    labels: new Int32Array(rows),
    groups: new Int32Array(rows),
  }
  let row = 0
  parts.forEach(({ startMs, features }, index) => {
    table.features.set(features[0]!, row * table.width)
    table.labels.fill(samples[index]!.label, row, row + startMs.length)
    table.groups.fill(samples[index]!.group, row, row + startMs.length)
    row += startMs.length
  })
  const context = contextOf(impulse, block)
  const { type, params } = readyBlock(block, context)
  const { macs } = type.cost(params, context)
  return { trial: { params: block.params, features: table.width, macs, ...classScore(table) }, windows: rows }
}
