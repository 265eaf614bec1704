/** Features of all windows of samples, and the look through one block. */
import { AppError } from '../../shared/contract/errors.ts'
import { fixedError } from '../../shared/dsp/fixed-error.ts'
import { readyBlock } from '../../shared/dsp/registry.ts'
import {
  blockFeatures,
  blockWindow,
  contextOf,
  impulseFeatureNames,
  sampleFeatures,
} from '../../shared/dsp/impulse-features.ts'
import { windowAt } from '../../shared/dsp/windows.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import type { TaskContext, Tasks, WindowSet } from './tasks.ts'

/** Features of some samples, block by block; the blocks do not know of each other. */
export function blockFeaturesTask(
  { impulse, blocks, samples, strideMs }: Tasks['blockFeatures']['input'],
  context: TaskContext<Tasks['blockFeatures']['progress']>,
  runtime: Runtime,
): Tasks['blockFeatures']['output'] {
  const between = (): void => {
    if (context.cancelled()) throw new AppError('app/cancelled')
  }
  return samples.map((sample, index) => {
    between()
    context.progress({ done: index })
    return blockFeatures(runtime, { impulse, blocks, sample, strideMs }, between)
  })
}

export function featuresTask(
  { impulse, learnId, samples, strideMs }: Tasks['features']['input'],
  context: TaskContext<Tasks['features']['progress']>,
  runtime: Runtime,
): WindowSet {
  const featureNames = impulseFeatureNames(impulse, learnId)
  const parts = samples.map((sample, index) => {
    if (context.cancelled()) throw new AppError('app/cancelled')
    context.progress({ done: index, total: samples.length })
    return { id: sample.id, ...sampleFeatures(runtime, impulse, learnId, sample, strideMs) }
  })
  const windows = parts.reduce((sum, part) => sum + part.count, 0)
  const result: WindowSet = {
    featureCount: featureNames.length,
    featureNames,
    features: new Float32Array(windows * featureNames.length),
    sampleIds: new Int32Array(windows),
    startMs: new Float32Array(windows),
  }
  let row = 0
  for (const part of parts) {
    result.features.set(part.features, row * featureNames.length)
    result.sampleIds.fill(part.id, row, row + part.count)
    result.startMs.set(part.startMs, row)
    row += part.count
  }
  return result
}

export function previewTask(
  { sample, startMs, impulse, block }: Tasks['preview']['input'],
  runtime: Runtime,
): Tasks['preview']['output'] {
  const context = contextOf(impulse, block)
  const { type, params } = readyBlock(block, context)
  const window = blockWindow(impulse, block, windowAt(impulse.input, sample, startMs))
  const batch = {
    values: window,
    stride: context.axes.length,
    rows: context.rows,
    axes: context.axes.map((_axis, index) => index),
    starts: Int32Array.of(0),
  }
  const started = performance.now()
  const features = type.extract(runtime, batch, params, context)
  const ms = performance.now() - started
  const error = fixedError(runtime, { type, window, params, context }, features)
  return {
    raw: window,
    axes: context.axes,
    rateHz: context.rateHz,
    features,
    featureNames: type.featureNames(params, context),
    figures: [...type.figures(runtime, window, params, context), ...(error ? [error.figure] : [])],
    ms,
    fixedError: error && { largest: error.largest, typical: error.typical, size: error.size },
  }
}
