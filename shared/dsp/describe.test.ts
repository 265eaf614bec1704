import { describe, expect, it } from 'vitest'
import { spectralBlock, testImpulse } from '../../test/support/random-model.ts'
import { describeImpulse } from './describe.ts'
import type { SampleSummary } from './describe.ts'
import { proposeImpulse } from './propose.ts'

const axes = ['accX', 'accY', 'accZ']

function sample(readings: number, rateHz = 100, names = axes): SampleSummary {
  return { label: 'wave', rateHz, readings, axes: names, gaps: [] }
}

describe('describe an impulse', () => {
  it('counts windows, features and costs', () => {
    const found = describeImpulse(testImpulse([spectralBlock()]), [sample(150), sample(300)])
    expect(found).toMatchObject({
      windowReadings: 100,
      windows: 3 + 11,
      shortestSampleMs: 1500,
      longestSampleMs: 3000,
      features: 39,
      problems: [],
    })
    expect(found.dsp[0]!.featureNames[0]).toBe('accX RMS')
    expect(found.dsp[0]!.ramBytes).toBeGreaterThan(400)
  })

  it('names a window longer than every sample, with the value that fits', () => {
    const impulse = testImpulse([spectralBlock()], { windowSizeMs: 2000 })
    const samples = [sample(150), sample(120)]
    const [problem] = describeImpulse(impulse, samples).problems
    expect(problem).toMatchObject({ field: 'input.windowSizeMs', severity: 'error', fix: 1500 })
    expect(problem!.sentence).toContain('2,000 ms')
    const mended = testImpulse([spectralBlock()], { windowSizeMs: 1500 })
    expect(describeImpulse(mended, samples).problems).toMatchObject([{ severity: 'warning', fix: 1200 }])
  })

  it('fits windows between gaps, where they are cut', () => {
    const samples = [0, 1].map(() => ({ ...sample(199), gaps: [{ afterReading: 49, readings: 1 }] }))
    const [problem] = describeImpulse(testImpulse([spectralBlock()], { windowSizeMs: 1990 }), samples).problems
    expect(problem).toMatchObject({ severity: 'error', fix: 1490 })
    expect(problem!.sentence).toContain('longer than every stretch without a gap; the longest is 1,490 ms')
    const proposed = describeImpulse(proposeImpulse(samples).impulse, samples)
    expect(proposed.problems).toEqual([])
    expect(proposed.windows).toBe(2)
  })

  it('never throws for wrong settings', () => {
    const odd = testImpulse([spectralBlock({ 'filter-type': 'low', 'filter-cutoff': 80 })], { axes: ['accX', 'gyrX'] })
    odd.learn[0]!.inputs.push('nothing')
    odd.dsp.push({ ...spectralBlock({}, 'other'), axes: ['magX'] }, { ...spectralBlock({}, 'third'), block: 'none' })
    const fields = describeImpulse(odd, [sample(300)]).problems.map((problem) => problem.field)
    expect(fields).toEqual([
      'input.axes',
      'dsp.spectral-analysis.filter-cutoff',
      'dsp.other.axes',
      'dsp.third.block',
      'learn.inputs',
    ])
  })
})

describe('propose an impulse', () => {
  it('takes two seconds and the rate of the samples', () => {
    const { impulse, reasons } = proposeImpulse(Array.from({ length: 20 }, () => sample(1040, 104)))
    expect(impulse.input).toMatchObject({ windowSizeMs: 2000, frequencyHz: 104, axes, windowIncreaseMs: 500 })
    expect(impulse.learn[0]).toMatchObject({ layers: [{ units: 20 }, { units: 10 }] })
    expect(reasons.length).toBe(6)
    expect(describeImpulse(impulse, [sample(1040, 104)]).problems).toEqual([])
  })

  it('takes the length of short samples, the axes they share and the lowest rate', () => {
    const samples = [sample(90), sample(100), sample(90, 90, ['accX', 'accY'])]
    const { impulse } = proposeImpulse(samples)
    expect(impulse.input).toMatchObject({ windowSizeMs: 900, frequencyHz: 90, axes: ['accX', 'accY'] })
    expect(describeImpulse(impulse, samples).problems.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('takes MFE over a second for sound, and leaves a fast sensor of three axes alone', () => {
    const word = sample(16_000, 16_000, ['audio'])
    const { impulse, reasons } = proposeImpulse([word, word])
    expect(impulse.input).toMatchObject({ windowSizeMs: 1000, windowIncreaseMs: 500, frequencyHz: 16_000 })
    expect(impulse.dsp).toMatchObject([{ block: 'mfe', params: { fft_length: 512, num_filters: 20 } }])
    expect(impulse.learn[0]).toMatchObject({
      layers: expect.arrayContaining([expect.objectContaining({ type: 'conv1d' })]),
    })
    expect(reasons.join(' ')).toContain('one word')
    expect(describeImpulse(impulse, [word]).problems).toEqual([])
    expect(proposeImpulse([sample(8000, 8000)]).impulse.dsp[0]!.block).toBe('spectral-analysis')
  })

  it.each([4000, 8000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])('proposes what works at %i Hz', (rateHz) => {
    for (const readings of [rateHz * 3, Math.round(rateHz * 0.1)]) {
      const samples = [sample(readings, rateHz, ['audio'])]
      const { problems, features } = describeImpulse(proposeImpulse(samples).impulse, samples)
      expect(problems).toEqual([])
      expect(features).toBeGreaterThan(0)
    }
  })

  it('says what is missing', () => {
    expect(() => proposeImpulse([])).toThrow(/no samples/)
    expect(() => proposeImpulse([sample(100), sample(100, 100, ['audio'])])).toThrow(/No axis is in every sample/)
  })
})
