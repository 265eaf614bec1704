/** Makes and opens the SQLite file of a project: checks, the single-writer lock, migration after a backup copy. */
import { copyFileSync, existsSync, realpathSync, rmSync, statSync, type Stats } from 'node:fs'
import { AppError } from '../../shared/contract/errors.ts'
import { Database } from './database.ts'
import { APPLICATION_ID, checkHeader, damaged, hasJournal } from './header.ts'
import { type Migration, migrate } from './schema.ts'

/** Up to this size the whole file is checked each time it is opened. */
const FULL_CHECK_BYTES = 256 * 1024 * 1024

export interface OpenedDatabase {
  database: Database
  /** Path of the copy made before a migration, or null. */
  backup: string | null
  close(): void
}

/**
 * Files open in this process. On POSIX, closing any handle of a file drops the process's locks on it, so a file that
 * is open here must not even be looked into a second time.
 */
const openHere = new Set<string>()

function identity(path: string): string {
  const { dev, ino }: Stats = statSync(path)
  return ino === 0 ? realpathSync(path) : `${dev}:${ino}`
}

export function createDatabase(path: string, migrations: readonly Migration[]): OpenedDatabase {
  if (existsSync(path)) {
    throw new AppError('file/exists', { message: `There is already a file ${path}.`, data: { path } })
  }
  let database: Database | null = null
  try {
    database = new Database(path)
    // Before the first table: pages freed later can then be given back.
    database.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = ${APPLICATION_ID}`)
    lock(database)
    migrate(database, 0, migrations)
    return opened(path, database, null)
  } catch (cause) {
    closeQuietly(database)
    if (!database) throw new AppError('file/not-writable', { cause, data: { path } })
    rmSync(path, { force: true })
    throw cause
  }
}

export function openDatabase(path: string, migrations: readonly Migration[]): OpenedDatabase {
  if (existsSync(path) && openHere.has(identity(path))) throw new AppError('project/locked', { data: { path } })
  const newest = migrations.at(-1)?.to ?? 0
  const { schemaVersion, sizeBytes } = checkHeader(path, newest)
  if (sizeBytes <= FULL_CHECK_BYTES && !hasJournal(path)) checkWhole(path)
  const backup = schemaVersion < newest ? copyBefore(path, schemaVersion) : null
  const database = new Database(path)
  try {
    lock(database)
    migrate(database, schemaVersion, migrations)
    return opened(path, database, backup)
  } catch (error) {
    closeQuietly(database)
    // Either nothing was changed or the transaction was taken back: the copy is not needed.
    if (backup !== null) rmSync(backup, { force: true })
    throw error
  }
}

/** After a failure: the first error is the one to tell. */
function closeQuietly(database: Database | null): void {
  try {
    database?.close()
  } catch {
    // A file that another process holds cannot be asked to let go.
  }
}

function opened(path: string, database: Database, backup: string | null): OpenedDatabase {
  const key = identity(path)
  openHere.add(key)
  return {
    database,
    backup,
    close(): void {
      openHere.delete(key)
      try {
        database.exec('PRAGMA incremental_vacuum')
      } finally {
        database.close()
      }
    },
  }
}

/**
 * Takes the file for this process until it is closed; the system gives it back when the process dies. A rollback
 * journal (no write-ahead log) keeps every committed byte in the one file, so a copy made at any time is whole.
 */
function lock(database: Database): void {
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = TRUNCATE;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    BEGIN EXCLUSIVE;
    COMMIT;
  `)
}

/** Reads every page without writing one. */
function checkWhole(path: string): void {
  const database = new Database(path, { readOnly: true })
  try {
    const first = database.get<{ quick_check: string }>('PRAGMA quick_check(1)')
    if (first?.quick_check !== 'ok') throw damaged(path, first?.quick_check ?? 'it cannot be checked')
  } finally {
    database.close()
  }
}

function copyBefore(path: string, version: number): string {
  const backup = `${path}.backup-v${version}`
  const free = existsSync(backup) ? nextFree(backup) : backup
  try {
    copyFileSync(path, free)
  } catch (cause) {
    throw new AppError('file/not-writable', {
      cause,
      message: 'The backup copy that must come before an update of the project cannot be written.',
      data: { path: free },
    })
  }
  return free
}

function nextFree(path: string): string {
  let number = 2
  while (existsSync(`${path}-${number}`)) number++
  return `${path}-${number}`
}
