/** What differs from person to person, and from take to take of one person. */
import type { Motion } from '../model/board.ts'
import { createRandom, type Random } from './random.ts'
import type { Vector } from './turn.ts'

/** How one person does one rhythmic motion. */
export interface Habit {
  /** Rounds a second. */
  tempoHz: number
  /** Half the way of the hand, in metres. */
  reachM: number
  /** Direction of the motion, turned out of the plain one; degrees about x, y, z. */
  slant: Vector
  /** Width across the main direction over the main one: 0 a line, 1 a circle. */
  roundness: number
  /** Degrees the board tips with the motion. */
  tipDegrees: number
  /** Share of the second harmonic: how jerky the turns are. */
  jerk: number
  clockwise: boolean
}

export interface Person {
  habits: Record<Exclude<Motion, 'idle'>, Habit>
  /** How the board sits in the hand; degrees about x, y, z. */
  grip: Vector
  tremorHz: number
  /** Acceleration of the tremor, m/s². */
  tremor: number
  /** Degrees the hand wanders while it is held still. */
  swayDegrees: number
}

/** The same person for the same numbers, always. */
export function createPerson(seed: number, person: number): Person {
  const random = createRandom(seed, person, 1)
  const vigour = random.between(0.75, 1.3)
  return {
    habits: { wave: waving(random, vigour), circle: circling(random, vigour), shake: shaking(random, vigour) },
    grip: [random.between(-18, 18), random.between(-18, 18), random.between(-25, 25)],
    tremorHz: random.between(8, 11.5),
    tremor: random.between(0.04, 0.22),
    swayDegrees: random.between(1, 4),
  }
}

function slant(random: Random, degrees: number): Vector {
  return [random.between(-degrees, degrees), random.between(-degrees, degrees), random.between(-degrees, degrees)]
}

/** Side to side, tipping as the forearm turns. */
function waving(random: Random, vigour: number): Habit {
  return {
    tempoHz: random.between(1.3, 2.3),
    reachM: random.between(0.05, 0.11) * vigour,
    slant: slant(random, 14),
    roundness: random.between(0.05, 0.32),
    tipDegrees: random.between(10, 30),
    jerk: random.between(0.05, 0.3),
    clockwise: random.uniform() < 0.5,
  }
}

/** Round in the upright plane before the body. */
function circling(random: Random, vigour: number): Habit {
  return {
    tempoHz: random.between(0.9, 1.7),
    reachM: random.between(0.08, 0.17) * vigour,
    slant: slant(random, 14),
    roundness: random.between(0.55, 1),
    tipDegrees: random.between(2, 12),
    jerk: random.between(0, 0.15),
    clockwise: random.uniform() < 0.7,
  }
}

/** Short and fast, fore and aft. */
function shaking(random: Random, vigour: number): Habit {
  return {
    tempoHz: random.between(2.7, 5.2),
    reachM: random.between(0.018, 0.04) * vigour,
    slant: slant(random, 18),
    roundness: random.between(0.05, 0.35),
    tipDegrees: random.between(3, 12),
    jerk: random.between(0.05, 0.35),
    clockwise: random.uniform() < 0.5,
  }
}

/** Nobody does it the same way twice. */
export function varied(habit: Habit, random: Random): Habit {
  const about = (value: number, share: number): number => value * (1 + share * Math.max(-2, Math.min(2, random.bell())))
  const [x, y, z] = habit.slant
  return {
    ...habit,
    tempoHz: about(habit.tempoHz, 0.12),
    reachM: about(habit.reachM, 0.2),
    roundness: Math.min(1, about(habit.roundness, 0.3)),
    tipDegrees: about(habit.tipDegrees, 0.25),
    slant: [x + 8 * random.bell(), y + 8 * random.bell(), z + 8 * random.bell()],
  }
}
