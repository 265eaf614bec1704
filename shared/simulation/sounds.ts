/** Simulated sounds of a room, for a first project about sound: the same bits on every machine. */
import { createRandom, type Random } from './random.ts'
import { sineOfTurns } from './turn.ts'

export const SOUNDS = ['clap', 'hum', 'quiet', 'whistle-down', 'whistle-up'] as const
export type Sound = (typeof SOUNDS)[number]

export interface SoundTake {
  sound: Sound
  /** From 1; each has a pitch, a loudness and a room of its own. */
  person: number
  take: number
  seconds: number
  rateHz: number
  seed: number
}

interface Voice {
  /** 1 is an ordinary pitch. */
  pitch: number
  /** Counts. */
  loudness: number
  noise: number
}

const LOUDEST_COUNT = 32_767

/** 16-bit counts, as a microphone gives them. */
export function simulateSound({ sound, person, take, seconds, rateHz, seed }: SoundTake): Float32Array {
  const kind = SOUNDS.indexOf(sound)
  const own = createRandom(seed, person)
  const random = createRandom(seed, person, kind, take)
  const voice: Voice = {
    pitch: own.between(0.8, 1.25) * random.between(0.95, 1.05),
    loudness: own.between(5000, 12_000) * random.between(0.7, 1.3),
    noise: own.between(40, 160),
  }
  const values = new Float32Array(Math.round(seconds * rateHz))
  addSound(values, { sound, voice, random, rateHz })
  return values.map((value) => {
    const heard = Math.round(value + random.bell() * voice.noise)
    return Math.max(-LOUDEST_COUNT - 1, Math.min(LOUDEST_COUNT, heard))
  })
}

interface Source {
  sound: Sound
  voice: Voice
  random: Random
  rateHz: number
}

function addSound(values: Float32Array, source: Source): void {
  if (source.sound === 'clap') addClaps(values, source)
  else if (source.sound === 'hum') addTone(values, source, { fromHz: 140, toHz: 140, overtones: 6 })
  else if (source.sound === 'whistle-up') addTone(values, source, { fromHz: 900, toHz: 2200, overtones: 1 })
  else if (source.sound === 'whistle-down') addTone(values, source, { fromHz: 2200, toHz: 900, overtones: 1 })
}

interface Tone {
  fromHz: number
  toHz: number
  overtones: number
}

/** Swells and fades over 0.5–0.7 s that begin anywhere in the first part of the take. */
function addTone(values: Float32Array, { voice, random, rateHz }: Source, { fromHz, toHz, overtones }: Tone): void {
  const length = Math.min(values.length, Math.round(random.between(0.5, 0.7) * rateHz))
  const start = Math.floor(random.uniform() * (values.length - length))
  let turns = 0
  for (let at = 0; at < length; at++) {
    const part = at / length
    turns += ((fromHz + (toHz - fromHz) * part) * voice.pitch) / rateHz
    const swell = 4 * part * (1 - part)
    for (let tone = 1; tone <= overtones; tone++) {
      values[start + at]! += (voice.loudness * swell * sineOfTurns(turns * tone)) / (tone * tone)
    }
  }
}

/** Two bursts of noise that die away to a third in 8 ms; a square root is exact on every machine, a power is not. */
function addClaps(values: Float32Array, { voice, random, rateHz }: Source): void {
  const first = Math.floor(random.between(0.05, 0.35) * values.length)
  const second = first + Math.floor(random.between(0.25, 0.4) * values.length)
  const fade = Math.sqrt(1 / (1 + 2 / (0.008 * rateHz)))
  for (const start of [first, second]) {
    let loudness = voice.loudness
    for (let at = start; at < values.length && loudness > 1; at++, loudness *= fade) {
      values[at]! += loudness * random.bell()
    }
  }
}
