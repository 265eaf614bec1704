import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { diceOf } from './dice.ts'
import { augmentMotion, axisTriples } from './motion.ts'
import { augmentPicture } from './picture.ts'
import { augmentSound } from './sound.ts'
import { augmentSpectrogram } from './spectrogram.ts'
import { turnOf } from './turn.ts'
import { augmentFeatures, augmentReadings } from './window.ts'

const axes = ['accX', 'accY', 'accZ', 'gyrX', 'gyrY', 'gyrZ', 'light']
const rows = 50
const wave = Float32Array.from({ length: rows * axes.length }, (_, at) => Math.sin(at / 9) + (at % axes.length))
const dice = (seed = 1) => seededRandom(seed, 9)
const strength = (values: Float32Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length)

describe('augmented motion', () => {
  it('turns whole sensors: lengths stay, directions change, other axes are left alone', () => {
    expect(axisTriples(axes)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    const turned = augmentMotion({ values: wave, axes }, { rotateDegrees: 60 }, dice())
    const length = (values: Float32Array, row: number, first: number): number =>
      Math.hypot(...values.subarray(row * axes.length + first, row * axes.length + first + 3))
    for (let row = 0; row < rows; row++) {
      for (const first of [0, 3]) expect(length(turned, row, first)).toBeCloseTo(length(wave, row, first), 4)
      expect(turned[row * axes.length + 6]).toBe(wave[row * axes.length + 6])
    }
    expect(turned[0]).not.toBeCloseTo(wave[0]!, 3)
  })

  it('scales all axes alike', () => {
    const scaled = augmentMotion({ values: wave, axes }, { scale: 0.3 }, dice())
    const factor = scaled[10]! / wave[10]!
    expect(factor).not.toBeCloseTo(1, 3)
    expect(Math.abs(factor - 1)).toBeLessThanOrEqual(0.3)
    wave.forEach((value, at) => expect(scaled[at]).toBeCloseTo(value * factor, 4))
  })

  it('trembles by a share of each axis', () => {
    const noisy = augmentMotion({ values: wave, axes }, { jitter: 0.1 }, dice())
    const difference = noisy.map((value, at) => value - wave[at]!)
    expect(strength(difference)).toBeGreaterThan(0.03)
    expect(strength(difference)).toBeLessThan(0.15)
  })

  it('runs faster and slower, between the same ends', () => {
    const line = Float32Array.from({ length: 100 }, (_, at) => at)
    const warped = augmentMotion({ values: line, axes: ['x'] }, { timeWarp: 0.4 }, dice())
    expect(warped[0]).toBe(0)
    expect(warped[99]).toBeCloseTo(99, 3)
    expect(warped.every((value, at) => at === 0 || value > warped[at - 1]!)).toBe(true)
    expect(Math.max(...warped.map((value, at) => Math.abs(value - at)))).toBeGreaterThan(1)
  })
})

describe('augmented sound', () => {
  const tone = Float32Array.from({ length: 1600 }, (_, at) => Math.sin(at / 3))

  it('comes earlier or later, with silence where nothing is', () => {
    const moved = augmentSound({ values: tone, rateHz: 16_000 }, { shiftMs: 50 }, dice())
    const silent = moved.filter((value) => value === 0).length
    expect(silent).toBeGreaterThan(5)
    expect(silent).toBeLessThanOrEqual(801)
  })

  it('has noise and a background no louder than asked', () => {
    const background = Float32Array.from(tone, (_value, at) => (at % 40 < 20 ? 300 : -300))
    for (const settings of [{ noise: 0.2 }, { backgroundMix: 0.5 }]) {
      const mixed = augmentSound({ values: tone, rateHz: 16_000, background }, settings, dice(4))
      const added = strength(mixed.map((value, at) => value - tone[at]!)) / strength(tone)
      expect(added).toBeGreaterThan(0.01)
      expect(added).toBeLessThan(0.55)
    }
  })

  it('stays silent where silence is mixed with nothing', () => {
    const silence = new Float32Array(100)
    expect(augmentSound({ values: silence, rateHz: 100 }, { noise: 1, backgroundMix: 1, shiftMs: 9 }, dice())).toEqual(
      silence,
    )
  })
})

describe('augmented features of sound', () => {
  const features = Float32Array.from({ length: 40 * 20 }, (_, at) => Math.sin(at / 5) + 2)
  const mean = features.reduce((sum, value) => sum + value, 0) / features.length

  it('hides bands and frames behind the mean', () => {
    const hidden = augmentSpectrogram(
      { features, frames: 40, bands: 20 },
      { timeMasking: 'high', freqMasking: 'high' },
      dice(2),
    )
    const changed = hidden.map((value, at) => (value === features[at] ? 0 : 1))
    const count = changed.reduce((sum, one) => sum + one, 0)
    expect(count).toBeGreaterThan(20)
    expect(count).toBeLessThan(0.7 * features.length)
    hidden.forEach((value, at) => {
      if (changed[at]) expect(value).toBeCloseTo(mean, 5)
    })
  })

  it('moves frames without changing the first and the last', () => {
    const warped = augmentSpectrogram({ features, frames: 40, bands: 20 }, { warping: true }, dice())
    expect([...warped.subarray(0, 20)]).toEqual([...features.subarray(0, 20)])
    warped.subarray(780).forEach((value, at) => expect(value).toBeCloseTo(features[780 + at]!, 4))
    expect(warped).not.toEqual(features)
  })

  it('leaves features alone that are no picture of a sound', () => {
    const augmentation = { copies: 1, spectrogram: { timeMasking: 'high' as const } }
    expect(augmentFeatures(features, [800], { augmentation, random: dice() })).toBe(features)
  })
})

describe('augmented pictures', () => {
  const picture = { width: 8, height: 6, values: Float32Array.from({ length: 8 * 6 * 3 }, (_, at) => (at * 5) % 256) }

  it('are the same without any change, and mirrored by a flip', () => {
    expect(augmentPicture(picture, {}, dice())).toEqual(picture.values)
    const flipped = [1, 2, 3, 4, 5, 6].map((seed) => augmentPicture(picture, { flip: true }, dice(seed)))
    const mirrored = flipped.find((values) => values[0] !== picture.values[0])
    expect(mirrored?.[0]).toBe(picture.values[7 * 3])
    expect(flipped.some((values) => values[0] === picture.values[0])).toBe(true)
  })

  it('stay within black and white, however bright', () => {
    const bright = augmentPicture(picture, { brightness: 1, rotateDegrees: 30, zoom: 0.5, crop: 0.2 }, dice(3))
    expect(bright).toHaveLength(picture.values.length)
    expect(bright.every((value) => value >= 0 && value <= 255)).toBe(true)
    expect(bright).not.toEqual(picture.values)
  })

  it('turn a quarter', () => {
    const { cosine, sine } = turnOf(-90)
    expect(cosine).toBeCloseTo(0, 10)
    expect(sine).toBeCloseTo(-1, 10)
    expect(turnOf(30).sine).toBeCloseTo(0.5, 10)
    expect(turnOf(180).cosine).toBeCloseTo(-1, 10)
  })
})

describe('augmentation', () => {
  it('gives the same copy again, and another one for another row, copy or seed', () => {
    const augmentation = { copies: 1, motion: { jitter: 0.2, rotateDegrees: 20 } }
    const of = (seed: number, row: number, copy: number): Float32Array =>
      augmentReadings({ values: wave }, { axes, rateHz: 50 }, { augmentation, random: diceOf({ seed, row, copy }) })
    const first = of(1, 0, 0)
    expect(of(1, 0, 0)).toEqual(first)
    for (const other of [of(2, 0, 0), of(1, 1, 0), of(1, 0, 1)]) expect(other).not.toEqual(first)
  })
})
