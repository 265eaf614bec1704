/** Why the values of a file do not fit, in words for the person who wrote it. */
import type { z } from 'zod'

type Issue = z.ZodError['issues'][number]

/** One line for each value that does not fit. */
export function misfits({ issues }: z.ZodError): string {
  return issues.map((issue) => `${placeOf(issue.path)} ${wishOf(issue)}.`).join('\n')
}

/** `learn[0].training.learningRate` */
function placeOf(path: PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return place.replace(/^\./, '') || 'The whole'
}

function wishOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      return `must ${limit(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)}`
    case 'too_big':
      return `must ${limit(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)}`
    case 'invalid_type':
      return `must be there, of the kind “${issue.expected}”`
    case 'unrecognized_keys':
      return `has ${issue.keys.map((key) => `“${key}”`).join(', ')}, which nobody knows`
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`
    case 'custom':
      return `is wrong: ${issue.message.replace(/\.$/, '')}`
    default:
      return 'is not understood'
  }
}

function limit(origin: string, than: string, value: number | bigint): string {
  const amount = value.toLocaleString('en-US')
  if (origin === 'string') return `have ${than} ${amount} characters`
  return origin === 'array' ? `hold ${than} ${amount} values` : `be ${than} ${amount}`
}
