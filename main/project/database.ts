/** One SQLite connection with the few calls the project file needs. Rows are typed by the caller's SQL. */
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite'
import { AppError, type ErrorCode } from '../../shared/contract/errors.ts'

export type SqlValue = string | number | null | Uint8Array

/** SQLite's primary result codes that a person can do something about. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  5: 'project/locked',
  6: 'project/locked',
  8: 'project/read-only',
  10: 'project/not-saved',
  11: 'project/damaged',
  13: 'project/not-saved',
  14: 'project/read-only',
  26: 'project/damaged',
}

/** The lock goes with the end of the first reading after the change of mode. */
const LET_GO = 'PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema; PRAGMA journal_mode = DELETE'

export class Database {
  readonly #readOnly: boolean
  readonly #connection: DatabaseSyncInstance
  readonly #statements = new Map<string, StatementSyncInstance>()

  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.#readOnly = options.readOnly ?? false
    this.#connection = told(() => new DatabaseSync(path, { readOnly: this.#readOnly }))
  }

  /** Several statements without parameters. */
  exec(sql: string): void {
    told(() => this.#connection.exec(sql))
  }

  /** Returns the id of the inserted row. */
  run(sql: string, ...values: SqlValue[]): number {
    return told(() => Number(this.#statement(sql).run(...values).lastInsertRowid))
  }

  get<T>(sql: string, ...values: SqlValue[]): T | null {
    const row: unknown = told<unknown>(() => this.#statement(sql).get(...values) as unknown)
    // The statement's columns and T are written side by side by the caller.
    return (row as T | undefined) ?? null
  }

  all<T>(sql: string, ...values: SqlValue[]): T[] {
    const rows: unknown = told<unknown>(() => this.#statement(sql).all(...values) as unknown)
    return rows as T[]
  }

  /** All or nothing: an error inside leaves the file as it was. Calls may be nested. */
  transaction<T>(work: () => T): T {
    if (this.#connection.isTransaction) return work()
    this.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite itself has rolled back already after some errors, for example a full disk.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK')
      throw error
    }
  }

  /**
   * Gives the lock back and removes the journal by name first: the package cannot end prepared statements, and until
   * they are collected SQLite keeps a closed connection's file open.
   */
  close(): void {
    this.#statements.clear()
    if (!this.#connection.isOpen) return
    try {
      if (!this.#readOnly) this.#connection.exec(LET_GO)
    } finally {
      this.#connection.close()
    }
  }

  #statement(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#connection.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function told<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const code = sqliteCode(cause)
    const known = code === null ? undefined : CODES[code]
    if (known === undefined) throw cause
    throw new AppError(known, { cause, data: { sqlite: code } })
  }
}

/** The primary code of an error of SQLite, or null for any other error. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}
