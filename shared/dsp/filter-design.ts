/**
 * Second-order sections of the filters the DSP blocks use, designed in double and rounded to float32.
 * A section is b0 b1 b2 a1 a2 (a0 = 1) with y = b0 x + s1; s1 = b1 x − a1 y + s2; s2 = b2 x − a2 y.
 * Checked against scipy 1.17 `butter` and `cheby1` (test/golden).
 */
import { DECIMATION_FLOATS, SECTION_FLOATS } from '../runtime/params.ts'
import type { Decimation } from '../runtime/params.ts'

/**
 * Butterworth low- or high-pass by the bilinear transform with pre-warped cut-off.
 * order: even, 2…8. cutoffHz: above 0, below rateHz / 2. Result `[order / 2, 5]`, each section with gain 1 in its pass band.
 */
export function butterworth(type: 'low' | 'high', order: number, cutoffHz: number, rateHz: number): Float32Array {
  const warped = Math.tan((Math.PI * cutoffHz) / rateHz)
  const squared = warped * warped
  const sections = order / 2
  const result = new Float32Array(sections * SECTION_FLOATS)
  for (let index = 0; index < sections; index += 1) {
    // The pole pairs lie evenly on a circle; the best damped one comes first.
    const damping = 2 * warped * Math.cos((Math.PI * (2 * index + 1)) / (2 * order))
    const norm = 1 + damping + squared
    const gain = type === 'low' ? squared / norm : 1 / norm
    const middle = type === 'low' ? 2 : -2
    const poles = [(2 * (squared - 1)) / norm, (1 - damping + squared) / norm]
    result.set([gain, middle * gain, gain, ...poles], index * SECTION_FLOATS)
  }
  return result
}

const DECIMATION_ORDER = 8
const DECIMATION_RIPPLE_DB = 0.05
const DECIMATION_EDGE = 0.8

/** Chebyshev type I low-pass of order 8, 0.05 dB ripple, edge 0.8 / factor of Nyquist, with its steady state. */
export function decimationStep(factor: number): Decimation {
  const sections = decimationSections(factor)
  const coefficients = new Float32Array(DECIMATION_FLOATS)
  coefficients.set(sections)
  coefficients.set(steadyStates(sections), sections.length)
  return { factor, coefficients }
}

function decimationSections(factor: number): Float32Array {
  const epsilon = Math.sqrt(10 ** (DECIMATION_RIPPLE_DB / 10) - 1)
  const width = Math.asinh(1 / epsilon) / DECIMATION_ORDER
  const warped = Math.tan((Math.PI * DECIMATION_EDGE) / factor / 2)
  const count = DECIMATION_ORDER / 2
  const result = new Float32Array(count * SECTION_FLOATS)
  for (let index = 0; index < count; index += 1) {
    // From the pole pair nearest the real axis to the sharpest one.
    const angle = (Math.PI * (2 * (count - 1 - index) + 1)) / (2 * DECIMATION_ORDER)
    const real = -warped * Math.sinh(width) * Math.sin(angle)
    const imaginary = warped * Math.cosh(width) * Math.cos(angle)
    const magnitude = real * real + imaginary * imaginary
    const norm = 1 - 2 * real + magnitude
    // An even order begins at the bottom of the ripple; one section carries that gain.
    const gain = ((index === 0 ? 1 / Math.sqrt(1 + epsilon * epsilon) : 1) * magnitude) / norm
    const poles = [(2 * (magnitude - 1)) / norm, (1 + 2 * real + magnitude) / norm]
    result.set([gain, 2 * gain, gain, ...poles], index * SECTION_FLOATS)
  }
  return result
}

/** States s1 s2 of each section after an endless input of 1. */
function steadyStates(sections: Float32Array): number[] {
  const states: number[] = []
  let input = 1
  for (let at = 0; at < sections.length; at += SECTION_FLOATS) {
    const [b0, b1, b2, a1, a2] = sectionAt(sections, at)
    const output = (input * (b0 + b1 + b2)) / (1 + a1 + a2)
    states.push(output - b0 * input, b2 * input - a2 * output)
    input = output
  }
  return states
}

function sectionAt(sections: Float32Array, at: number): [number, number, number, number, number] {
  return [sections[at]!, sections[at + 1]!, sections[at + 2]!, sections[at + 3]!, sections[at + 4]!]
}

/** Size of the response in dB at each frequency, not below −120 dB. */
export function responseDb(sections: Float32Array, frequenciesHz: Float32Array, rateHz: number): Float32Array {
  return frequenciesHz.map((frequencyHz) => {
    const angle = (2 * Math.PI * frequencyHz) / rateHz
    let power = 1
    for (let at = 0; at < sections.length; at += SECTION_FLOATS) {
      const [b0, b1, b2, a1, a2] = sectionAt(sections, at)
      power *= polynomialPower(b0, b1, b2, angle) / polynomialPower(1, a1, a2, angle)
    }
    return Math.max(-120, 10 * Math.log10(Math.max(power, 1e-12)))
  })
}

/** |c0 + c1 z⁻¹ + c2 z⁻²|² on the unit circle. */
function polynomialPower(c0: number, c1: number, c2: number, angle: number): number {
  const real = c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle)
  const imaginary = c1 * Math.sin(angle) + c2 * Math.sin(2 * angle)
  return real * real + imaginary * imaginary
}

/** The filtered signal, from rest; for drawing. Features come from the C runtime. */
export function applySections(sections: Float32Array, values: Float32Array): Float32Array {
  const result = Float64Array.from(values)
  for (let at = 0; at < sections.length; at += SECTION_FLOATS) {
    const [b0, b1, b2, a1, a2] = sectionAt(sections, at)
    let s1 = 0
    let s2 = 0
    for (let index = 0; index < result.length; index += 1) {
      const x = result[index]!
      const y = b0 * x + s1
      s1 = b1 * x - a1 * y + s2
      s2 = b2 * x - a2 * y
      result[index] = y
    }
  }
  return Float32Array.from(result)
}
