/**
 * What one line of text holds: the numbers of a reading, with the names and units that stand beside them, or why it holds
 * none. Knows the ways in which programs and their logs write readings; a word it cannot place makes the line no reading.
 */

export interface ReadingLine {
  values: number[]
  /** Names in the order of the values; null where the line tells none. */
  names: string[] | null
  /** Units in the order of the values; empty text where the line tells none. */
  units: string[]
}

export type ReadingVerdict = ReadingLine | { reason: string }

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
/** Only what numbers and plain separators are made of: the common case, without a closer look. */
const PLAIN = /^[-+.\deE,\s]+$/
const DECIMAL_COMMA = /^[-+]?\d+,\d+$/
const NUMBER_WITH_UNIT = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-zµ°%].*)$/i
const UNIT =
  /^(m?g|[mnµu]?m|cm|m\/s(\^?2|²)|s|[mµu]s|min|dps|mdps|(deg|°|rad)(\/s)?|[mµun]?T|gauss|°?[CFK]|degC|%|%RH|[hk]?Pa|bar|mbar|[mµu]?V|[mµu]?A|m?W|k?ohm|Ω|lux|lx|[kM]?Hz|dB[A-Za-z]*|ppm|ppb|bpm|rpm|k?N|kg|raw|wav)$/
const NAME = /^[\p{L}_][\p{L}\d_.[\]() /%²°^-]*$/u
/** Times that terminals and loggers put before a line. */
const CLOCK_TIME =
  /^[[(]?(\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d:\d\d([.,:]\d+)?(Z|[-+]\d\d:?\d\d)?[\])]?\s*(->|[,;|>-](?=\s|$)|[,;])?\s*/
const LOG_TAG = /^[IWDV] \(\d+\) [^:]{1,40}:\s+/
const COMMENT = /^(#|\/\/|%)\s*/
/** Letters of protocols that mark where a reading begins and ends: `<1,2>`, `$1 2;`. */
const MARKS_BEFORE = /^[$<*@!>]+\s*/
const MARKS_AFTER = /[\s;,|>*#]+$/
/** A word in front, separated like the numbers behind it. */
const TAG = /^([A-Za-z_]\w{0,15})[,;]\s*(?=[-+.\d])/
const ARROW = /^(->|>>?|<)\s+/

/** `text` is printable and without the line's end. */
export function readReadingLine(text: string): ReadingVerdict {
  if (PLAIN.test(text)) return readTokens(tokensOf(text))
  if (COMMENT.test(text)) return { reason: 'is a comment' }
  const body = unwrap(text)
  if (body.startsWith('{') && body.endsWith('}')) return readJson(body)
  return readTokens(tokensOf(body))
}

/** Without what stands around the reading: times, log tags, brackets. */
function unwrap(text: string): string {
  const body = text
    .replace(CLOCK_TIME, '')
    .replace(LOG_TAG, '')
    .replace(ARROW, '')
    .replace(/\s+(#|\/\/).*$/, '')
    .replace(MARKS_BEFORE, '')
    .replace(MARKS_AFTER, '')
    .replace(TAG, '$1:')
  return /^\[[^[\]]*\]$|^\([^()]*\)$/.test(body) ? body.slice(1, -1) : body
}

/** Words between separators. Where semicolons, tabs or blanks separate, a comma may be the decimal point. */
function tokensOf(text: string): string[] {
  const joined = text.replace(/\s*[:=]\s*/g, ':').replace(/["']/g, '')
  if (/[;|]/.test(joined)) {
    // Where points are decimal, commas separate too.
    if (/\d\.\d/.test(joined)) return split(joined, /[,;|\s]+/)
    return split(joined, /[;|\s]+/).map((part) => part.replace(/(\d),(\d)/, '$1.$2'))
  }
  const parts = split(joined, /\s+/)
  const isDecimalComma = parts.length > 1 && parts.every((part) => DECIMAL_COMMA.test(part))
  if (isDecimalComma) return parts.map((part) => part.replace(',', '.'))
  return split(joined, /[,\s]+/)
}

const split = (text: string, separator: RegExp): string[] => text.split(separator).filter((part) => part !== '')

interface Collected extends ReadingLine {
  names: string[]
  /** Where the values of each name begin: `acc: 1 2 3` has one name for three. */
  starts: number[]
  /** Words of a name whose number has not come yet. */
  words: string[]
}

function readTokens(tokens: readonly string[]): ReadingVerdict {
  const found: Collected = { values: [], names: [], starts: [], units: [], words: [] }
  for (const token of tokens) {
    const reason = take(found, token)
    if (reason !== null) return { reason }
  }
  const [left] = found.words
  if (left !== undefined) return { reason: notANumber(left) }
  if (found.values.length === 0) return { reason: 'holds no number' }
  if (found.names.length > 0 && found.starts[0] !== 0) return { reason: 'names only some numbers' }
  return { values: found.values, names: found.names.length > 0 ? spreadNames(found) : null, units: found.units }
}

/** A name for several values gets a letter or number for each. */
function spreadNames({ names, starts, values }: Collected): string[] {
  return names.flatMap((name, index) => {
    const count = (starts[index + 1] ?? values.length) - starts[index]!
    if (count === 1) return [name]
    return Array.from({ length: count }, (_, at) => `${name}${count === 3 ? 'XYZ'[at]! : at + 1}`)
  })
}

const notANumber = (word: string): string => `"${word.slice(0, 20)}" is not a number`

/** Null where the token has its place, else why it has none. */
function take(found: Collected, token: string): string | null {
  const colon = token.lastIndexOf(':')
  if (colon > 0) return takeNamed(found, token.slice(0, colon), token.slice(colon + 1))
  if (found.words.length > 0 && (NUMBER.test(token) || !NAME.test(token))) return notANumber(found.words[0]!)
  if (takeNumber(found, token)) return null
  const isUnit = UNIT.test(token) && found.values.length > 0 && found.units.at(-1) === ''
  if (isUnit) found.units[found.units.length - 1] = token
  else if (NAME.test(token) && !/^[-+]?(nan|inf(inity)?|ovf)$/i.test(token)) found.words.push(token)
  else return notANumber(token)
  return null
}

function takeNamed(found: Collected, name: string, value: string): string | null {
  const full = [...found.words, name].join(' ')
  if (!NAME.test(full)) return notANumber(full)
  if (!takeNumber(found, value)) return notANumber(value === '' ? full : value)
  found.words = []
  found.names.push(full)
  found.starts.push(found.values.length - 1)
  return null
}

function takeNumber(found: Collected, token: string): boolean {
  const [, digits = token, unit = ''] = NUMBER.test(token) ? [] : (NUMBER_WITH_UNIT.exec(token) ?? [])
  const value = Number(digits)
  if (!NUMBER.test(digits) || !Number.isFinite(value) || (unit !== '' && !UNIT.test(unit))) return false
  found.values.push(value)
  found.units.push(unit)
  return true
}

/** `{"x": 1, "y": [2, 3]}`: numbers by their names; texts and truths are left out. */
function readJson(body: string): ReadingVerdict {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    // Cut or damaged; or written like JSON without being it, as `{1, 2, 3}`.
    return /["{:]/.test(body.slice(1, -1)) ? { reason: 'is damaged JSON' } : readTokens(tokensOf(body.slice(1, -1)))
  }
  const found: ReadingLine & { names: string[] } = { values: [], names: [], units: [] }
  collect(parsed, '', found)
  if (found.values.some((value) => !Number.isFinite(value))) return { reason: 'holds a value that is not a number' }
  return found.values.length > 0 ? found : { reason: 'holds no number' }
}

const DEEPEST = 4

function collect(value: unknown, name: string, found: { values: number[]; names: string[]; units: string[] }): void {
  if (typeof value === 'number' || value === null) {
    found.values.push(value ?? Number.NaN)
    found.names.push(name)
    found.units.push('')
  } else if (typeof value === 'object' && name.split('.').length <= DEEPEST) {
    for (const [key, inner] of Object.entries(value)) collect(inner, name === '' ? key : `${name}.${key}`, found)
  }
}

/** Column names in a line without numbers, such as the first line of a CSV file or a comment above a stream. */
export interface HeaderLine {
  /** Empty text where only a unit stands. */
  names: string[]
  units: string[]
}

/** A sentence has blanks between its words; a column's name has one only before its unit. */
const COLUMN = /^[\p{L}_°%µ][^\s:=!?([]{0,30}(\s?[([][^)\]]{1,8}[)\]])?$/u

/** null where the line is no header: it needs at least one separator, and nothing but names and units between them. */
export function readHeaderLine(text: string): HeaderLine | null {
  if (PLAIN.test(text)) return null
  const body = unwrap(text).replace(COMMENT, '').replace(/["']/g, '')
  const parts = body.split(/[,;\t|]/).map((part) => part.trim())
  if (parts.at(-1) === '') parts.pop()
  const columns = parts.length > 1 ? parts : wordsOf(body)
  if (columns.length < 2 || columns.some((part) => !COLUMN.test(part))) return null
  if (columns.every((part) => UNIT.test(part))) return { names: [], units: columns }
  const named = columns.map((part) => /^(.*?)\s*[([]([^)\]]{1,8})[)\]]$/.exec(part) ?? [part, part, ''])
  return { names: named.map(([, name = '']) => name), units: named.map(([, , unit = '']) => unit) }
}

/** Blanks separate names only where the line cannot be a sentence: `accX accY accZ`. */
function wordsOf(body: string): string[] {
  const words = split(body, /\s+/)
  const isNames = words.every((word) => /^[a-z]{1,12}[_.]?([xyzXYZ]|\d{1,2})([([][^)\]]+[)\]])?$/.test(word))
  return isNames || words.every((word) => UNIT.test(word)) ? words : []
}
