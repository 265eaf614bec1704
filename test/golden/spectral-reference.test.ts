/** Decimation, low-frequency pass and filter design against scipy; spectral-reference.json says how it was made. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { butterworth, responseDb } from '../../shared/dsp/filter-design.ts'
import { extractFeatures, newDspBlock } from '../../shared/dsp/registry.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'

const numbers = z.array(z.number())
const reference = z
  .object({
    tolerance: z.number(),
    rateHz: z.number(),
    signal: numbers,
    cases: z.array(z.object({ ratio: z.number(), extraLowFrequency: z.boolean(), features: numbers })),
    responses: z.array(
      z.object({
        filter: z.enum(['lowpass', 'highpass']),
        order: z.number(),
        cutoffHz: z.number(),
        frequenciesHz: numbers,
        gainsDb: numbers,
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('./spectral-reference.json', import.meta.url), 'utf8')))

describe(`spectral analysis against scipy${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME).each(reference.cases)(
    'decimation by $ratio, low-frequency pass $extraLowFrequency',
    ({ ratio, extraLowFrequency, features }) => {
      const block = newDspBlock('spectral-analysis')
      block.params['input-decimation-ratio'] = ratio
      block.params['extra-low-freq'] = extraLowFrequency
      const values = Float32Array.from(reference.signal)
      const batch = { values, stride: 1, rows: values.length, axes: [0], starts: Int32Array.of(0) }
      const context = { rateHz: reference.rateHz, rows: values.length, axes: ['x'] }
      const found = extractFeatures(testRuntime(), block, batch, context)
      expect(found.length).toBe(features.length)
      features.forEach((expected, index) => {
        const error = Math.abs(found[index]! - expected) / Math.max(1, Math.abs(expected))
        expect(error, `feature ${index}: ${found[index]} for ${expected}`).toBeLessThan(reference.tolerance)
      })
    },
  )

  it.each(reference.responses)('$filter of order $order at $cutoffHz Hz', (entry) => {
    const type = entry.filter === 'lowpass' ? 'low' : 'high'
    const sections = butterworth(type, entry.order, entry.cutoffHz, reference.rateHz)
    const gains = responseDb(sections, Float32Array.from(entry.frequenciesHz), reference.rateHz)
    entry.gainsDb.forEach((expected, index) => {
      expect(Math.abs(gains[index]! - Math.max(-120, expected))).toBeLessThan(0.02)
    })
  })
})
