/** `dsp run --block custom --code block.ts`: a person's own code on signals, with the limits it has in the workbench. */
import { readFileSync } from 'node:fs'
import { AppError } from '../../shared/contract/errors.ts'
import type { DspContext } from '../../shared/dsp/block.ts'
import type { BlockCode } from '../../shared/model/block-code.ts'
import type { DspBlock } from '../../shared/model/impulse.ts'
import { openUserCode } from '../sandbox/user-code-host.ts'

interface Signal {
  context: DspContext
  values: Float32Array
}

export function readCode(file: string): BlockCode {
  const text = readText(file)
  return { language: file.endsWith('.c') ? 'c' : 'typescript', text }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('file/not-found', { message: `${file} cannot be read.`, cause })
  }
}

export interface CustomAnswer {
  features: Float32Array[]
  labels: string[]
  /** Of computing alone. */
  ms: number
}

/** The first signal tells which features there are; the others must give as many. */
export async function runCustom(
  code: BlockCode,
  params: DspBlock['params'],
  signals: readonly Signal[],
): Promise<CustomAnswer> {
  const host = await openUserCode([code])
  try {
    const windows = signals.map(({ context, values }) => ({
      batch: {
        values,
        stride: context.axes.length,
        rows: context.rows,
        axes: context.axes.map((_axis, index) => index),
        starts: Int32Array.of(0),
      },
      rateHz: context.rateHz,
      axes: context.axes,
    }))
    const [first] = windows
    if (!first) throw new AppError('dsp/bad-signal', { message: 'There is no signal.' })
    const { declaration } = host.declare(code, { ...first, params })
    const defaults = Object.fromEntries(declaration.parameters.map(({ id, default: value }) => [id, value]))
    const started = performance.now()
    const features = windows.map((window) =>
      host.features({ ...code, declared: declaration }, { ...window, params: { ...defaults, ...params } }),
    )
    return { features, labels: declaration.featureNames, ms: performance.now() - started }
  } finally {
    host.dispose()
  }
}
