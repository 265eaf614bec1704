/** C source text from values: literals, tables, includes. */
import { AppError } from '../contract/errors.ts'

export interface TextFile {
  path: string
  text: string
}

const LINE_WIDTH = 118

/** A float literal that every compiler reads back as exactly this float32. */
export function cFloat(value: number): string {
  const text = String(Number(value.toPrecision(9)))
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`
}

/** An int32 literal; the most negative one has no literal of its own. */
export function cInt(value: number): string {
  return value === -(2 ** 31) ? '(-2147483647 - 1)' : String(value)
}

/** A string literal in ASCII: other bytes as octal escapes, three digits so that none swallows the next letter. */
export function cString(value: string): string {
  const escaped = Array.from(new TextEncoder().encode(value), (byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f
    return plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`
  })
  return `"${escaped.join('')}"`
}

/** Text that may stand in a C comment. */
export function cComment(value: string): string {
  return value.replaceAll('*/', '* /').replaceAll(/[^\x20-\x7e]/g, '?')
}

/** `static const TYPE NAME[N] = {…};` */
export function cTable(type: string, name: string, values: string[]): string {
  const lines: string[] = []
  let line = ' '
  for (const value of values) {
    if (line.length + value.length + 2 > LINE_WIDTH) {
      lines.push(line)
      line = ' '
    }
    line += ` ${value},`
  }
  lines.push(line)
  return `static const ${type} ${name}[${values.length}] = {\n${lines.join('\n')}\n};\n`
}

/** Opens and closes a header so that C and C++ can include it. */
export function cHeader(guard: string, comment: string, body: string): string {
  return [
    `/* ${comment} */`,
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include <stdint.h>',
    '',
    '#ifdef __cplusplus',
    'extern "C" {',
    '#endif',
    '',
    body,
    '',
    '#ifdef __cplusplus',
    '}',
    '#endif',
    '',
    '#endif',
    '',
  ].join('\n')
}

/** The runtime's files that some sources include, with their `.c` files, followed to the end. */
export function collectRuntime(sources: TextFile[], runtimeSources: Record<string, string>): TextFile[] {
  const found = new Map<string, string>()
  const own = new Set(sources.map(({ path }) => path))
  const waiting = sources.map(({ text }) => text)
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [, header = ''] of text.matchAll(/^#include "([^"]+)"/gm)) {
      if (own.has(header) || found.has(header)) continue
      const headerText = runtimeSources[header]
      if (headerText === undefined) {
        throw new AppError('export/failed', { message: `The runtime’s file ${header} is missing.` })
      }
      for (const path of [header, header.replace(/\.h$/, '.c')]) {
        const content = runtimeSources[path]
        if (content === undefined) continue
        found.set(path, content)
        waiting.push(content)
      }
    }
  }
  return [...found].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1))
}
