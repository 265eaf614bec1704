/** A machine with a motor, felt by an accelerometer on its case: what is usual, and two faults. The same bits everywhere. */
import { createRandom } from './random.ts'
import { GRAVITY } from './sensor.ts'
import { sineOfTurns } from './turn.ts'

/** How it runs when it is well. */
export const MACHINE_STATES = ['off', 'slow', 'fast'] as const
/** A bearing that knocks, and a weight that came loose; both while it runs slowly or fast. */
export const MACHINE_FAULTS = ['worn bearing', 'out of balance'] as const
export type MachineState = (typeof MACHINE_STATES)[number] | (typeof MACHINE_FAULTS)[number]

const TURNS_A_SECOND = { slow: 9, fast: 17 }
/** How far each axis swings at full speed, in m/s², and where in a turn. */
const SWING = [
  { size: 1.6, turn: 0 },
  { size: 1.1, turn: 0.25 },
  { size: 0.6, turn: 0.1 },
]
const NOISE = 0.12
/** Knocks in one turn of the shaft: no whole number, as of a real bearing. */
const KNOCKS_A_TURN = 0.38
const KNOCK_SECONDS = 0.06
const KNOCK_HZ = 34

export interface MachineTake {
  state: MachineState
  /** From 1; on each day it stands a little differently and runs a little warmer or colder. */
  day: number
  take: number
  seconds: number
  rateHz: number
  seed: number
}

/** Interleaved x, y and z in m/s². */
export function simulateMachine({ state, day, take, seconds, rateHz, seed }: MachineTake): Float32Array {
  const today = createRandom(seed, day, 41)
  const [speed, strength] = [today.between(0.99, 1.01), today.between(0.95, 1.05)]
  const tilt = [today.between(-0.3, 0.3), today.between(-0.3, 0.3)]
  const random = createRandom(seed, day, STATES.indexOf(state), take, 42)
  const pace = state === 'fast' || (state !== 'slow' && random.uniform() < 0.5) ? 'fast' : 'slow'
  const turnsASecond = state === 'off' ? 0 : TURNS_A_SECOND[pace] * speed * random.between(0.99, 1.01)
  const force = ((turnsASecond * turnsASecond) / 289) * strength * (state === 'out of balance' ? 2.8 : 1)
  const start = random.uniform()
  const rows = Math.round(seconds * rateHz)
  const values = new Float32Array(rows * SWING.length)
  for (let row = 0; row < rows; row++) {
    const turns = start + (turnsASecond * row) / rateHz
    const knock = state === 'worn bearing' ? knockAt(turns, turnsASecond) : 0
    SWING.forEach(({ size, turn }, axis) => {
      const wave = sineOfTurns(turns + turn) + 0.3 * sineOfTurns(2 * turns + turn)
      const still = axis === 2 ? GRAVITY : tilt[axis]!
      values[row * SWING.length + axis] = still + size * force * wave + 4 * knock + NOISE * random.bell()
    })
  }
  return values
}

const STATES: readonly MachineState[] = [...MACHINE_STATES, ...MACHINE_FAULTS]

/** A short ring that dies away, once every so many turns. */
function knockAt(turns: number, turnsASecond: number): number {
  const knocks = turns * KNOCKS_A_TURN
  const sinceSeconds = (knocks - Math.floor(knocks)) / KNOCKS_A_TURN / turnsASecond
  if (sinceSeconds > KNOCK_SECONDS) return 0
  return (1 - sinceSeconds / KNOCK_SECONDS) * sineOfTurns(sinceSeconds * KNOCK_HZ)
}
