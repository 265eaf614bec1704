/** What blocks share that come as one record of fields. */
import type { BlockRecord, WindowBatch } from '../runtime/params.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { DspBlockType, DspContext, ParameterProblem, ParameterSpec, Params } from './block.ts'
import { singleWindow } from './figure-data.ts'

/** What a model pack takes. */
const MOST_FEATURES = 32_768

interface RecordBlock extends Omit<DspBlockType, 'extract' | 'record'> {
  record(params: Params, context: DspContext): BlockRecord
}

/** The block with what follows from its record. */
export function recordBlock(block: RecordBlock): DspBlockType {
  return {
    ...block,
    extract: (runtime: Runtime, batch: WindowBatch, params, context) =>
      runtime.block(block.record(params, context), batch),
  }
}

/** Features of one window, interleaved. */
export function windowOfBlock(
  runtime: Runtime,
  record: BlockRecord,
  window: Float32Array,
  context: DspContext,
): Float32Array {
  return runtime.block(record, singleWindow(window, context.axes.length))
}

export const scaleAxes: ParameterSpec = {
  id: 'scale-axes',
  label: 'Scale axes',
  unit: '',
  type: 'float',
  default: 1,
  min: -1e6,
  max: 1e6,
  help: 'Multiplies every reading before anything else.',
}

export function errorAt(
  param: string,
  sentence: string,
  allowed: string,
  fix?: ParameterProblem['fix'],
): ParameterProblem {
  return { param, sentence, allowed, severity: 'error', ...(fix === undefined ? {} : { fix }) }
}

/** A problem where a block makes more features than a board's model can take. */
export function tooManyFeatures(param: string, features: number): ParameterProblem[] {
  if (features <= MOST_FEATURES) return []
  const sentence = `This makes ${features} features. Up to ${MOST_FEATURES} are possible: use a shorter window.`
  return [errorAt(param, sentence, `up to ${MOST_FEATURES} features`)]
}

/** Numbers between commas; undefined where one of them is none. */
export function numberList(text: string): number[] | undefined {
  const words = text.split(',').map((word) => word.trim())
  const numbers = words.map(Number)
  return words.every((word) => word !== '') && numbers.every(Number.isFinite) ? numbers : undefined
}
