/** Least, greatest, mean and deviation of each axis. */
import type { Axis } from '../../../shared/model/sample.ts'

export interface AxisStatistics extends Axis {
  least: number
  greatest: number
  mean: number
  /** Of the population. */
  deviation: number
}

/** `values` are interleaved rows; empty for a sample without readings. */
export function axisStatistics(axes: readonly Axis[], values: Float32Array): AxisStatistics[] {
  const readings = axes.length === 0 ? 0 : Math.floor(values.length / axes.length)
  if (readings === 0) return []
  return axes.map((axis, place) => {
    let least = Infinity
    let greatest = -Infinity
    let sum = 0
    for (let reading = 0; reading < readings; reading++) {
      const value = values[reading * axes.length + place]!
      least = Math.min(least, value)
      greatest = Math.max(greatest, value)
      sum += value
    }
    const mean = sum / readings
    let squares = 0
    for (let reading = 0; reading < readings; reading++) {
      squares += (values[reading * axes.length + place]! - mean) ** 2
    }
    return { ...axis, least, greatest, mean, deviation: Math.sqrt(squares / readings) }
  })
}
