/** All DSP blocks by name, and the checks every use of one goes through. */
import { AppError } from '../contract/errors.ts'
import type { DspBlock } from '../model/impulse.ts'
import type { WindowBatch } from '../runtime/params.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { mfcc, mfe, spectrogram } from './audio-blocks.ts'
import type { DspBlockType, DspContext, ParameterProblem, Params } from './block.ts'
import { flatten } from './flatten.ts'
import { image } from './image.ts'
import { checkRanges, completeParams, defaultsOf } from './parameters.ts'
import { raw } from './raw.ts'
import { spectralAnalysis } from './spectral-analysis.ts'

export const dspBlocks: DspBlockType[] = [spectralAnalysis, flatten, raw, mfcc, mfe, spectrogram, image]

export function findBlock(id: string): DspBlockType {
  const found = dspBlocks.find((block) => block.id === id)
  if (found) return found
  const names = dspBlocks.map((block) => block.id).join(', ')
  throw new AppError('dsp/unknown-block', { message: `There is no DSP block "${id}". There are: ${names}.` })
}

/** A new block of an impulse, with the newest implementation and all defaults. */
export function newDspBlock(blockId: string, id: string = blockId): DspBlock {
  const block = findBlock(blockId)
  return { id, block: blockId, implementationVersion: block.implementationVersions[0] ?? 1, params: defaultsOf(block) }
}

/** All that is wrong with a block's settings here; empty where everything goes together. */
export function checkBlock(block: DspBlock, context: DspContext): ParameterProblem[] {
  const type = findBlock(block.block)
  const problems = [...checkVersion(type, block.implementationVersion), ...checkRanges(type, block.params)]
  if (problems.some((problem) => problem.severity === 'error')) return problems
  return [...problems, ...type.check(completeParams(type, block.params), context)]
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
  const error = checkBlock(block, context).find((problem) => problem.severity === 'error')
  if (error) {
    const { param, sentence, allowed, fix } = error
    throw new AppError('dsp/invalid-parameter', {
      message: sentence,
      ...(fix === undefined ? {} : { hint: `Use ${String(fix)}.` }),
      data: { param, value: block.params[param] ?? null, allowed, fix: fix ?? null },
    })
  }
  const type = findBlock(block.block)
  return { type, params: completeParams(type, block.params) }
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
