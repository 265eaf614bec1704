/** Ends and step of a slider for a parameter, where its useful range follows from the rate. */
import type { ParameterSpec } from '../../../shared/dsp/block.ts'

export interface Slide {
  min: number
  max: number
  step: number
}

const WANTED_STEPS = 200
const NICE = [1, 2, 5, 10]

/** 1, 2 or 5 times a power of ten, at most `size`. */
function niceBelow(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const factor = NICE.findLast((one) => one * power <= size * (1 + 1e-9)) ?? 1
  return factor * power
}

/** Frequencies go from one step to just below half the rate; other numbers have no useful ends. */
export function slideOf(spec: Pick<ParameterSpec, 'unit' | 'type'>, rateHz: number): Slide | null {
  if (spec.unit !== 'Hz' || spec.type !== 'float' || !(rateHz > 0)) return null
  const step = niceBelow(rateHz / WANTED_STEPS)
  // Counted in steps, so that the sum of many small steps cannot creep over the half.
  const steps = Math.ceil(rateHz / 2 / step - 1e-9) - 1
  return { min: step, max: Number((steps * step).toPrecision(12)), step }
}
