/** The self-test of an export: the groups of what it uses, so that nothing else has to come along. */
import { AppError } from '../contract/errors.ts'
import type { TextFile } from './c-text.ts'
import type { PackBlock, PackInput } from './pack-blocks.ts'

const LIST = 'tml_selftest_list.h'
/** `  X(part, group, hash)`, and `#include "tml_selftest_part.h"`. */
const GROUP = /^ {2}X\((\w+), .*\)/
const INCLUDE = /^#include "tml_selftest_(\w+)\.h"/

/** What every export has. */
const ALWAYS = ['maths', 'network']

function partOf(block: PackBlock): string {
  if (block.kind === 'record') return block.layout.name
  return block.kind === 'spectral' ? 'spectral' : 'flatten'
}

/** The list of groups, and the file that runs them. */
export function selfTestFor(
  { blocks, anomaly }: Pick<PackInput, 'blocks' | 'anomaly'>,
  runtimeSources: Record<string, string>,
): TextFile[] {
  const all = runtimeSources[LIST]
  const runner = runtimeSources['tml_selftest.c']
  const header = runtimeSources['tml_selftest.h']
  if (all === undefined || runner === undefined || header === undefined) {
    throw new AppError('export/failed', { message: `The runtime’s file ${LIST} is missing.` })
  }
  const parts = new Set([...ALWAYS, ...blocks.map(partOf), ...(anomaly ? ['anomaly'] : [])])
  const kept = all.split('\n').filter((line) => {
    const part = (GROUP.exec(line) ?? INCLUDE.exec(line))?.[1]
    return part === undefined || parts.has(part)
  })
  // The last line of a macro ends without a backslash.
  const last = kept.findLastIndex((line) => GROUP.test(line))
  const text = kept.map((line, index) => (index === last ? line.replace(/ \\$/, '') : line)).join('\n')
  return [
    { path: LIST, text },
    { path: 'tml_selftest.h', text: header },
    { path: 'tml_selftest.c', text: runner },
  ]
}
