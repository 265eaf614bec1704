/** The C runtime's sources, by file name: part of every C export. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resource } from '../paths.ts'

export function readRuntimeSources(): Record<string, string> {
  const folder = resource('runtime')
  const names = readdirSync(folder).filter((name) => /\.[ch]$/.test(name))
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
