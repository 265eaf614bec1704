/** Reads who imports whom out of the sources themselves, dynamic imports included, which lint rules do not see. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { projectRoot } from '../../main/paths.ts'

export interface Import {
  /** With forward slashes, from the project's folder. */
  from: string
  /** A file from the project's folder, or a package's name. */
  to: string
}

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+|\brequire\(\s*|new URL\(\s*)['"]([^'"\n]+)['"]/g

/** All source files of the rooms. Tests may reach across rooms and are left out. */
export function sourceFiles(): string[] {
  return ['shared', 'main', 'renderer'].flatMap((room) =>
    readdirSync(join(projectRoot, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).split(sep).join('/')),
  )
}

export function importsOf(file: string, text: string = readFileSync(join(projectRoot, file), 'utf8')): Import[] {
  return [...text.matchAll(IMPORT)].map(([, target = '']) => {
    const to = target.startsWith('.') ? join(dirname(file), target).split(sep).join('/') : target
    return { from: file, to }
  })
}

interface Rule {
  target: RegExp
  /** Importing files that may. */
  allowed: RegExp
}

const RULES: readonly Rule[] = [
  { target: /^main\//, allowed: /^main\// },
  { target: /^main\/(?!shell\/)/, allowed: /^main\/(?!shell\/)/ },
  { target: /^main\/shell\//, allowed: /^main\/shell\// },
  { target: /^renderer\//, allowed: /^renderer\// },
  { target: /^test\//, allowed: /^test\// },
  { target: /^electron($|\/)/, allowed: /^main\/shell\// },
  { target: /^(serialport|@serialport)($|\/)/, allowed: /^main\/devices\// },
  { target: /^(plotly\.js|uplot)/, allowed: /^renderer\/plots\// },
  { target: /^monaco-editor/, allowed: /^renderer\/editor\// },
  {
    target: /^(react|react-dom|zustand|react-resizable-panels|@tanstack\/react-virtual)($|\/)/,
    allowed: /^renderer\//,
  },
  { target: /^node:/, allowed: /^main\// },
]

/** What a room may take from npm beside its own code. */
const SHARED_PACKAGES = /^(zod|cbor-x|fflate|@noble\/hashes|fast-png|jpeg-js|umap-js)($|\/)/

export function isForbidden({ from, to }: Import): boolean {
  if (RULES.some(({ target, allowed }) => target.test(to) && !allowed.test(from))) return true
  const page = /^renderer\/pages\/([^/]+)\//
  const [own, other] = [page.exec(from)?.[1], page.exec(to)?.[1]]
  if (own !== undefined && other !== undefined && own !== other) return true
  const isPackage = !/^(shared|main|renderer|test|resources)\//.test(to) && !to.startsWith('node:')
  return from.startsWith('shared/') && isPackage && !SHARED_PACKAGES.test(to)
}
