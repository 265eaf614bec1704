/** Finds the reading at which a take shall begin: where an axis reaches a level, or movement as a whole does. */
import type { RecordingTrigger } from '../../shared/model/recording.ts'
import type { Axis } from '../../shared/model/sample.ts'
import { AppError } from '../../shared/contract/errors.ts'

type Level = Extract<RecordingTrigger, { by: 'level' }>

/** The rest that movement is measured from follows the readings this slowly. */
const REST_SECONDS = 1
/** Until then the rest is not known. */
const SETTLE_SECONDS = 0.3

export interface LevelTrigger {
  /** Interleaved rows; the index of the first row that reaches the level, or −1. */
  find(values: Float32Array): number
  /** Before the next take: the level has to be reached anew. */
  reset(): void
}

export function createLevelTrigger(trigger: Level, axes: readonly Axis[], rateHz: number): LevelTrigger {
  const measure = trigger.axis === null ? movement(axes.length, rateHz) : valueOf(axisPlace(trigger.axis, axes))
  const reaches = (value: number): boolean => (trigger.level < 0 ? value <= trigger.level : value >= trigger.level)
  /** A line that already lies beyond the level has to come back first. */
  let isArmed = false
  return {
    find(values) {
      let found = -1
      for (let at = 0; at < values.length; at += axes.length) {
        const value = measure(values, at)
        if (value === null) continue
        const isReached = reaches(value)
        if (isReached && isArmed && found < 0) found = at / axes.length
        isArmed = !isReached
      }
      return found
    },
    reset: () => void (isArmed = false),
  }
}

function axisPlace(name: string, axes: readonly Axis[]): number {
  const place = axes.findIndex((axis) => axis.name === name)
  if (place < 0) {
    throw new AppError('record/no-trigger-axis', {
      message: `The board sends no axis ${name}. It sends ${axes.map((axis) => axis.name).join(', ')}.`,
    })
  }
  return place
}

type Measure = (values: Float32Array, at: number) => number | null

function valueOf(place: number): Measure {
  return (values, at) => values[at + place]!
}

/** Length of the way from the slow mean of all axes; null until that mean is known. */
function movement(axes: number, rateHz: number): Measure {
  const rest = new Float64Array(axes)
  const follow = 1 / Math.max(1, REST_SECONDS * rateHz)
  let rows = 0
  return (values, at) => {
    rows++
    let squares = 0
    for (let axis = 0; axis < axes; axis++) {
      const value = values[at + axis]!
      const away = value - rest[axis]!
      squares += away * away
      rest[axis]! += away * Math.max(follow, 1 / rows)
    }
    return rows <= SETTLE_SECONDS * rateHz ? null : Math.sqrt(squares)
  }
}
