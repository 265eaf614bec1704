/** Text that comes in pieces to rows of cells: delimiter found by itself, quotes, comments, any line ending, no NUL. */
export interface TableRow {
  cells: string[]
  /** 1-based line of the file where the row begins. */
  line: number
  kind: 'cells' | 'comment' | 'blank'
}

export interface TableReader {
  push(text: string): void
  end(): void
}

/** A line longer than this is no table. */
const LINE_LIMIT = 1_000_000

/** Hands every row on as soon as its line has ended. */
export function createTableReader(onRow: (row: TableRow) => void): TableReader {
  let rest = ''
  let line = 1
  let delimiter: string | RegExp | null = null

  function take(text: string, lines: number): void {
    const trimmed = text.trim()
    if (trimmed === '') onRow({ cells: [], line, kind: 'blank' })
    else if (/^(#|%|\/\/)/.test(trimmed)) {
      const words = trimmed.replace(/^[#%/\s]+/, '')
      onRow({ cells: cut(words, findDelimiter(words)), line, kind: 'comment' })
    } else {
      delimiter ??= findDelimiter(trimmed)
      // Tabs at the ends are empty cells, so only line ends go.
      onRow({ cells: cut(delimiter === '\t' ? text : trimmed, delimiter), line, kind: 'cells' })
    }
    line += lines
  }

  function drain(final: boolean): void {
    let start = 0
    for (;;) {
      const end = lineEnd(rest, start)
      if (end < 0) break
      // A CR at the very end may be the first half of CR LF.
      if (!final && rest[end] === '\r' && end + 1 === rest.length) break
      const text = rest.slice(start, end)
      take(text, countLines(text))
      start = rest[end] === '\r' && rest[end + 1] === '\n' ? end + 2 : end + 1
    }
    rest = rest.slice(start)
    if (rest.length > LINE_LIMIT) rest = ''
    if (final && rest !== '') take(rest, 1)
  }

  return {
    push(text) {
      rest += text.replaceAll('\0', '')
      drain(false)
    },
    end: () => drain(true),
  }
}

/** Place of the next line end outside quotes, or -1. */
function lineEnd(text: string, start: number): number {
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) quoted = !quoted
    // A quote that is never closed must not swallow the file: it ends with the line after next.
    else if ((code === 10 || code === 13) && (!quoted || at - start > 10_000)) return at
  }
  return -1
}

function countLines(text: string): number {
  return 1 + (text.includes('\n') || text.includes('\r') ? text.split(/\r\n|\r|\n/).length - 1 : 0)
}

/** The one of comma, semicolon and tab that a line has most of; white space where it has none. */
export function findDelimiter(line: string): string | RegExp {
  const bare = line.replace(/"[^"]*"/g, '')
  const count = (character: string): number => bare.split(character).length - 1
  const [best] = ['\t', ';', ','].sort((a, b) => count(b) - count(a))
  // Decimal commas: `1,5;2,5` has as many commas as semicolons or more.
  if (count(';') > 0 && /\d,\d/.test(bare)) return ';'
  return best !== undefined && count(best) > 0 ? best : /\s+/
}

function cut(line: string, delimiter: string | RegExp): string[] {
  if (typeof delimiter !== 'string') return line.trim().split(delimiter).map(unquote)
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim())
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    if (character === delimiter && !quoted) {
      cells.push(unquote(cell))
      cell = ''
    } else cell += character
  }
  return [...cells, unquote(cell)]
}

function unquote(cell: string): string {
  const trimmed = cell.trim()
  return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed
}
