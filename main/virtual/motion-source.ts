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
  /** Sound that is handed over piece by piece: full scale is this many m/s² along x, with gravity along z. */
  | { kind: 'sound'; rateHz: number; amplitude: number }

const HAND_RATE_HZ = 100
const STANDARD_GRAVITY = 9.80665
/** A person that none of the bundled samples comes from. */
const HAND_PERSON = 40
const TONE = { hz: 5, amplitude: 5 }
const NOISE_DEVIATION = 3
/** Sound has 16 bits. */
const FULL_SCALE = 32_768
const SOUND = { rateHz: 16_000, amplitude: 40 }
/** Sound that has waited longer is left out: the board feels what is heard now. */
const MOST_LATE_SECONDS = 0.5

/** What `input` makes a simulated board feel; the same seed gives the same readings. */
export function sourceOf(input: SimulatedInput, seed: number): MotionSource {
  if (input === 'gravity') return { kind: 'gravity' }
  if (input === 'noise') return { kind: 'noise', amplitude: NOISE_DEVIATION, seed }
  if (input === 'microphone') return { kind: 'sound', ...SOUND }
  if (input === 'tone') return { kind: 'sine', ...TONE }
  return { kind: 'hand', motion: input, person: HAND_PERSON, seed }
}

export interface MotionPlayer {
  set(source: MotionSource): void
  /** The next piece of sound; anything but a source of sound leaves it out. */
  hear(values: Float32Array): void
  read: ReadMotion
}

export function createMotionPlayer(first: MotionSource): MotionPlayer {
  let startSeconds: number | null = null
  let handKey = ''
  let hand: Hand | null = null
  let sound: SoundPlayer | null = null
  let readNow: ReadMotion = start(first)

  function start(source: MotionSource): ReadMotion {
    sound = null
    if (source.kind === 'sound') {
      sound = playSound(source)
      return sound.read
    }
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
    hear: (values) => sound?.hear(values),
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

interface SoundPlayer {
  hear(values: Float32Array): void
  read: ReadMotion
}

/** Piece after piece at the rate of the sound; silence where none is there yet. */
function playSound({ rateHz, amplitude }: Extract<MotionSource, { kind: 'sound' }>): SoundPlayer {
  let waiting: Float32Array[] = []
  /** When the first waiting piece began; null until it is felt. */
  let startSeconds: number | null = null
  const seconds = (values: Float32Array): number => values.length / rateHz

  /** The pieces that are over by now go. */
  function begin(tSeconds: number): number {
    let start = startSeconds ?? tSeconds
    for (let piece = waiting[0]; piece && start + seconds(piece) <= tSeconds; piece = waiting[0]) {
      start += seconds(piece)
      waiting.shift()
    }
    startSeconds = waiting.length === 0 ? null : start
    return start
  }

  return {
    hear(values) {
      waiting.push(values)
      const total = waiting.reduce((sum, piece) => sum + seconds(piece), 0)
      if (total <= MOST_LATE_SECONDS) return
      waiting = [values]
      startSeconds = null
    },
    read(tSeconds) {
      const place = Math.floor((tSeconds - begin(tSeconds)) * rateHz + 1e-3)
      const value = waiting[0]?.[place] ?? 0
      return [(amplitude * value) / FULL_SCALE, 0, STANDARD_GRAVITY]
    },
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
