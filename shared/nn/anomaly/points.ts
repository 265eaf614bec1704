/** Windows as points in the space of the chosen features, shifted and scaled. */
import { AppError } from '../../contract/errors.ts'
import { fitScaler, scaleFeatures } from '../scaler.ts'
import type { FeatureScaler } from '../graph.ts'

export interface Points {
  /** `[count, axes]`. */
  values: Float32Array
  axes: number
  count: number
}

export interface ChosenFeatures {
  places: Int32Array
  scaler: FeatureScaler
  points: Points
}

export function placesOf(names: readonly string[], chosen: readonly string[]): Int32Array {
  return Int32Array.from(chosen, (name) => {
    const place = names.indexOf(name)
    if (place >= 0) return place
    throw new AppError('impulse/invalid', {
      message: `The anomaly block looks at "${name}", which is no feature of this impulse.`,
      hint: 'Choose its features anew.',
    })
  })
}

/** features: `[rows, inputs]`. */
export function choosePoints(features: Float32Array, inputs: number, places: Int32Array): ChosenFeatures {
  const count = features.length / inputs
  const axes = places.length
  const chosen = new Float32Array(count * axes)
  for (let row = 0; row < count; row++)
    places.forEach((place, axis) => (chosen[row * axes + axis] = features[row * inputs + place]!))
  const scaler = fitScaler(chosen, axes)
  return { places, scaler, points: { values: scaleFeatures(chosen, scaler), axes, count } }
}

export function squaredDistance({ values, axes }: Points, row: number, center: ArrayLike<number>): number {
  let sum = 0
  for (let axis = 0; axis < axes; axis++) {
    const apart = values[row * axes + axis]! - center[axis]!
    sum += apart * apart
  }
  return sum
}
