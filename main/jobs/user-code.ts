/** Makes the code of custom blocks ready for one task of the worker, and takes it away after it. */
import type { BlockCode } from '../../shared/model/block-code.ts'
import type { DspBlock } from '../../shared/model/impulse.ts'
import { getRuntime } from '../runtime-file.ts'
import type { RunnerOptions } from '../sandbox/block-runner.ts'
import { openUserCode } from '../sandbox/user-code-host.ts'

/** All code that a task's input brings with it. */
export function codesOf(input: object): BlockCode[] {
  const blocks: DspBlock[] = []
  if ('impulse' in input && hasBlocks(input.impulse)) blocks.push(...input.impulse.dsp)
  if ('block' in input && isBlock(input.block)) blocks.push(input.block)
  return blocks.flatMap(({ code }) => (code ? [code] : []))
}

function hasBlocks(value: unknown): value is { dsp: DspBlock[] } {
  return typeof value === 'object' && value !== null && 'dsp' in value && Array.isArray(value.dsp)
}

function isBlock(value: unknown): value is DspBlock {
  return typeof value === 'object' && value !== null && 'params' in value
}

/** Runs work while the runtime can run this code. */
export async function withUserCode<T>(codes: BlockCode[], options: RunnerOptions, work: () => T): Promise<T> {
  if (codes.length === 0) return work()
  const runtime = getRuntime()
  const host = await openUserCode(codes, options)
  runtime.userCode = host
  try {
    return await work()
  } finally {
    runtime.userCode = null
    host.dispose()
  }
}
