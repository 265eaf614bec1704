/** The starter program holds its types against what the editor tells of the interpreter. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { projectRoot } from '../../main/paths.ts'
import { starterCode } from '../../shared/dsp/custom.ts'
import { BLOCK_API } from '../../renderer/editor/block-api.ts'

/** What the compiler says of the code in the editor's world; empty where all is well. */
function typeErrors(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-types-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'workbench.d.ts'), BLOCK_API)
  writeFileSync(join(folder, 'block.ts'), text)
  const words = ['--noEmit', '--strict', '--target', 'es2020', '--lib', 'es2020', '--types', '']
  const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
  try {
    execFileSync(process.execPath, [compiler, ...words, 'workbench.d.ts', 'block.ts'], { cwd: folder })
    return ''
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}

it('accepts the code a new custom block begins with', () => {
  expect(typeErrors(starterCode('typescript').text)).toBe('')
})

it('refuses what the interpreter does not have', () => {
  expect(typeErrors('function features(w: Window) { return [w.length] }')).toMatch(/'length' does not exist/)
  expect(typeErrors('function features() { return fetch("x") }')).toMatch(/fetch/)
})
