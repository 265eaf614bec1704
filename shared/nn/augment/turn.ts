/** Sine and cosine with the same bits on every machine, which those of Math need not have. */
import { cosineOfTurn } from '../schedule.ts'

/** Of an angle of −180° … 180°. */
export function turnOf(degrees: number): { cosine: number; sine: number } {
  const share = Math.min(1, Math.abs(degrees) / 180)
  const sine = cosineOfTurn(Math.abs(0.5 - share))
  return { cosine: cosineOfTurn(share), sine: degrees < 0 ? -sine : sine }
}
