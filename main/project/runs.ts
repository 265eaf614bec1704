/** Training runs with their models, and the cache of results that can be made again. */
import { type Run, runSchema } from '../../shared/model/run.ts'
import type { Database } from './database.ts'

/** What the cache may hold of one kind; the newest entry stays, however big. */
const CACHE_BYTES = 64 * 1024 * 1024
const CACHE_ENTRIES = 16

/** Of the active impulse where none is named. */
export type NewRun = Omit<Run, 'id' | 'createdAt' | 'impulseId'> & { impulseId?: number }

export function addRun(database: Database, run: Omit<Run, 'id'>, blobs: Record<string, Uint8Array>): Run {
  return database.transaction(() => {
    const id = database.run('INSERT INTO run (created_at, json) VALUES (?, ?)', run.createdAt, JSON.stringify(run))
    for (const [kind, bytes] of Object.entries(blobs)) {
      database.run('INSERT INTO run_blob VALUES (?, ?, ?)', id, kind, bytes)
    }
    return { ...run, id }
  })
}

/** Oldest first. */
export function listRuns(database: Database): Run[] {
  const rows = database.all<{ id: number; json: string }>('SELECT id, json FROM run ORDER BY id')
  return rows.map(({ id, json }) => runSchema.parse({ ...JSON.parse(json), id }))
}

export function runBlob(database: Database, runId: number, kind: string): Uint8Array | null {
  const row = database.get<{ bytes: Uint8Array }>(
    'SELECT bytes FROM run_blob WHERE run_id = ? AND kind = ?',
    runId,
    kind,
  )
  return row?.bytes ?? null
}

export function getCached(database: Database, kind: string, hash: string): Uint8Array | null {
  const row = database.get<{ bytes: Uint8Array; used: number }>(
    'SELECT bytes, used FROM cache WHERE kind = ? AND hash = ?',
    kind,
    hash,
  )
  if (!row) return null
  if (row.used < newest(database)) {
    database.run('UPDATE cache SET used = ? WHERE kind = ? AND hash = ?', newest(database) + 1, kind, hash)
  }
  return row.bytes
}

export function putCached(database: Database, kind: string, hash: string, bytes: Uint8Array): void {
  database.transaction(() => {
    database.run('INSERT OR REPLACE INTO cache VALUES (?, ?, ?, ?)', kind, hash, newest(database) + 1, bytes)
    let total = 0
    const entries = database.all<{ hash: string; bytes: number }>(
      'SELECT hash, length(bytes) AS bytes FROM cache WHERE kind = ? ORDER BY used DESC',
      kind,
    )
    for (const [place, entry] of entries.entries()) {
      total += entry.bytes
      const keep = place === 0 || (place < CACHE_ENTRIES && total <= CACHE_BYTES)
      if (!keep) database.run('DELETE FROM cache WHERE kind = ? AND hash = ?', kind, entry.hash)
    }
  })
}

function newest(database: Database): number {
  return database.get<{ used: number | null }>('SELECT max(used) AS used FROM cache')?.used ?? 0
}
