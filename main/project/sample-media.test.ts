import { describe, expect, it } from 'vitest'
import { proposeImpulse } from '../../shared/dsp/propose.ts'
import type { NewSample } from '../../shared/model/sample.ts'
import { simulatedAirs, simulatedPictures } from './sample-media.ts'

function summariesOf(samples: readonly NewSample[]) {
  return samples.map(({ label, rateHz, axes, image, values }) => ({
    label,
    rateHz,
    axes: axes.map(({ name }) => name),
    image,
    gaps: [],
    readings: values.length / axes.length,
  }))
}

describe('the template of pictures', () => {
  const samples = simulatedPictures()

  it('has 60 pictures of each shape by six people, one of them only for testing', () => {
    expect(samples).toHaveLength(240)
    expect(new Set(samples.map(({ label }) => label))).toEqual(new Set(['circle', 'cross', 'square', 'triangle']))
    const tested = samples.filter(({ split }) => split === 'test')
    expect(new Set(tested.map(({ session }) => session))).toEqual(new Set(['person 3']))
    expect(tested).toHaveLength(40)
  })

  it('is the same on every machine and no two pictures are alike', () => {
    expect(simulatedPictures()).toEqual(samples)
    expect([...samples[0]!.values.subarray(0, 9)]).toEqual([...simulatedPictures()[0]!.values.subarray(0, 9)])
    expect(new Set(samples.map(({ values }) => values.join())).size).toBe(240)
    for (const { values } of samples) {
      expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true)
    }
  })

  it('is proposed an impulse of its size and colours', () => {
    const { impulse, reasons } = proposeImpulse(summariesOf(samples))
    expect(impulse.input).toMatchObject({ kind: 'image', imageWidth: 32, imageHeight: 32, axes: ['r', 'g', 'b'] })
    expect(impulse.dsp).toMatchObject([{ block: 'image' }])
    expect(reasons.join(' ')).toContain('32 × 32')
  })

  it('brings large pictures down to what a board can hold', () => {
    const photos = summariesOf(samples).map((one) => ({ ...one, axes: ['grey'], image: { width: 640, height: 480 } }))
    const { impulse } = proposeImpulse(photos)
    expect(impulse.input).toMatchObject({ imageWidth: 96, imageHeight: 72, axes: ['grey'], resizeMode: 'squash' })
    expect(impulse.dsp[0]?.params['channels']).toBe('Grayscale')
    photos[0]!.image = { width: 480, height: 640 }
    expect(proposeImpulse(photos).impulse.input).toMatchObject({ resizeMode: 'fit-short' })
  })
})

describe('the template of sensors', () => {
  it('has single readings and an impulse of one reading', () => {
    const samples = simulatedAirs()
    expect(samples.every(({ values, axes }) => values.length === axes.length)).toBe(true)
    expect(simulatedAirs()).toEqual(samples)
    const { impulse } = proposeImpulse(summariesOf(samples))
    expect(impulse.input).toMatchObject({ windowSizeMs: 1000, frequencyHz: 1 })
    expect(impulse).toMatchObject({ dsp: [{ block: 'raw' }], learn: [{ block: 'classification' }] })
  })

  it('learns a value where labels are many numbers', () => {
    const samples = summariesOf(simulatedAirs()).map((one, index) => ({ ...one, label: String(index / 10) }))
    expect(proposeImpulse(samples).impulse.learn).toMatchObject([{ id: 'regression', block: 'regression' }])
  })
})
