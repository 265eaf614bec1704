/** Custom: features by code that a person wrote. What is known of it here is what the code declared when it last ran. */
import { AppError } from '../contract/errors.ts'
import type { BlockCode, CodeParameter } from '../model/block-code.ts'
import type { DspBlockType, DspContext, ParameterProblem, ParameterSpec } from './block.ts'
import { axisValues, timesMs } from './figure-data.ts'
import { STARTER_CODE } from './custom-starter.ts'

export const CUSTOM_BLOCK = 'custom'

/** What a new custom block holds. */
export function starterCode(language: BlockCode['language']): BlockCode {
  return { language, text: STARTER_CODE[language] }
}

function specOf({ id, label, unit, type, default: value, min, max, options, help }: CodeParameter): ParameterSpec {
  return {
    id,
    label,
    unit,
    type,
    default: value,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(options ? { options } : {}),
    help,
    telling: true,
  }
}

function checkDeclared(code: BlockCode): ParameterProblem[] {
  if (code.declared) return []
  const sentence = 'The code has not run as it stands. Open the block and press Run.'
  return [{ param: 'code', sentence, allowed: 'code that has run', severity: 'error' }]
}

function explanation({ language, declared }: BlockCode, context: DspContext): string {
  const count = declared?.featureNames.length ?? 0
  const where =
    language === 'c'
      ? 'It is C: the exported library holds the same code.'
      : 'It is TypeScript: it runs on this computer, not on a board.'
  return `Your code turns ${context.rows} readings of ${context.axes.length} axes into ${count} features. ${where}`
}

/** The block's type as its own code declares it. */
export function customBlock(code: BlockCode): DspBlockType {
  return {
    id: CUSTOM_BLOCK,
    name: 'Custom',
    description: 'Your own code, in TypeScript or C, makes the features.',
    implementationVersions: [1],
    parameters: code.declared?.parameters.map(specOf) ?? [],
    check: () => checkDeclared(code),
    featureNames: () => code.declared?.featureNames ?? [],
    // Steps of C are counted as it runs; TypeScript has no cost on a board, as it cannot be there.
    cost: (_params, context) => ({
      macs: code.declared?.steps ?? 0,
      ramBytes: code.language === 'c' ? 4 * context.rows * context.axes.length : 0,
      flashBytes: 0,
    }),
    explanation: (_params, context) => explanation(code, context),
    extract(runtime, batch, params, { rateHz, axes }) {
      if (!runtime.userCode) throw new AppError('app/bug', { message: 'Nothing here runs the code of a custom block.' })
      return runtime.userCode.features(code, { batch, rateHz, axes, params })
    },
    figures: (_runtime, window, _params, context) => [
      {
        title: 'Window that the code sees',
        xTitle: 'Time (ms)',
        yTitle: 'Value',
        series: context.axes.map((name, axis) => {
          const y = axisValues(window, context.axes.length, axis)
          return { name, x: timesMs(y.length, context.rateHz), y }
        }),
      },
    ],
  }
}
