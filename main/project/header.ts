/** Looks at a project file's first 100 bytes, without SQLite, so that a wrong file is never touched. */
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../shared/contract/errors.ts'

/** "TML1" in ASCII, in the database header's field for the application. */
export const APPLICATION_ID = 0x544d4c31

const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100

export interface Header {
  schemaVersion: number
  sizeBytes: number
}

/** Throws the error that fits; returns what the header says of a file that can be opened. */
export function checkHeader(path: string, newestVersion: number): Header {
  if (!existsSync(path)) {
    throw new AppError('file/not-found', { message: `There is no file ${path}.`, data: { path } })
  }
  const { sizeBytes, isFile } = stat(path)
  if (!isFile) throw new AppError('project/not-a-project', { message: `${path} is not a file.`, data: { path } })
  const header = readHeader(path)
  const magic = header.subarray(0, MAGIC.length).toString('latin1')
  if (!MAGIC.startsWith(magic)) throw new AppError('project/not-a-project', { data: { path } })
  if (header.length < HEADER_BYTES) throw damaged(path, `it has only ${sizeBytes} bytes`)
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw new AppError('project/not-a-project', { data: { path } })
  const schemaVersion = header.readUInt32BE(60)
  if (schemaVersion > newestVersion) {
    throw new AppError('project/newer', { data: { path, schemaVersion, newest: newestVersion } })
  }
  checkLength(path, header, sizeBytes)
  checkWritable(path)
  return { schemaVersion, sizeBytes }
}

/** The error for a file that is a project but not whole. */
export function damaged(path: string, what: string): AppError {
  return new AppError('project/damaged', {
    message: `This project file is damaged or cut short: ${what}.`,
    data: { path, what },
  })
}

/** True while an unfinished change waits beside the file; SQLite takes it back when the file is opened. */
export function hasJournal(path: string): boolean {
  const journal = `${path}-journal`
  return existsSync(journal) && statSync(journal).size > 0
}

/** Throws where the file, or the folder that must hold its journal, cannot be written. */
export function checkWritable(path: string): void {
  // The mode is asked too: a superuser may write anything, but a file marked read-only is meant to stay as it is.
  const marked = (statSync(path).mode & 0o222) === 0
  try {
    if (marked) throw new Error('The file is marked read-only.')
    accessSync(path, constants.W_OK)
    accessSync(dirname(path), constants.W_OK)
  } catch (cause) {
    throw new AppError('project/read-only', { cause, data: { path } })
  }
}

function stat(path: string): { sizeBytes: number; isFile: boolean } {
  const found = statSync(path)
  return { sizeBytes: found.size, isFile: found.isFile() }
}

function readHeader(path: string): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  try {
    const file = openSync(path, 'r')
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, HEADER_BYTES, 0))
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw new AppError('file/unreadable', { cause, message: `${path} cannot be read.`, data: { path } })
  }
}

function checkLength(path: string, header: Buffer, sizeBytes: number): void {
  // While a journal is pending the header may not be the last word.
  if (hasJournal(path)) return
  const field = header.readUInt16BE(16)
  const pageBytes = field === 1 ? 65_536 : field
  const pages = header.readUInt32BE(28)
  // The page count counts only where both change counters agree (SQLite file format 1.3.7).
  const valid = header.readUInt32BE(24) === header.readUInt32BE(92)
  if (valid && sizeBytes < pages * pageBytes) {
    throw damaged(path, `${pages * pageBytes - sizeBytes} bytes are missing at its end`)
  }
}
