// Remembers what a step was made from, so that it runs again only when that has changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const IGNORED = new Set(['node_modules', 'out', '.git', '.venv', '.cache', 'artifacts'])

function filesBelow(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !IGNORED.has(entry.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
}

/** One hash over names and contents of files and folders. */
export function hashOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesBelow(join(root, path))) {
      if (/\.test\.tsx?$/.test(file)) continue
      hash.update(`${file.slice(root.length)}\0`)
      hash.update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

/**
 * Runs `work` unless the stamp file says that it was done for the same inputs and `product` is there. The inputs are
 * hashed again afterwards: some work adds to its own folder.
 */
export async function whenChanged({ stamp, root, inputs, product }, work) {
  const known = existsSync(stamp) && existsSync(join(root, product)) ? readFileSync(stamp, 'utf8') : ''
  if (known !== '' && known === hashOf(root, inputs)) return
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hashOf(root, inputs))
}
