/** Wavelet filters against PyWavelets; wavelet-filters.json says how it was made. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { WAVELETS, waveletFilters } from '../../shared/dsp/wavelets.ts'

const numbers = z.array(z.number())
const reference = z
  .object({ tolerance: z.number(), filters: z.record(z.string(), z.object({ low: numbers, high: numbers })) })
  .parse(JSON.parse(readFileSync(new URL('./wavelet-filters.json', import.meta.url), 'utf8')))

function largestError(found: Float32Array, expected: number[]): number {
  expect(found.length).toBe(expected.length)
  return Math.max(...expected.map((tap, index) => Math.abs(tap - found[index]!)))
}

describe('wavelet filters', () => {
  it('are of every family of the reference', () => {
    expect(Object.keys(reference.filters).toSorted()).toEqual(WAVELETS.toSorted())
  })

  it.each(WAVELETS)('%s has the taps of PyWavelets', (name) => {
    const { low, high } = waveletFilters(name)
    const expected = reference.filters[name]!
    expect(largestError(low, expected.low)).toBeLessThan(reference.tolerance)
    expect(largestError(high, expected.high)).toBeLessThan(reference.tolerance)
  })
})
