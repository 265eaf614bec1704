/** All DSP blocks by name, and the checks every use of one goes through. */
import { AppError } from '../contract/errors.ts'
import type { DspBlock, ParameterValue } from '../model/impulse.ts'
import type { WindowBatch } from '../runtime/params.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { mfcc, mfe, spectrogram } from './audio-blocks.ts'
import { bandEnergies } from './band-energies.ts'
import type { DspBlockType, DspContext, ParameterProblem, Params } from './block.ts'
import { envelope } from './envelope.ts'
import { CUSTOM_BLOCK, customBlock, starterCode } from './custom.ts'
import { flatten } from './flatten.ts'
import { hjorth } from './hjorth.ts'
import { image } from './image.ts'
import { normalization } from './normalization.ts'
import { checkRanges, completeParams, defaultsOf } from './parameters.ts'
import { peaks } from './peaks.ts'
import { raw } from './raw.ts'
import { sensorFusion } from './sensor-fusion.ts'
import { spectralAnalysis } from './spectral-analysis.ts'

export const dspBlocks: DspBlockType[] = [
  spectralAnalysis,
  flatten,
  raw,
  mfcc,
  mfe,
  spectrogram,
  image,
  normalization,
  bandEnergies,
  envelope,
  hjorth,
  peaks,
  sensorFusion,
]

export function findBlock(id: string): DspBlockType {
  const found = dspBlocks.find((block) => block.id === id)
  if (found) return found
  const names = dspBlocks.map((block) => block.id).join(', ')
  throw new AppError('dsp/unknown-block', { message: `There is no DSP block "${id}". There are: ${names}.` })
}

/** What a block of an impulse is: one of the list, or what its own code makes it. */
export function typeOf({ block, code }: Pick<DspBlock, 'block' | 'code'>): DspBlockType {
  return block === CUSTOM_BLOCK ? customBlock(code ?? starterCode('typescript')) : findBlock(block)
}

/** A new block of an impulse, with the newest implementation and all defaults. */
export function newDspBlock(blockId: string, id: string = blockId): DspBlock {
  if (blockId === CUSTOM_BLOCK) {
    return { id, block: blockId, implementationVersion: 1, params: {}, code: starterCode('typescript') }
  }
  const block = findBlock(blockId)
  return { id, block: blockId, implementationVersion: block.implementationVersions[0] ?? 1, params: defaultsOf(block) }
}

/** All that is wrong with a block's settings here; empty where everything goes together. */
export function checkBlock(block: DspBlock, context: DspContext): ParameterProblem[] {
  const type = typeOf(block)
  const problems = [
    ...checkVersion(type, block.implementationVersion),
    ...checkRanges(type, block.params, block.implementationVersion),
  ]
  if (problems.some(isError)) {
    return problems.map((problem) => withFittingFix(problem, block, context))
  }
  return [...problems, ...type.check(completeParams(type, block.params, block.implementationVersion), context)]
}

/** The end of a range may not go together with the window: then what the block itself says there, or the default. */
function withFittingFix(problem: ParameterProblem, block: DspBlock, context: DspContext): ParameterProblem {
  const type = typeOf(block)
  const { param, fix } = problem
  if (fix === undefined || !type.parameters.some((spec) => spec.id === param)) return problem
  const errorsWith = (value: ParameterValue): ParameterProblem[] => {
    const params = { ...block.params, [param]: value }
    const complete = completeParams(type, params, block.implementationVersion)
    const problems = checkRanges(type, params, block.implementationVersion)
    const all = problems.some(isError) ? problems : [...problems, ...type.check(complete, context)]
    return all.filter(isError)
  }
  const further = errorsWith(fix).find((one) => one.param === param)?.fix
  const candidates = [fix, ...(further === undefined ? [] : [further]), defaultsOf(type)[param] ?? fix]
  return { ...problem, fix: candidates.find((value) => errorsWith(value).length === 0) ?? fix }
}

function isError(problem: ParameterProblem): boolean {
  return problem.severity === 'error'
}

function checkVersion(type: DspBlockType, version: number): ParameterProblem[] {
  if (type.implementationVersions.includes(version)) return []
  const allowed = type.implementationVersions.join(', ')
  const fix = type.implementationVersions[0] ?? 1
  const sentence = `${type.name} version ${version} is not available. Available: ${allowed}.`
  return [{ param: 'implementationVersion', sentence, allowed, fix, severity: 'error' }]
}

function checkContext(context: DspContext): void {
  const bad = (name: string, value: number, allowed: string): never => {
    throw new AppError('dsp/invalid-parameter', {
      message: `The ${name} is ${value}. Allowed: ${allowed}.`,
      data: { param: name, value, allowed },
    })
  }
  if (!(context.rateHz > 0) || !Number.isFinite(context.rateHz)) bad('rate', context.rateHz, 'above 0 Hz')
  if (!Number.isInteger(context.rows) || context.rows < 1 || context.rows > 1_048_576) {
    bad('number of readings', context.rows, '1 to 1,048,576')
  }
  if (context.axes.length < 1 || context.axes.length > 64) bad('number of axes', context.axes.length, '1 to 64')
}

/** The block with complete parameters, or the first error as AppError. */
export function readyBlock(block: DspBlock, context: DspContext): { type: DspBlockType; params: Params } {
  checkContext(context)
  const error = checkBlock(block, context).find(isError)
  if (error) {
    const { param, sentence, allowed, fix } = error
    throw new AppError('dsp/invalid-parameter', {
      message: sentence,
      hint: fix === undefined ? `Allowed: ${allowed}.` : `Use ${String(fix)}.`,
      data: { param, value: block.params[param] ?? null, allowed, fix: fix ?? null },
    })
  }
  const type = typeOf(block)
  return { type, params: completeParams(type, block.params, block.implementationVersion) }
}

/** Checks, then computes the features of each window, `[windows, features]`. */
export function extractFeatures(
  runtime: Runtime,
  block: DspBlock,
  batch: WindowBatch,
  context: DspContext,
): Float32Array {
  const { type, params } = readyBlock(block, context)
  if (batch.starts.length === 0) return new Float32Array()
  return type.extract(runtime, batch, params, context)
}
