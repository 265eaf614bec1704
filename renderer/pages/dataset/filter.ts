/** The filter of the dataset: `label:wave length<1 session:anna` and plain words, all of which must hold. */
import type { Sample } from '../../../shared/model/sample.ts'

const TEXT_FIELDS: Record<string, (sample: Sample) => string> = {
  label: (sample) => sample.label ?? '',
  name: (sample) => sample.name,
  session: (sample) => sample.session,
  split: (sample) => sample.split,
  source: (sample) => sample.source,
  health: (sample) => (sample.health.ok ? 'good' : sample.health.findings.map((finding) => finding.kind).join(' ')),
  used: (sample) => (sample.enabled ? 'yes' : 'no'),
}
const NUMBER_FIELDS: Record<string, (sample: Sample) => number> = {
  length: (sample) => sample.seconds,
  rate: (sample) => sample.rateHz,
  axes: (sample) => sample.axes.length,
}

type Test = (sample: Sample) => boolean

function comparison(sign: string, left: number, right: number): boolean {
  if (sign === '<') return left < right
  if (sign === '>') return left > right
  if (sign === '<=') return left <= right
  if (sign === '>=') return left >= right
  return Math.abs(left - right) < 1e-9
}

/** `label:"no such"` keeps its spaces. */
function words(text: string): string[] {
  return [...text.matchAll(/[^\s"]*"[^"]*"|\S+/g)].map((match) => match[0].replace(/"/g, ''))
}

function testOf(word: string): Test {
  const number = /^([a-z]+)(<=|>=|<|>|=)(-?[\d.]+)$/i.exec(word)
  const numberOf = NUMBER_FIELDS[(number?.[1] ?? '').toLowerCase()]
  if (number && numberOf) return (sample) => comparison(number[2] ?? '=', numberOf(sample), Number(number[3]))
  const colon = word.indexOf(':')
  const textOf = TEXT_FIELDS[word.slice(0, Math.max(0, colon)).toLowerCase()]
  if (colon > 0 && textOf) {
    const wanted = word.slice(colon + 1).toLowerCase()
    // A label is meant whole; the rest by any part of it. Nothing after the colon means: without one.
    if (word.toLowerCase().startsWith('label:')) return (sample) => textOf(sample).toLowerCase() === wanted
    return (sample) => textOf(sample).toLowerCase().includes(wanted)
  }
  const wanted = word.toLowerCase()
  return (sample) => `${sample.name} ${sample.label ?? ''} ${sample.session}`.toLowerCase().includes(wanted)
}

export function filterSamples(samples: readonly Sample[], text: string): readonly Sample[] {
  const tests = words(text).map(testOf)
  return tests.length === 0 ? samples : samples.filter((sample) => tests.every((test) => test(sample)))
}

/** A word of the filter, quoted where it needs it. */
export function filterWord(field: string, value: string): string {
  return /\s/.test(value) ? `${field}:"${value}"` : `${field}:${value}`
}
