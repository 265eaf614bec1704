/** Watches the stream for the onset that begins a take, and remembers what came just before it. */
import type { RecordingTrigger } from '../../shared/model/recording.ts'
import type { Axis } from '../../shared/model/sample.ts'
import type { Readings } from './board-session.ts'
import { createLevelTrigger } from './level-trigger.ts'
import { createRowHistory } from './row-history.ts'

/** Room for the batch in which the onset lies. */
const BATCH_SECONDS = 2

export interface TriggerWatch {
  /** The readings from the pre-roll on, once the level is reached. */
  readings(batch: Readings): Readings | null
  reset(): void
}

export function createTriggerWatch(trigger: RecordingTrigger, axes: readonly Axis[], rateHz: number): TriggerWatch {
  if (trigger.by !== 'level') return { readings: () => null, reset: () => undefined }
  const preRollRows = Math.round((trigger.preRollMs * rateHz) / 1000)
  const level = createLevelTrigger(trigger, axes, rateHz)
  // A gap empties it: a pre-roll is rather short than wrong.
  const history = createRowHistory(preRollRows + Math.ceil(BATCH_SECONDS * rateHz), axes.length)
  return {
    readings(batch) {
      history.add(batch.row, batch.values)
      const found = level.find(batch.values)
      if (found < 0) return null
      const first = Math.max(history.oldest, batch.row + found - preRollRows)
      const values = history.slice(first, history.newest)
      return values && { row: first, tMs: batch.tMs - ((batch.row - first) * 1000) / rateHz, values, lost: 0 }
    },
    reset() {
      level.reset()
      history.clear()
    },
  }
}
