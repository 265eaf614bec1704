/** How a hand moves the board: acceleration and tilt at one moment of a motion, before gravity and the sensor. */
import type { Motion } from '../model/board.ts'
import type { Habit } from './person.ts'
import { cosineOfTurns, rotate, sineOfTurns, type Vector } from './turn.ts'

export interface Movement {
  /** m/s², in the directions of a person: x right, y forward, z up. */
  acceleration: Vector
  /** Degrees about x, y, z. */
  tilt: Vector
}

const TURN = 6.283185307179586

/**
 * Directions of the first and second half-axis of the ellipse that the hand follows, and the axis it tips about: outward,
 * as a forearm turns about the elbow, so that gravity adds to the swing.
 */
const PLANES: Record<Exclude<Motion, 'idle'>, [main: Vector, across: Vector, tip: Vector]> = {
  wave: [
    [1, 0, 0],
    [0, 0, 1],
    [0, -1, 0],
  ],
  circle: [
    [1, 0, 0],
    [0, 0, 1],
    [0, -1, 0],
  ],
  shake: [
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ],
}

/** `turns` counts rounds since the beginning; `strength` 1 is the habit's own reach. */
export function movementOf(
  motion: Exclude<Motion, 'idle'>,
  habit: Habit,
  { turns, strength }: { turns: number; strength: number },
): Movement {
  const [main, across, tip] = PLANES[motion]
  const omega = TURN * habit.tempoHz
  const reach = habit.reachM * strength * omega * omega
  const side = habit.clockwise ? -1 : 1
  // Second derivative of an ellipse; the harmonic makes the turning points sharper than the way between them.
  const along = -reach * (sineOfTurns(turns) + habit.jerk * sineOfTurns(2 * turns))
  const aside = -reach * habit.roundness * side * cosineOfTurns(turns)
  const straight: Vector = [
    main[0] * along + across[0] * aside,
    main[1] * along + across[1] * aside,
    main[2] * along + across[2] * aside,
  ]
  const degrees = habit.tipDegrees * strength * sineOfTurns(turns)
  return {
    acceleration: rotate(straight, habit.slant),
    tilt: [tip[0] * degrees, tip[1] * degrees, tip[2] * degrees],
  }
}
