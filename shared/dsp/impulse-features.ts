/** Features of whole samples: the outputs of a learning block's DSP blocks, side by side. */
import { AppError } from '../contract/errors.ts'
import type { DspBlock, Impulse, LearnBlock } from '../model/impulse.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { DspContext } from './block.ts'
import { extractFeatures, readyBlock } from './registry.ts'
import { frequencyOf, segmentsOf, strideReadings, trainingStrideMs, windowReadings, windowStarts } from './windows.ts'
import type { Segment, SignalData } from './windows.ts'

export interface SampleFeatures {
  count: number
  featureCount: number
  /** `[count, featureCount]` */
  features: Float32Array
  /** Where each window begins in the sample. */
  startMs: Float32Array
}

export function learnBlockOf(impulse: Impulse, learnId: string): LearnBlock {
  const found = impulse.learn.find((block) => block.id === learnId)
  if (found) return found
  throw new AppError('impulse/invalid', { message: `The impulse has no learning block "${learnId}".` })
}

/** The DSP blocks a learning block joins, in its order. */
export function inputBlocksOf(impulse: Impulse, learnId: string): DspBlock[] {
  return learnBlockOf(impulse, learnId).inputs.map((id) => {
    const found = impulse.dsp.find((block) => block.id === id)
    if (found) return found
    throw new AppError('impulse/invalid', { message: `The impulse has no DSP block "${id}".` })
  })
}

/** Window, rate and axes that a DSP block of this impulse sees. */
export function contextOf(impulse: Impulse, block: DspBlock): DspContext {
  const axes = block.axes ?? impulse.input.axes
  const missing = axes.find((axis) => !impulse.input.axes.includes(axis))
  if (missing !== undefined) {
    throw new AppError('impulse/invalid', {
      message: `The block "${block.id}" reads "${missing}", which is no input axis.`,
    })
  }
  return { rateHz: frequencyOf(impulse.input), rows: windowReadings(impulse.input), axes }
}

/** Names of all features of a learning block, in order. Throws where a block's settings are wrong. */
export function impulseFeatureNames(impulse: Impulse, learnId: string): string[] {
  return inputBlocksOf(impulse, learnId).flatMap((block) => {
    const context = contextOf(impulse, block)
    const { type, params } = readyBlock(block, context)
    return type.featureNames(params, context)
  })
}

function axisPlaces(impulse: Impulse, axes: string[]): number[] {
  return axes.map((axis) => impulse.input.axes.indexOf(axis))
}

function segmentFeatures(runtime: Runtime, impulse: Impulse, blocks: DspBlock[], segment: Segment, starts: Int32Array) {
  const outputs = blocks.map((block) => {
    const context = contextOf(impulse, block)
    const batch = {
      values: segment.values,
      stride: impulse.input.axes.length,
      rows: context.rows,
      axes: axisPlaces(impulse, context.axes),
      starts,
    }
    return extractFeatures(runtime, block, batch, context)
  })
  return sideBySide(outputs, starts.length)
}

/** Joins matrices `[rows, widths[i]]` row by row. */
function sideBySide(parts: Float32Array[], rows: number): Float32Array {
  const only = parts[0]
  if (only && parts.length === 1) return only
  const width = parts.reduce((sum, part) => sum + part.length / rows, 0)
  const result = new Float32Array(rows * width)
  let column = 0
  for (const part of parts) {
    const partWidth = part.length / rows
    for (let row = 0; row < rows; row += 1) {
      result.set(part.subarray(row * partWidth, (row + 1) * partWidth), row * width + column)
    }
    column += partWidth
  }
  return result
}

