/** An accelerometer of the MPU-6050 class at ±8 g: offset, scale error, noise, slow drift, range and steps. */
import { createRandom } from './random.ts'
import type { Vector } from './turn.ts'

export const GRAVITY = 9.80665
/** Steps of the int16 output for one g in the ±8 g range (MPU-6050 register map, ACCEL_CONFIG). */
const STEPS_PER_G = 4096

/** m/s² in, m/s² out as the chip would tell it. */
export type Sensor = (force: Vector) => Vector

export function createSensor(rateHz: number, ...seeds: number[]): Sensor {
  const random = createRandom(...seeds, 7)
  const offset: Vector = [random.between(-0.3, 0.3), random.between(-0.3, 0.3), random.between(-0.4, 0.4)]
  const scale: Vector = [1, 1, 1].map(() => 1 + random.between(-0.015, 0.015)) as Vector
  const drift: Vector = [0, 0, 0]
  // 400 µg/√Hz over half the rate, as the data sheet gives it.
  const noise = 0.0004 * GRAVITY * Math.sqrt(rateHz / 2)
  // A random walk of about 0.05 m/s² in a minute.
  const walk = 0.05 / Math.sqrt(60 * rateHz)

  return (force) => {
    const told = (axis: 0 | 1 | 2): number => {
      drift[axis] += walk * random.bell()
      return quantised(force[axis] * scale[axis] + offset[axis] + drift[axis] + noise * random.bell())
    }
    return [told(0), told(1), told(2)]
  }
}

function quantised(force: number): number {
  const steps = Math.round((force / GRAVITY) * STEPS_PER_G)
  return (Math.max(-32_768, Math.min(32_767, steps)) / STEPS_PER_G) * GRAVITY
}
