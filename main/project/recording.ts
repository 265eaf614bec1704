/** A recording that is committed while it grows: whatever happens, at most the last quarter second is lost. */
import { joinFloats } from '../../shared/formats/bytes.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { type Gap, type Health, type NewSample, type Sample, sampleSchema } from '../../shared/model/sample.ts'
import { createMomentFilter } from '../../shared/model/moments.ts'
import { contentHashOf } from './content-hash.ts'
import type { Database } from './database.ts'
import { compactMoments, writeMoments } from './moment-store.ts'
import { checkSample, insertSample } from './sample-rows.ts'
import { compactValues, readValues, writePart } from './value-store.ts'

/** Readings are held back no longer than this before they are committed. */
const COMMIT_SECONDS = 0.2

export type RecordingMeta = Omit<NewSample, 'values' | 'gaps' | 'health'>

export interface RecordingWriter {
  /** Interleaved whole rows; `ms`: when the first of them was taken, by any clock that goes on evenly. */
  append(values: Float32Array, ms?: number): void
  /** Readings are missing after those appended so far, or earlier where that was understood late. */
  addGap(gap: Gap): void
  /** Makes the recording a sample of the project. */
  finish(end?: { health?: Health }): Sample
  /** Lets the recording go. */
  discard(): void
}

/** Makes an ended recording a sample that everybody sees. */
type Present = (id: number) => Sample

export function beginRecording(
  database: Database,
  meta: RecordingMeta,
  { now, present }: { now: string; present: Present },
): RecordingWriter {
  checkSample(meta)
  const axes = meta.axes.length
  const commitValues = Math.max(1, Math.floor(meta.rateHz * COMMIT_SECONDS)) * axes
  const id = insertSample(database, 'recording', { ...meta, readings: 0, contentHash: '', addedAt: now })
  const filter = createMomentFilter(meta.rateHz)
  let beganMs: number | null = null
  let moments: number[] = []
  let waiting: Float32Array[] = []
  let waitingValues = 0
  let readings = 0
  let parts = 0
  const gaps: Gap[] = []
  let gapsToWrite = false
  let open = true

  function check(): void {
    if (!open) throw new AppError('app/bug', { message: 'This recording has already ended.' })
  }

  function commit(): void {
    if (gapsToWrite) database.run('UPDATE sample SET gaps = ? WHERE id = ?', JSON.stringify(gaps), id)
    gapsToWrite = false
    if (waitingValues === 0) return
    const values = joinFloats(waiting)
    database.transaction(() => {
      writePart(database, id, { number: parts, firstReading: readings, values })
      writeMoments(database, id, parts, moments)
    })
    moments = []
    parts++
    readings += values.length / axes
    waiting = []
    waitingValues = 0
  }

  function takeTime(ms: number): void {
    beganMs ??= ms
    const reading = readings + waitingValues / axes
    const at = filter.add(reading, ms - beganMs)
    if (at !== null) moments.push(reading, at)
  }

  return {
    append(values, ms) {
      check()
      checkSample({ ...meta, values })
      if (ms !== undefined) takeTime(ms)
      waiting.push(values.slice())
      waitingValues += values.length
      if (waitingValues >= commitValues) commit()
    },
    addGap(gap) {
      check()
      gaps.push(gap)
      gaps.sort((left, right) => left.afterReading - right.afterReading)
      gapsToWrite = true
    },
    finish({ health } = {}) {
      check()
      commit()
      open = false
      return database.transaction(() => {
        settle(database, id, { ...meta, readings, ...(health ? { health } : {}) })
        return present(id)
      })
    },
    discard() {
      check()
      open = false
      database.run('DELETE FROM sample WHERE id = ?', id)
    },
  }
}

interface Ended extends Pick<RecordingMeta, 'axes' | 'rateHz'> {
  readings: number
  health?: Health
}

function settle(database: Database, id: number, { axes, rateHz, readings, health }: Ended): void {
  const values = compactValues(database, id, axes.length, readings)
  compactMoments(database, id)
  const hash = contentHashOf({ axes, rateHz, values })
  database.run('UPDATE sample SET readings = ?, content_hash = ? WHERE id = ?', readings, hash, id)
  if (health) database.run('UPDATE sample SET health = ? WHERE id = ?', JSON.stringify(health), id)
}

/** Finds recordings that were cut off and makes them samples. Returns a sentence to show, or null. */
export function rescueRecordings(database: Database, present: Present): string | null {
  const rows = database.all<{ id: number; rate_hz: number; axes: string; gaps: string }>(
    "SELECT id, rate_hz, axes, gaps FROM sample WHERE state <> 'present' AND state = 'recording'",
  )
  let seconds = 0
  database.transaction(() => {
    for (const row of rows) {
      const axes = sampleSchema.shape.axes.parse(JSON.parse(row.axes))
      const readings = countReadings(database, row.id, axes.length)
      seconds += readings / row.rate_hz
      if (readings === 0) database.run('DELETE FROM sample WHERE id = ?', row.id)
      else {
        const gaps = sampleSchema.shape.gaps.parse(JSON.parse(row.gaps))
        const health = cutOffHealth(row.rate_hz, readings, gaps)
        settle(database, row.id, { axes, rateHz: row.rate_hz, readings, health })
        present(row.id)
      }
    }
  })
  if (seconds === 0) return null
  return `The workbench was cut off while recording. ${seconds.toFixed(1)} s of the recording were rescued.`
}

/** A take that ended with the workbench is never taken for a good one. */
function cutOffHealth(rateHz: number, readings: number, gaps: readonly Gap[]): Health {
  const kept = (readings / rateHz).toFixed(1)
  const sentence = `The workbench was cut off while recording. ${kept} s of this take were rescued.`
  const lost = gaps.reduce((sum, gap) => sum + gap.readings, 0)
  return { ok: false, measuredRateHz: rateHz, lost, findings: [{ kind: 'gap', sentence }] }
}

function countReadings(database: Database, id: number, axes: number): number {
  const bytes = database.get<{ total: number | null }>(
    'SELECT sum(length(readings)) AS total FROM part WHERE sample_id = ?',
    id,
  )
  const readings = Math.floor((bytes?.total ?? 0) / 4 / axes)
  return readValues(database, id, { axes, first: 0, end: readings }).length / axes
}
