/** Old projects keep their maths: versions 1 to 3 against numpy; old-versions.json says how it was made. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dspBlocks, extractFeatures, newDspBlock } from '../../shared/dsp/registry.ts'
import { randomSignal } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'

const numbers = z.array(z.number())
const reference = z
  .object({
    tolerance: z.number(),
    rateHz: z.number(),
    signal: numbers,
    cases: z.array(
      z.object({
        block: z.string(),
        implementationVersion: z.number(),
        params: z.record(z.string(), z.union([z.number(), z.string()])),
        scale: z.number(),
        features: numbers,
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('./old-versions.json', import.meta.url), 'utf8')))

/** An MFE feature is a step of 1/256; one at a half may be rounded to either side. */
const STEP = 1 / 256

function featuresOf(
  block: string,
  implementationVersion: number,
  params: Record<string, number | string>,
  values: Float32Array,
) {
  const made = newDspBlock(block)
  const axes = ['x']
  const context = { rateHz: reference.rateHz, rows: values.length, axes }
  const batch = { values, stride: 1, rows: values.length, axes: [0], starts: Int32Array.of(0) }
  const settings = { ...made, implementationVersion, params: { ...made.params, ...params } }
  return extractFeatures(testRuntime(), settings, batch, context)
}

describe(`older implementation versions${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME).each(reference.cases)(
    '$block version $implementationVersion with $params',
    ({ block, implementationVersion, params, scale, features }) => {
      const values = Float32Array.from(reference.signal, (value) => value * scale)
      const found = featuresOf(block, implementationVersion, params, values)
      expect(found.length).toBe(features.length)
      const wrong = features.filter((expected, index) => {
        const error = Math.abs(found[index]! - expected)
        return error > reference.tolerance && error > reference.tolerance * Math.abs(expected)
      })
      expect(wrong.length).toBeLessThanOrEqual(block === 'mfe' && implementationVersion === 3 ? 1 : 0)
      features.forEach((expected, index) =>
        expect(Math.abs(found[index]! - expected)).toBeLessThan(STEP * Math.max(1, Math.abs(expected)) + 1e-6),
      )
    },
  )

  it.skipIf(NO_RUNTIME)('gives spectral analysis before version 4 no shape of the spectrum', () => {
    const values = randomSignal(200, 7)
    const newest = featuresOf('spectral-analysis', 4, {}, values)
    for (const version of [2, 3]) {
      const found = featuresOf('spectral-analysis', version, { 'input-decimation-ratio': 10 }, values)
      expect(found).toEqual(newest.filter((_, index) => index !== 3 && index !== 4))
    }
  })

  it.skipIf(NO_RUNTIME)('differ from the newest where they say they do', () => {
    const values = Float32Array.from(reference.signal)
    const params = { frame_length: 0.02, frame_stride: 0.01, num_filters: 12, fft_length: 256 }
    const newest = featuresOf('mfe', 4, params, values)
    for (const version of [1, 2, 3]) expect(featuresOf('mfe', version, params, values)).not.toEqual(newest)
    const versions = dspBlocks.map((block) => [block.id, block.implementationVersions] as const)
    expect(versions.every(([, list]) => list[0] === Math.max(...list))).toBe(true)
  })
})
