/** Sine and rotations from plain arithmetic alone: `Math.sin` may differ in the last bit between machines. */
export type Vector = [x: number, y: number, z: number]

/** Sine of a number of whole turns: `sineOfTurns(0.25)` is 1. Taylor series on an eighth turn either side; error < 1e-9. */
export function sineOfTurns(turns: number): number {
  const whole = turns - Math.floor(turns)
  const half = whole < 0.5 ? whole : whole - 0.5
  const folded = half > 0.25 ? 0.5 - half : half
  const x = folded * 6.283185307179586
  const x2 = x * x
  const series =
    x * (1 - (x2 / 6) * (1 - (x2 / 20) * (1 - (x2 / 42) * (1 - (x2 / 72) * (1 - (x2 / 110) * (1 - x2 / 156))))))
  return whole < 0.5 ? series : -series
}

export function cosineOfTurns(turns: number): number {
  return sineOfTurns(turns + 0.25)
}

/** Turns a vector about x, then y, then z; angles in degrees. */
export function rotate(vector: Vector, degrees: Vector): Vector {
  const [x, y, z] = vector
  const [sx, cx] = sineAndCosine(degrees[0])
  const [sy, cy] = sineAndCosine(degrees[1])
  const [sz, cz] = sineAndCosine(degrees[2])
  const y1 = y * cx - z * sx
  const z1 = y * sx + z * cx
  const x2 = x * cy + z1 * sy
  const z2 = z1 * cy - x * sy
  return [x2 * cz - y1 * sz, x2 * sz + y1 * cz, z2]
}

function sineAndCosine(degrees: number): [sine: number, cosine: number] {
  return [sineOfTurns(degrees / 360), cosineOfTurns(degrees / 360)]
}
