/**
 * What C for custom blocks may not hold, so that it gives the same bits on every processor; looked for in the text,
 * without comments and strings. What only shows when it is compiled or run is found there.
 */
import { AppError } from '../../shared/contract/errors.ts'
import type { CodeParameter } from '../../shared/model/block-code.ts'

/** The same length and lines, with comments and texts blanked out. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (found) =>
    found.replace(/[^\n]/g, ' '),
  )
}

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\bdouble\b/, 'double has other bits on other processors; write float'],
  [
    /(?<![\w.])(?:\d+\.\d*|\.\d+|\d+(?=[eE][+-]?\d))(?:[eE][+-]?\d+)?(?![\w.])/,
    'a number with a point is a double; write an f after it',
  ],
  [/^[ \t]*#[ \t]*pragma\b|\b_Pragma\b/m, 'pragmas can change the arithmetic'],
  [/\b(?:asm|__asm__|__asm)\b/, 'assembly runs on one kind of processor only'],
  [/\b(?:__builtin_\w+|__attribute__|__declspec)\b/, 'this belongs to one compiler only'],
  [/\b(?:goto|setjmp|longjmp)\b/, 'jumps are not allowed'],
  [/\b(?:malloc|calloc|realloc|free|alloca)\b/, 'boards have no memory to ask for; use arrays of a known size'],
]

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

function refuse(line: number, reason: string): never {
  throw new AppError('code/failed', { message: `Line ${line}: ${reason}.`, data: { line, column: 1 } })
}

/** headers: the files that may be included beside <stdint.h> and <stddef.h>. */
export function checkRules(text: string, headers: ReadonlySet<string>): void {
  const code = withoutComments(text)
  for (const [pattern, reason] of FORBIDDEN) {
    const found = pattern.exec(code)
    if (found) refuse(lineOf(code, found.index), reason)
  }
  for (const found of text.matchAll(/^[ \t]*#[ \t]*(?:include|include_next|embed|import)\b[ \t]*([^\n]*)/gm)) {
    if (code.slice(found.index, found.index + found[0].length).trim() === '') continue
    const name = /^"([^"]+)"|^<(stdint\.h|stddef\.h)>/.exec(found[1] ?? '')
    if (!name || (name[1] !== undefined && !headers.has(name[1])))
      refuse(lineOf(text, found.index), 'only "tml_….h", <stdint.h> and <stddef.h> can be included')
  }
}

const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`
const PARAMETER = new RegExp(
  String.raw`parameter:[ \t]*([A-Za-z][\w-]{0,39})[ \t]*=[ \t]*(${NUMBER})(?:[ \t]*\([ \t]*(${NUMBER})[ \t]*to[ \t]*(${NUMBER})[ \t]*\))?[ \t]*([^\n]*)`,
  'g',
)

/** Settings of C stand in comments: `parameter: threshold = 1 (0 to 100) What it does.` */
export function parametersOf(text: string): CodeParameter[] {
  const found = [...text.matchAll(PARAMETER)].map(([, id = '', value, min, max, rest = '']): CodeParameter => ({
    id,
    label: id.charAt(0).toUpperCase() + id.slice(1).replace(/[-_]/g, ' '),
    unit: '',
    type: 'float',
    default: Number(value),
    ...(min === undefined ? {} : { min: Number(min) }),
    ...(max === undefined ? {} : { max: Number(max) }),
    help: rest
      .replace(/\*\/.*$/, '')
      .trim()
      .slice(0, 300),
  }))
  const ids = found.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new AppError('code/failed', { message: `Two parameters are called "${twice}".` })
  return found.slice(0, 50)
}
