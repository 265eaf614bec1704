/**
 * A hand that holds a board with an accelerometer. People differ in tempo, reach, direction, grip and tremor; takes of
 * one person differ less. Made for samples and simulated boards: the same seed gives the same bits on every machine.
 */
import { AppError } from '../contract/errors.ts'
import { type Motion, MOTIONS } from '../model/board.ts'
import { type Movement, movementOf } from './motions.ts'
import { createPerson, type Habit, type Person, varied } from './person.ts'
import { createRandom, type Random } from './random.ts'
import { createSensor, GRAVITY } from './sensor.ts'
import { rotate, sineOfTurns, type Vector } from './turn.ts'

/** Time in which a hand goes over from one motion to the next. */
const BLEND_SECONDS = 0.35

export interface Hand {
  /** From now on the hand does this; it goes over smoothly. */
  set(motion: Motion): void
  /** The next reading of x, y and z in m/s²; lying flat and still is (0, 0, 9.81). */
  next(): [x: number, y: number, z: number]
}

export interface HandOptions {
  /** Who holds it: the same whole number is the same person. */
  person: number
  seed: number
  /** Readings a second; 100 where absent. */
  rateHz?: number
  /** Another number is another try of the same person. */
  take?: number
}

type Rhythmic = Exclude<Motion, 'idle'>

interface Rhythm {
  motion: Rhythmic
  habit: Habit
  turns: number
  /** 0 not done, 1 in full. */
  share: number
}

/** Starts idle. */
export function createHand({ person, seed, rateHz = 100, take = 0 }: HandOptions): Hand {
  checkRate(rateHz)
  const who = createPerson(seed, person)
  const random = createRandom(seed, person, take, 2)
  const sensor = createSensor(rateHz, seed, person)
  const rhythms: Rhythm[] = []
  const still = createStillness(who, random, rateHz)
  const grip = gripOf(who, random)
  let current: Motion = 'idle'
  let effort = random.uniform()

  function step(rhythm: Rhythm): Movement {
    const target = rhythm.motion === current ? 1 : 0
    const change = 1 / (BLEND_SECONDS * rateHz)
    rhythm.share += Math.max(-change, Math.min(change, target - rhythm.share))
    // The tempo breathes: up to a tenth either way within a few rounds.
    rhythm.turns += (rhythm.habit.tempoHz * (1 + 0.08 * sineOfTurns(effort * 1.7) + 0.02 * random.bell())) / rateHz
    const strength = smooth(rhythm.share) * (1 + 0.15 * sineOfTurns(effort))
    return movementOf(rhythm.motion, rhythm.habit, { turns: rhythm.turns, strength })
  }

  return {
    set(motion) {
      if (motion === current) return
      current = motion
      if (motion === 'idle') return
      const habit = varied(who.habits[motion], random)
      rhythms.push({ motion, habit, turns: random.uniform(), share: 0 })
    },
    next() {
      effort += 0.3 / rateHz
      const movements = [still(), ...rhythms.map(step)]
      // A motion that was left and has died down is over.
      for (let at = rhythms.length - 1; at >= 0; at--) {
        const rhythm = rhythms[at]
        if (rhythm && rhythm.share <= 0 && rhythm.motion !== current) rhythms.splice(at, 1)
      }
      return sensor(rotate(forceOf(movements), grip))
    },
  }
}

export interface TakeOptions {
  motion: Motion
  person: number
  take: number
  seconds: number
  rateHz?: number
  seed: number
}

/** One take from the middle of a motion: interleaved x, y, z in m/s². */
export function simulateTake({ motion, person, take, seconds, rateHz = 100, seed }: TakeOptions): Float32Array {
  checkRate(rateHz)
  const hand = createHand({ person, seed, rateHz, take: take * MOTIONS.length + MOTIONS.indexOf(motion) + 1 })
  hand.set(motion)
  const leadIn = Math.ceil(BLEND_SECONDS * rateHz)
  for (let reading = 0; reading < leadIn; reading++) hand.next()
  const readings = Math.round(seconds * rateHz)
  const values = new Float32Array(readings * 3)
  for (let reading = 0; reading < readings; reading++) values.set(hand.next(), reading * 3)
  return values
}

function checkRate(rateHz: number): void {
  if (rateHz >= 1 && rateHz <= 10_000) return
  throw new AppError('app/bug', { message: `The simulated hand's rate ${rateHz} Hz is not within 1 and 10,000.` })
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share)
}

function gripOf(person: Person, random: Random): Vector {
  const [x, y, z] = person.grip
  return [x + 4 * random.bell(), y + 4 * random.bell(), z + 4 * random.bell()]
}

/** Tremor and the wandering of a hand that is held still; both go on under every motion. */
function createStillness(person: Person, random: Random, rateHz: number): () => Movement {
  const tremor: Vector = [0, 0, 0]
  const speed: Vector = [0, 0, 0]
  const stiffness = (6.283185307179586 * person.tremorHz) / rateHz
  const sway: Vector = [random.uniform(), random.uniform(), random.uniform()]
  const swayHz = random.between(0.15, 0.5)
  // A damped spring pushed by noise swings in a band about the tremor's own frequency.
  const push = person.tremor * Math.sqrt(2 * 0.3 * stiffness)

  return () => {
    const tilt: Vector = [0, 0, 0]
    for (const axis of [0, 1, 2] as const) {
      speed[axis] += -stiffness * tremor[axis] - 0.3 * stiffness * speed[axis] + push * random.bell()
      tremor[axis] += stiffness * speed[axis]
      sway[axis] += (swayHz * (1 + 0.3 * axis)) / rateHz
      tilt[axis] = person.swayDegrees * sineOfTurns(sway[axis])
    }
    return { acceleration: [...tremor], tilt }
  }
}

/** What an accelerometer feels: all accelerations and the pull upward that holds against gravity, seen from the board. */
function forceOf(movements: Movement[]): Vector {
  const total: Vector = [0, 0, GRAVITY]
  const tilt: Vector = [0, 0, 0]
  for (const movement of movements) {
    for (const axis of [0, 1, 2] as const) {
      total[axis] += movement.acceleration[axis]
      tilt[axis] += movement.tilt[axis]
    }
  }
  return rotate(total, tilt)
}
