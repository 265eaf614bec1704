/** Where a simulated board's movement comes from, as plain data that can cross to another thread. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Motion, SimulatedInput } from '../../shared/model/board.ts'
import { createHand, type Hand } from '../../shared/simulation/hand.ts'
import { createRandom } from '../../shared/simulation/random.ts'
import type { ReadMotion } from './motion-chip.ts'

export type MotionSource =
  /** The simulated hand of one person. */
  | { kind: 'hand'; motion: Motion; person: number; seed: number }
  /** A recording, over and over: interleaved x, y, z in m/s². */
  | { kind: 'recording'; values: Float32Array; rateHz: number }
  /** A sine along x, with gravity along z. */
  | { kind: 'sine'; hz: number; amplitude: number }
  /** Lying still. */
  | { kind: 'gravity' }
  /** At random about lying still: amplitude is the deviation in m/s². */
  | { kind: 'noise'; amplitude: number; seed: number }

const HAND_RATE_HZ = 100
const STANDARD_GRAVITY = 9.80665
/** A person that none of the bundled samples comes from. */
const HAND_PERSON = 40
const TONE = { hz: 5, amplitude: 5 }
const NOISE_DEVIATION = 3

/** What `input` makes a simulated board feel; the same seed gives the same readings. */
export function sourceOf(input: SimulatedInput, seed: number): MotionSource {
  if (input === 'gravity') return { kind: 'gravity' }
  if (input === 'noise') return { kind: 'noise', amplitude: NOISE_DEVIATION, seed }
  if (input === 'tone') return { kind: 'sine', ...TONE }
  return { kind: 'hand', motion: input, person: HAND_PERSON, seed }
}

export interface MotionPlayer {
  set(source: MotionSource): void
  read: ReadMotion
}

export function createMotionPlayer(first: MotionSource): MotionPlayer {
  let startSeconds: number | null = null
  let handKey = ''
  let hand: Hand | null = null
  let readNow: ReadMotion = start(first)

  function start(source: MotionSource): ReadMotion {
    if (source.kind === 'recording') return playRecording(source)
    if (source.kind === 'sine') {
      return (t) => [source.amplitude * Math.sin(2 * Math.PI * source.hz * t), 0, STANDARD_GRAVITY]
    }
    if (source.kind === 'gravity') return () => [0, 0, STANDARD_GRAVITY]
    if (source.kind === 'noise') return playNoise(source)
    const key = `${source.person} ${source.seed}`
    const moving =
      hand && key === handKey ? hand : createHand({ person: source.person, seed: source.seed, rateHz: HAND_RATE_HZ })
    handKey = key
    hand = moving
    moving.set(source.motion)
    return playHand(moving)
  }

  return {
    set(source) {
      startSeconds = null
      readNow = start(source)
    },
    read(tSeconds) {
      startSeconds ??= tSeconds
      return readNow(tSeconds - startSeconds)
    },
  }
}

/** The reading that was last measured at the recording's own rate. */
function playRecording({ values, rateHz }: Extract<MotionSource, { kind: 'recording' }>): ReadMotion {
  const rows = Math.floor(values.length / 3)
  if (rows === 0 || !(rateHz > 0)) {
    throw new AppError('device/unsupported', { message: 'A simulated board needs a recording with x, y and z.' })
  }
  return (t) => {
    // A thousandth of a row forgives clocks that round down.
    const row = Math.floor(t * rateHz + 1e-3) % rows
    return [values[row * 3]!, values[row * 3 + 1]!, values[row * 3 + 2]!]
  }
}

function playNoise({ amplitude, seed }: Extract<MotionSource, { kind: 'noise' }>): ReadMotion {
  const random = createRandom(seed)
  return () => [amplitude * random.bell(), amplitude * random.bell(), STANDARD_GRAVITY + amplitude * random.bell()]
}

function playHand(hand: Hand): ReadMotion {
  let made = 0
  let latest: readonly [number, number, number] = hand.next()
  return (t) => {
    for (const wanted = Math.floor(t * HAND_RATE_HZ + 1e-3); made < wanted; made++) latest = hand.next()
    return latest
  }
}
