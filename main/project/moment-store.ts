/** The times of samples that did not come evenly; what they mean stands in shared/model/moments.ts. */
import type { Database } from './database.ts'

const PAIR_BYTES = 16

export function writeMoments(database: Database, sampleId: number, number: number, pairs: readonly number[]): void {
  if (pairs.length === 0) return
  const bytes = new Uint8Array(pairs.length * 8)
  const view = new DataView(bytes.buffer)
  pairs.forEach((value, at) => view.setFloat64(at * 8, value, true))
  database.run('INSERT INTO moment VALUES (?, ?, ?)', sampleId, number, bytes)
}

/** Pairs of a reading and its time; none where the sample came evenly. */
export function readMoments(database: Database, sampleId: number): Float64Array {
  const rows = database.all<{ times: Uint8Array }>(
    'SELECT times FROM moment WHERE sample_id = ? ORDER BY number',
    sampleId,
  )
  return Float64Array.from(rows.flatMap(({ times }) => pairsOf(times)))
}

function pairsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = Math.floor(bytes.length / PAIR_BYTES) * 2
  return Array.from({ length: whole }, (_, at) => view.getFloat64(at * 8, true))
}

/** Puts the many small parts of a recording together. */
export function compactMoments(database: Database, sampleId: number): void {
  const pairs = readMoments(database, sampleId)
  if (pairs.length === 0) return
  database.run('DELETE FROM moment WHERE sample_id = ?', sampleId)
  writeMoments(database, sampleId, 0, [...pairs])
}
