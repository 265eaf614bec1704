/** A nose of six simulated sensors that smells the air of a kitchen: a first project about tables, the same bits everywhere. */
import { createRandom } from './random.ts'

export const AIRS = ['clean', 'coffee', 'perfume', 'smoke'] as const
export type Air = (typeof AIRS)[number]

export interface AirSensor {
  name: string
  unit: string
}

export const AIR_SENSORS: readonly AirSensor[] = [
  { name: 'alcohol', unit: 'ppm' },
  { name: 'carbonMonoxide', unit: 'ppm' },
  { name: 'methane', unit: 'ppm' },
  { name: 'dust', unit: 'µg/m3' },
  { name: 'temperature', unit: '°C' },
  { name: 'humidity', unit: '%' },
]

/** What each air gives each sensor, at full strength. */
const SMELLS: Record<Air, readonly number[]> = {
  clean: [4, 2, 2, 8, 0, 0],
  coffee: [30, 6, 4, 14, 3, 12],
  perfume: [90, 4, 3, 10, 0, 2],
  smoke: [18, 45, 9, 120, 2, -4],
}
const ROOM = [2, 1, 1.8, 6, 21, 45]
const NOISE = [2.5, 1.2, 0.4, 4, 0.4, 1.5]

export interface AirTake {
  air: Air
  /** From 1; each room has a temperature, a draught and sensors of its own. */
  room: number
  take: number
  seed: number
}

/** One reading of every sensor, to a tenth. */
export function simulateAir({ air, room, take, seed }: AirTake): Float32Array {
  const own = createRandom(seed, room, 31)
  const drifts = AIR_SENSORS.map(() => own.between(0.85, 1.15))
  const warmth = own.between(-3, 4)
  const random = createRandom(seed, room, AIRS.indexOf(air), take, 32)
  const strength = random.between(0.35, 1)
  return Float32Array.from(AIR_SENSORS, (_sensor, place) => {
    const smell = SMELLS[air][place]! * strength
    const base = ROOM[place]! + (place === 4 ? warmth : 0)
    const value = (base + smell) * (place === 4 ? 1 : drifts[place]!) + random.bell() * NOISE[place]!
    return Math.round(Math.max(0, value) * 10) / 10
  })
}
