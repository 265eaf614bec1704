/** Where things lie, from the compiled files and from the sources alike. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('The workbench cannot find its own folder: package.json is missing.')
  return findRoot(parent)
}

/** The folder that holds package.json, resources and out. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)))

/** A file or folder below `resources`. */
export function resource(...parts: string[]): string {
  return join(projectRoot, 'resources', ...parts)
}

/** A file or folder that a build made. */
export function built(...parts: string[]): string {
  return join(projectRoot, 'out', ...parts)
}
