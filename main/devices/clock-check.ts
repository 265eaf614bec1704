/** Whether a stream's clock is steady: its rate, its lost readings and its pauses, as a person should know them. */

export interface Batch {
  /** By the computer's clock. */
  arrivalMs: number
  rows: number
  lost: number
}

export interface ClockVerdict {
  ok: boolean
  found: string
  remedy: string | null
}

const LEAST_ROWS = 10
const RATE_TOLERANCE = 0.05
/** A pause of this many readings, and at least this long, is none of the usual bundling. */
const PAUSE_READINGS = 10
const LEAST_PAUSE_MS = 300
const LOST_SHARE = 0.001

/** `rateHz` is the rate that the board was asked for or claims; `isCounted` where the stream numbers its readings. */
export function checkClock(batches: readonly Batch[], rateHz: number, isCounted = true): ClockVerdict {
  const first = batches[0]
  const last = batches.at(-1)
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0)
  const lost = batches.slice(1).reduce((sum, batch) => sum + batch.lost, 0)
  if (!first || !last || rows < LEAST_ROWS) {
    return problem(
      `Only ${rows} readings came.`,
      'Let the board send at least ten readings a second: use a shorter delay in its program.',
    )
  }
  // The first batch only marks the begin: its rows came before.
  const measuredHz = ((rows - first.rows + lost) * 1000) / (last.arrivalMs - first.arrivalMs)
  const rate = `${measuredHz.toFixed(1)} readings a second`
  const pauseMs = longestPause(batches)
  const isPausing = pauseMs > Math.max(LEAST_PAUSE_MS, (PAUSE_READINGS * 1000) / rateHz)
  // Without numbers a pause of the board looks like a loss on the way: the pause is what is certain.
  if (lost > rows * LOST_SHARE && (isCounted || !isPausing)) {
    return problem(
      `${lost} of ${rows + lost} readings were lost on the way.`,
      'Use a shorter cable without a hub, a higher baud rate, or fewer readings a second.',
    )
  }
  if (isPausing) {
    return problem(
      `${rate}, with a pause of ${Math.round(pauseMs)} ms.`,
      'Take long work out of the loop that reads the sensor, and close busy programs on this computer.',
    )
  }
  if (Math.abs(measuredHz / rateHz - 1) > RATE_TOLERANCE) {
    return problem(
      `${rate} instead of ${rateHz.toFixed(1)}.`,
      `Correct the delay in the board's program, or use ${Math.round(measuredHz)} Hz in the impulse.`,
    )
  }
  return { ok: true, found: `${rate}, nothing lost.`, remedy: null }
}

function problem(found: string, remedy: string): ClockVerdict {
  return { ok: false, found, remedy }
}

function longestPause(batches: readonly Batch[]): number {
  let longest = 0
  for (let index = 1; index < batches.length; index++) {
    longest = Math.max(longest, batches[index]!.arrivalMs - batches[index - 1]!.arrivalMs)
  }
  return longest
}
