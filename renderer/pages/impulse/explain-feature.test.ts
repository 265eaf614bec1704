import { describe, expect, it } from 'vitest'
import { dspBlocks, newDspBlock } from '../../../shared/dsp/registry.ts'
import { explainFeature } from './explain-feature.ts'

const motion = { rateHz: 100, rows: 200, axes: ['accX', 'accY'] }
const sound = { rateHz: 16_000, rows: 16_000, axes: ['audio'] }
const SOUND_BLOCKS = new Set(['mfcc', 'mfe', 'spectrogram', 'image'])

describe('explanation of a feature', () => {
  it('names the axis and the rhythm of a band', () => {
    expect(explainFeature('accX Spectral Power 3.12 - 9.38 Hz')).toBe(
      'accX: how much moves 3.12 to 9.38 times a second (fast, like shaking a hand).',
    )
  })

  it('does not take spectral skewness for skewness', () => {
    expect(explainFeature('accX Skewness')).toContain('up or further down')
    expect(explainFeature('accX Spectral Skewness')).toContain('slow or fast')
  })

  /** Their features are readings: the name says it all. */
  const plain = new Set(['raw', 'normalization', 'sensor-fusion'])
  it.each(dspBlocks.filter((type) => !plain.has(type.id)).map((type) => [type.name, type] as const))(
    'has a sentence for every feature of %s',
    (_, type) => {
      const heard = SOUND_BLOCKS.has(type.id)
      const names = type.featureNames(newDspBlock(type.id).params, heard ? sound : motion)
      expect(names.length).toBeGreaterThan(0)
      for (const name of names)
        expect(explainFeature(name)).toMatch(heard ? /^(Moment|Point) \d+.+\.$/ : /^acc[XY]: .+\.$/)
    },
  )

  it('adds nothing to a reading', () => {
    expect(explainFeature('accX 17')).toBe('')
  })
})
