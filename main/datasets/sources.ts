/** Finds the files of an import: single files, folders all the way down, and the inside of ZIPs. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError, toErrorData } from '../../shared/contract/errors.ts'
import { normalPath } from '../../shared/formats/labels.ts'
import { isZip, readZip } from '../../shared/formats/zip.ts'

/** A file to read, wherever it lies. */
export interface Source {
  /** Named to the user. */
  path: string
  /** Folders and name below what was given, with `/`: side-cars and labels are looked up by it. */
  parts: string[]
  read(): Uint8Array
}

export interface Skipped {
  path: string
  reason: string
}

export interface Sources {
  data: Source[]
  /** `info.labels` and `structured_labels.labels`. */
  labels: Source[]
  skipped: Skipped[]
}

const DATA = /\.(csv|tsv|txt|json|cbor|wav|wave|png|jpe?g|bmp)$/i
const LABELS = /(^|\/)(info|structured_labels)\.labels$/
/** Files that belong to a dataset but hold no recordings. */
const BESIDE = /(^|\/)(readme|licen[cs]e|source|notice|changelog)(\.[a-z]+)?$|\.(md|labels)$|(^|\/)(\.|__macosx\/)/i
const FILE_LIMIT_BYTES = 512 * 1024 * 1024

export interface GivenFile {
  name: string
  bytes: Uint8Array
}

export function findSources(paths: readonly string[], files: readonly GivenFile[]): Sources {
  const sources: Sources = { data: [], labels: [], skipped: [] }
  for (const path of paths) addPath(sources, path, [basename(path)])
  for (const { name, bytes } of files) addFile(sources, name, bytes)
  const byPath = (a: Source, b: Source): number => (a.path < b.path ? -1 : 1)
  sources.data.sort(byPath)
  return sources
}

function addFile(sources: Sources, name: string, bytes: Uint8Array): void {
  try {
    addContent(sources, name, normalPath(name).split('/'), () => bytes)
  } catch (error) {
    sources.skipped.push({ path: name, reason: reasonOf(error) })
  }
}

function addPath(sources: Sources, path: string, parts: string[]): void {
  try {
    const found = statSync(path)
    if (found.isDirectory()) {
      for (const name of readdirSync(path).sort()) addPath(sources, join(path, name), [...parts, name])
    } else if (found.size > FILE_LIMIT_BYTES) throw new AppError('data/too-large')
    else addContent(sources, path, parts, () => readFileSync(path))
  } catch (error) {
    sources.skipped.push({ path, reason: reasonOf(error) })
  }
}

function addContent(sources: Sources, path: string, parts: string[], read: () => Uint8Array): void {
  if (/\.zip$/i.test(path)) return addZip(sources, path, parts, read())
  const source = { path, parts, read }
  const inside = parts.join('/')
  if (LABELS.test(inside)) sources.labels.push(source)
  else if (BESIDE.test(inside)) return
  else if (DATA.test(inside)) sources.data.push(source)
  else sources.skipped.push({ path, reason: 'Files of this kind are not read as recordings.' })
}

function addZip(sources: Sources, path: string, parts: string[], bytes: Uint8Array): void {
  if (!isZip(bytes)) throw new AppError('data/unreadable', { message: 'This is no ZIP, although its name says so.' })
  for (const entry of readZip(bytes)) {
    // A ZIP in a ZIP is reported as a file of another kind.
    if (/\.zip$/i.test(entry.path))
      sources.skipped.push({ path: `${path}/${entry.path}`, reason: 'A ZIP inside a ZIP is not opened.' })
    else addContent(sources, `${path}/${entry.path}`, [...parts, ...entry.path.split('/')], () => entry.bytes)
  }
}

/** What a person is told about a file that was left out. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError)
    return error.code === 'data/rate-missing' ? `${error.message} ${error.hint}` : error.message
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'There is no such file.'
  if (error instanceof Error && 'code' in error) return `It cannot be read: ${error.message}`
  return toErrorData(error).message
}
