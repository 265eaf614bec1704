/**
 * The language of the filter: words and conditions, all of which must hold. `wave` looks into names, labels and sessions;
 * `label:wave`, `split:test`, `-session:mon` ask one field; `length<1`, `rate>=100` compare numbers.
 */
import type { Sample } from '../../../shared/model/sample.ts'

export interface Filter {
  matches: (sample: Sample) => boolean
  /** What cannot be understood, in words; null where all is understood. The rest still filters. */
  problem: string | null
}

type Condition = (sample: Sample) => boolean

const TEXT_FIELDS: Record<string, (sample: Sample) => string> = {
  label: (sample) => sample.label ?? '',
  name: (sample) => sample.name,
  split: (sample) => sample.split,
  session: (sample) => sample.session,
  source: (sample) => sample.source,
  axes: (sample) => sample.axes.map((axis) => axis.name).join(' '),
  health: ({ health }) => (health.ok ? 'good' : `bad ${health.findings.map(({ kind }) => kind).join(' ')}`),
  used: (sample) => (sample.enabled ? 'yes' : 'no'),
  device: deviceOf,
}

const NUMBER_FIELDS: Record<string, (sample: Sample) => number> = {
  length: (sample) => sample.seconds,
  rate: (sample) => sample.rateHz,
  readings: (sample) => sample.readings,
  axes: (sample) => sample.axes.length,
}

/** Rates and lengths come from division: what is shown as equal is equal. */
const EQUAL_SHARE = 1e-9

const COMPARISONS: Record<string, (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '=': (left, right) => Math.abs(left - right) <= EQUAL_SHARE * Math.max(1, Math.abs(right)),
}

/** Meant as a whole, so that `label:run` does not find "running"; others may be given in part. */
const WHOLE_FIELDS: ReadonlySet<string> = new Set(['label', 'split', 'used'])

export function deviceOf(sample: Sample): string {
  return sample.metadata['device'] ?? sample.metadata['board'] ?? ''
}

/** Splits at spaces, but not inside quotes: `session:"Monday morning" wave`. */
function filterWords(text: string): string[] {
  return text.match(/(?:[^\s"]+|"[^"]*"?)+/g) ?? []
}

/** One condition as it is written, with quotes where the value needs them: `session:"Monday morning"`. */
export function filterWord(field: string, value: string): string {
  return /[\s"]/.test(value) ? `${field}:"${value.replaceAll('"', '')}"` : `${field}:${value}`
}

/** The condition of one word, or the sentence that says why it is none. */
function conditionOf(word: string): Condition | string {
  if (!word.startsWith('-') || word.length < 2) return plainCondition(word)
  const found = plainCondition(word.slice(1))
  return typeof found === 'string' ? found : (sample) => !found(sample)
}

function plainCondition(word: string): Condition | string {
  const [, field, sign, raw] = /^([a-z]+)(:|<=|>=|<|>|=)(.*)$/i.exec(word) ?? []
  if (field === undefined || sign === undefined || raw === undefined) return anywhere(unquoted(word))
  const name = field.toLowerCase()
  const numeric = sign !== ':' && !(sign === '=' && name in TEXT_FIELDS && !(name in NUMBER_FIELDS))
  return numeric ? numberCondition(name, sign, unquoted(raw)) : textCondition(name, unquoted(raw))
}

function textCondition(field: string, value: string): Condition | string {
  const read = TEXT_FIELDS[field]
  if (!read) return unknownField(field, Object.keys(TEXT_FIELDS))
  const wanted = value.toLowerCase()
  // `label:` alone finds what has no label.
  if (WHOLE_FIELDS.has(field) && (wanted !== '' || field === 'label')) {
    return (sample) => read(sample).toLowerCase() === wanted
  }
  return (sample) => read(sample).toLowerCase().includes(wanted)
}

function numberCondition(field: string, sign: string, text: string): Condition | string {
  const read = NUMBER_FIELDS[field]
  const compare = COMPARISONS[sign]
  if (!read || !compare) return unknownField(field, Object.keys(NUMBER_FIELDS))
  // Still being typed.
  if (text === '') return () => true
  const value = Number(text)
  if (!Number.isFinite(value)) return `"${text}" is not a number. Write for example ${field}${sign}1.`
  return (sample) => compare(read(sample), value)
}

function anywhere(word: string): Condition {
  const wanted = word.toLowerCase()
  return ({ name, label, session }) => [name, label ?? '', session].some((text) => text.toLowerCase().includes(wanted))
}

function unquoted(text: string): string {
  return text.replaceAll('"', '')
}

function unknownField(field: string, known: readonly string[]): string {
  return `Nothing is called "${field}" here. Use ${known.join(', ')}.`
}

export function parseFilter(text: string): Filter {
  const parsed = filterWords(text).map(conditionOf)
  const conditions = parsed.filter((one) => typeof one !== 'string')
  return {
    matches: (sample) => conditions.every((holds) => holds(sample)),
    problem: parsed.find((one) => typeof one === 'string') ?? null,
  }
}