/** Features of all windows of one sample. strideMs: the training stride where absent. */
export function sampleFeatures(
  runtime: Runtime,
  impulse: Impulse,
  learnId: string,
  sample: SignalData,
  strideMs: number = trainingStrideMs(impulse.input),
): SampleFeatures {
  const blocks = inputBlocksOf(impulse, learnId)
  const windowRows = windowReadings(impulse.input)
  const stride = strideReadings(impulse.input, strideMs)
  const parts: Float32Array[] = []
  const startMs: number[] = []
  for (const segment of segmentsOf(impulse.input, sample)) {
    const starts = windowStarts(segment.rows, windowRows, stride)
    if (starts.length === 0) continue
    parts.push(segmentFeatures(runtime, impulse, blocks, segment, starts))
    for (const start of starts) startMs.push(segment.startMs + (start * 1000) / frequencyOf(impulse.input))
  }
  const featureCount = impulseFeatureNames(impulse, learnId).length
  const features = new Float32Array(startMs.length * featureCount)
  let at = 0
  for (const part of parts) {
    features.set(part, at)
    at += part.length
  }
  return { count: startMs.length, featureCount, features, startMs: Float32Array.from(startMs) }
}

/** Values that are worked on before a calculation looks whether it is still wanted: some tens of milliseconds. */
const CHUNK_VALUES = 4_000_000

export interface BlockFeatures {
  /** Where each window begins in the sample. */
  startMs: Float32Array
  /** One matrix `[windows, features]` a block. */
  features: Float32Array[]
}

interface Chunk {
  segment: Segment
  starts: Int32Array
}

/** Windows of a segment in pieces of some million values, each with the stretch it needs. */
function* chunksOf(segment: Segment, windowRows: number, strideRows: number, axes: number): Generator<Chunk> {
  const starts = windowStarts(segment.rows, windowRows, strideRows)
  const step = Math.max(1, Math.floor(CHUNK_VALUES / (windowRows * axes)))
  for (let first = 0; first < starts.length; first += step) {
    const some = starts.subarray(first, first + step)
    const from = some[0]!
    const end = some.at(-1)! + windowRows
    const values = segment.values.subarray(from * axes, end * axes)
    const startMs = segment.startMs
    yield { segment: { values, rows: end - from, startMs }, starts: some.map((start) => start - from) }
  }
}

/**
 * Features of all windows of one sample, block by block.
 * @param between called now and then, so that it can throw where the features are no longer wanted
 */
export function blockFeatures(
  runtime: Runtime,
  { impulse, blocks, sample, strideMs }: { impulse: Impulse; blocks: DspBlock[]; sample: SignalData; strideMs: number },
  between: () => void,
): BlockFeatures {
  const rows = windowReadings(impulse.input)
  const stride = strideReadings(impulse.input, strideMs)
  const rateHz = frequencyOf(impulse.input)
  const startMs: number[] = []
  const parts = blocks.map((): Float32Array[] => [])
  for (const segment of segmentsOf(impulse.input, sample)) {
    for (const start of windowStarts(segment.rows, rows, stride))
      startMs.push(segment.startMs + (start * 1000) / rateHz)
    for (const { segment: piece, starts } of chunksOf(segment, rows, stride, impulse.input.axes.length)) {
      between()
      blocks.forEach((block, index) => parts[index]!.push(segmentFeatures(runtime, impulse, [block], piece, starts)))
    }
  }
  return { startMs: Float32Array.from(startMs), features: parts.map(joined) }
}

function joined(parts: Float32Array[]): Float32Array {
  const only = parts[0]
  if (only && parts.length === 1) return only
  const result = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

/** Features of one window `[windowReadings, input axes]`, interleaved. */
export function windowFeatures(
  runtime: Runtime,
  impulse: Impulse,
  learnId: string,
  window: Float32Array,
): Float32Array {
  const rows = windowReadings(impulse.input)
  if (window.length !== rows * impulse.input.axes.length) {
    throw new AppError('dsp/bad-signal', {
      message: `A window has ${rows * impulse.input.axes.length} values, not ${window.length}.`,
    })
  }
  const segment = { values: window, rows, startMs: 0 }
  return segmentFeatures(runtime, impulse, inputBlocksOf(impulse, learnId), segment, Int32Array.of(0))
}

/** The values of a block's own axes out of one window of all input axes. */
export function blockWindow(impulse: Impulse, block: DspBlock, window: Float32Array): Float32Array {
  const places = axisPlaces(impulse, contextOf(impulse, block).axes)
  const stride = impulse.input.axes.length
  return Float32Array.from({ length: (window.length / stride) * places.length }, (_, index) => {
    const row = Math.floor(index / places.length)
    return window[row * stride + places[index % places.length]!]!
  })
}
