/** Exported C in a folder of its own, compiled by a real compiler. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { projectRoot, resource } from '../../main/paths.ts'

/** Every warning of these is an error in an export. */
export const STRICT = ['-Wall', '-Wextra', '-Werror', '-ffp-contract=off']

export function runtimeSources(): Record<string, string> {
  const files = readdirSync(resource('runtime')).filter((file) => /\.[ch]$/.test(file))
  return Object.fromEntries(files.map((file) => [file, readFileSync(resource('runtime', file), 'utf8')]))
}

export interface CProject {
  folder: string
  /** Its .c files. */
  sources: string[]
}

/** Writes an export into a new folder below .cache that goes when the test is over. */
export function unpackC(files: { path: string; text: string }[]): CProject {
  mkdirSync(join(projectRoot, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(projectRoot, '.cache', 'export-c-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const { path, text } of files) writeFileSync(join(folder, path), text)
  return { folder, sources: files.map(({ path }) => path).filter((path) => path.endsWith('.c')) }
}

/** Compiles everything with a main program that turns standard input into standard output, and runs it. */
export function compileAndRun(
  project: CProject,
  options: { main: string; flags: string[]; input: Uint8Array },
): Uint8Array {
  const { folder, sources } = project
  writeFileSync(join(folder, 'main.c'), options.main)
  execFileSync('gcc', [...options.flags, ...STRICT, ...sources, 'main.c', '-o', 'run'], { cwd: folder })
  const output = execFileSync(join(folder, 'run'), { input: options.input, maxBuffer: 2 ** 26 })
  return new Uint8Array(output)
}

/** Only compiles, with any compiler. */
export function compileOnly({ folder, sources }: CProject, command: string, flags: string[]): void {
  execFileSync(command, [...flags, ...STRICT, '-c', ...sources], { cwd: folder })
}

/** Bytes of code and constants of a Cortex-M0+ program that calls one function and nothing else. */
export function linkedBytes({ folder, sources }: CProject, main: string): number {
  writeFileSync(join(folder, 'main.c'), main)
  const flags = ['-std=c99', '-Os', '-mcpu=cortex-m0plus', '-mthumb', '-ffunction-sections', '-fdata-sections']
  const link = ['-nostartfiles', '-specs=nosys.specs', '-Wl,--gc-sections', '-Wl,-e,main']
  execFileSync('arm-none-eabi-gcc', [...flags, ...STRICT, ...link, ...sources, 'main.c', '-o', 'm0.elf'], {
    cwd: folder,
  })
  const [, numbers = ''] = execFileSync('arm-none-eabi-size', ['m0.elf'], { cwd: folder, encoding: 'utf8' }).split('\n')
  const [text = 0, data = 0] = numbers.trim().split(/\s+/).map(Number)
  return text + data
}
