import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../main/paths.ts'
import { PLANTED } from './planted.ts'

const SETTINGS = [
  ...['.oxlintrc.json', 'package.json', 'tsconfig.base.json', 'shared/globals.d.ts', 'main/paths.ts'],
  ...['shared', 'main', 'main/shell', 'renderer'].map((room) => `${room}/tsconfig.json`),
]
const folder = mkdtempSync(join(tmpdir(), 'tinyml-rules-'))
let findings: { filename: string; code: string; message: string; help?: string }[]
let filesSeen: number
let complaints: string

function put(file: string, code: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), code)
}

function run(packageName: string, file: string, words: string[]): string {
  const tool = join(projectRoot, 'node_modules', packageName, file)
  return spawnSync(process.execPath, [tool, ...words], { cwd: folder, encoding: 'utf8' }).stdout
}

beforeAll(() => {
  for (const file of SETTINGS) cpSync(join(projectRoot, file), join(folder, file))
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  put('renderer/target.ts', "export const word = 'a word'\n")
  put('renderer/pages/training/target.ts', "export const word = 'a word'\n")
  for (const { file, code } of PLANTED) put(file, code)
  const words = ['--type-aware', '--no-ignore', '--format=json', 'shared', 'main', 'renderer']
  const report = JSON.parse(run('oxlint', 'bin/oxlint', words)) as {
    diagnostics: typeof findings
    number_of_files: number
  }
  findings = report.diagnostics
  filesSeen = report.number_of_files
  complaints = ['shared', 'main', 'main/shell', 'renderer']
    .map((room) => run('typescript', 'bin/tsc', ['-b', room, '--force', '--pretty', 'false']))
    .join('\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const saidAbout = (file: string): string =>
  findings
    .filter(({ filename }) => filename.endsWith(file))
    .map(({ code, message, help }) => `${code} ${message} ${help ?? ''}`)
    .join('\n')

describe('rules of the rooms', () => {
  it('are checked on every planted file', () => {
    expect(filesSeen).toBeGreaterThanOrEqual(PLANTED.length + 2)
  })

  it('find nothing where nothing is wrong', () => {
    expect(saidAbout('renderer/target.ts')).toBe('')
    expect(complaints).not.toMatch(/^renderer\/target\.ts/m)
    expect(saidAbout('main/paths.ts')).toBe('')
  })

  it.each(PLANTED.filter(({ lint }) => lint))('lint sees: $rule', ({ file, lint }) => {
    expect(saidAbout(file)).toMatch(lint ?? /never/)
  })

  it.each(PLANTED.filter(({ compiler }) => compiler))('the compiler sees: $rule', ({ file, compiler }) => {
    const lines = complaints.split('\n').filter((line) => line.startsWith(`${file}(`))
    expect(lines.join('\n')).toMatch(compiler ?? /never/)
  })
})
