/** The readings of samples, in parts small enough to read an hour piece by piece. */
import { fromBytes, toBytes } from './content-hash.ts'
import type { Database } from './database.ts'

/** 256 kB a part. */
const VALUES_PER_PART = 65_536

interface PartRow {
  first_reading: number
  readings: Uint8Array
}

/** Writes all readings of a sample that has none yet. */
export function writeValues(database: Database, sampleId: number, axes: number, values: Float32Array): void {
  const step = Math.max(1, Math.floor(VALUES_PER_PART / axes)) * axes
  for (let start = 0, number = 0; start < values.length; start += step, number++) {
    writePart(database, sampleId, { number, firstReading: start / axes, values: values.subarray(start, start + step) })
  }
}

export function writePart(
  database: Database,
  sampleId: number,
  part: { number: number; firstReading: number; values: Float32Array },
): void {
  const { number, firstReading, values } = part
  database.run('INSERT INTO part VALUES (?, ?, ?, ?)', sampleId, number, firstReading, toBytes(values))
}

/** Interleaved readings `first` up to but not including `end`. */
export function readValues(
  database: Database,
  sampleId: number,
  range: { axes: number; first: number; end: number },
): Float32Array {
  const { axes, first, end } = range
  const result = new Float32Array(Math.max(0, end - first) * axes)
  // The part before the first wanted reading may reach into it.
  const rows = database.all<PartRow>(
    `SELECT first_reading, readings FROM part WHERE sample_id = ?1 AND first_reading < ?3 AND first_reading >= coalesce(
       (SELECT max(first_reading) FROM part WHERE sample_id = ?1 AND first_reading <= ?2), 0)
     ORDER BY number`,
    sampleId,
    first,
    end,
  )
  for (const row of rows) {
    const values = fromBytes(row.readings)
    const from = Math.max(0, first - row.first_reading) * axes
    const to = Math.min(values.length, (end - row.first_reading) * axes)
    if (from < to) result.set(values.subarray(from, to), (row.first_reading - first) * axes + from)
  }
  return result
}

/** Puts the many small parts of a recording together. */
export function compactValues(database: Database, sampleId: number, axes: number, readings: number): Float32Array {
  const values = readValues(database, sampleId, { axes, first: 0, end: readings })
  database.run('DELETE FROM part WHERE sample_id = ?', sampleId)
  writeValues(database, sampleId, axes, values)
  return values
}
