/** Reading and checking a block's parameters against its schema. */
import type { ParameterValue } from '../model/impulse.ts'
import type { DspBlockType, ParameterProblem, ParameterSpec, Params } from './block.ts'

export function defaultsOf(block: DspBlockType): Params {
  return Object.fromEntries(block.parameters.map((spec) => [spec.id, spec.default]))
}

/** What a block is told beside its parameters: the implementation that an old project was made with. */
const VERSION = 'implementationVersion'

/** The given parameters over the defaults; version: the newest where absent. */
export function completeParams(block: DspBlockType, params: Params, version?: number): Params {
  return { ...defaultsOf(block), ...params, [VERSION]: version ?? block.implementationVersions[0] ?? 1 }
}

/** Which implementation the completed parameters are for. */
export function versionOf(params: Params): number {
  return numberOf(params, VERSION)
}

export function isShown(spec: ParameterSpec, params: Params): boolean {
  if (spec.versions && !spec.versions.includes(versionOf(params))) return false
  if (!spec.showIf) return true
  const equal = params[spec.showIf.param] === spec.showIf.value
  return spec.showIf.operator === 'eq' ? equal : !equal
}

export function numberOf(params: Params, id: string): number {
  const value = params[id]
  return typeof value === 'number' ? value : Number.NaN
}

export function textOf(params: Params, id: string): string {
  return String(params[id])
}

export function flagOf(params: Params, id: string): boolean {
  return params[id] === true
}

export function formatList(values: ParameterValue[]): string {
  const words = values.map(String)
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function allowedOf(spec: ParameterSpec): string {
  if (spec.options) return formatList(spec.options)
  if (spec.type === 'boolean') return 'true or false'
  if (spec.type === 'string') return 'text'
  const kind = spec.type === 'int' ? 'whole numbers' : 'numbers'
  if (spec.min !== undefined && spec.max !== undefined) return `${kind} from ${spec.min} to ${spec.max}`
  if (spec.min !== undefined) return `${kind} from ${spec.min}`
  return kind
}

function isAllowed(spec: ParameterSpec, value: ParameterValue): boolean {
  if (spec.options) return spec.options.includes(value)
  if (spec.type === 'boolean') return typeof value === 'boolean'
  if (spec.type === 'string' || spec.type === 'select') return typeof value === 'string'
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if (spec.type === 'int' && !Number.isInteger(value)) return false
  return value >= (spec.min ?? -Infinity) && value <= (spec.max ?? Infinity)
}

/** The allowed option nearest to a number; else the default. */
function mended(spec: ParameterSpec, value: ParameterValue): ParameterValue {
  if (typeof value !== 'number' || !Number.isFinite(value) || spec.type === 'string') return spec.default
  const numbers = spec.options?.filter((option) => typeof option === 'number')
  if (numbers && numbers.length > 0) {
    return numbers.reduce((best, option) => (Math.abs(option - value) < Math.abs(best - value) ? option : best))
  }
  const whole = spec.type === 'int' ? Math.round(value) : value
  return Math.min(spec.max ?? Infinity, Math.max(spec.min ?? -Infinity, whole))
}

/** Problems of single parameters: wrong type, out of range, or unknown to the block. */
export function checkRanges(block: DspBlockType, params: Params, version?: number): ParameterProblem[] {
  const problems: ParameterProblem[] = []
  const complete = completeParams(block, params, version)
  for (const spec of block.parameters) {
    const value = params[spec.id]
    if (value === undefined || isAllowed(spec, value) || !isShown(spec, complete)) continue
    problems.push({
      param: spec.id,
      sentence: `${spec.label} is ${String(value)}. Allowed: ${allowedOf(spec)}.`,
      allowed: allowedOf(spec),
      fix: mended(spec, value),
      severity: 'error',
    })
  }
  return [...problems, ...unknownParameters(block, params)]
}

/** A name that no version of the block knows is kept and only told: an imported impulse may carry old settings. */
function unknownParameters(block: DspBlockType, params: Params): ParameterProblem[] {
  const known = new Set([...block.parameters.map((spec) => spec.id), VERSION])
  return Object.keys(params)
    .filter((id) => !known.has(id))
    .map((id) => ({
      param: id,
      sentence: `${block.name} has no setting "${id}". It is not used.`,
      allowed: formatList(block.parameters.map((spec) => spec.id)),
      severity: 'warning' as const,
    }))
}
