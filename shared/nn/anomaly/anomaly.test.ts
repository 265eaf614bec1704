import { describe, expect, it } from 'vitest'
import { NO_RUNTIME, testRuntime } from '../../../test/support/runtime.ts'
import { gmmBlockSchema, kMeansBlockSchema, type AnomalyBlock } from '../../model/impulse.ts'
import { seededRandom } from '../random.ts'
import { rankFeatures, suggestFeatures } from './choose-features.ts'
import { kMeans } from './k-means.ts'
import { learnUsual, quantileOf, type Scorer, type UsualData } from './learn-usual.ts'

const names = ['long', 'short', 'same', 'noise']

/** Two clouds along a slanted line: far apart in `long`, tied to it in `short`. */
function clouds(rows: number, seed: number): { features: Float32Array; labels: string[] } {
  const random = seededRandom(seed, 77)
  const bell = (): number => random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5
  const labels = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'left' : 'right'))
  const features = Float32Array.from(
    labels.flatMap((label) => {
      const long = (label === 'left' ? -20 : 20) + 8 * bell()
      return [long, 0.5 * long + 0.2 * bell(), 7, bell()]
    }),
  )
  return { features, labels }
}

const train = { ...clouds(400, 1), names }
const blocks: [string, AnomalyBlock][] = [
  ['K-means', kMeansBlockSchema.parse({ id: 'odd', block: 'anomaly-kmeans', inputs: ['x'], clusters: 12 })],
  ['Gaussian mixture', gmmBlockSchema.parse({ id: 'odd', block: 'anomaly-gmm', inputs: ['x'], components: 3 })],
]

describe.skipIf(NO_RUNTIME)(`learning what is usual${NO_RUNTIME}`, () => {
  const runtime = NO_RUNTIME ? undefined : testRuntime()
  const score: Scorer = (params, features, inputs) => runtime!.anomalyScores(params, features, inputs)

  it.each(blocks)('%s finds new windows of the same kind usual, and others strange', (_name, block) => {
    const model = learnUsual(
      { ...block, features: ['long', 'short'] },
      { train, fresh: clouds(400, 2).features },
      score,
    )
    const strangeOf = (features: Float32Array): number =>
      score(model, features, 4).filter((value) => value > model.threshold).length
    expect(strangeOf(clouds(400, 3).features)).toBeLessThan(16)
    // Between the clouds, beside the line, and far beyond.
    expect(strangeOf(Float32Array.of(0, 0, 7, 0, 20, 0, 7, 0, 200, 100, 7, 0))).toBe(3)
  })

  it('a mixture sees a window beside the line that distances between clusters hide', () => {
    const [, mixture] = blocks[1]!
    const model = learnUsual({ ...mixture, features: ['long', 'short'] }, { train }, score)
    const [on, beside] = score(model, Float32Array.of(20, 10, 7, 0, 20, 14, 7, 0), 4)
    expect(on).toBeLessThan(model.threshold)
    expect(beside).toBeGreaterThan(model.threshold)
  })

  it('scores a mixture of one part by the density of the normal distribution', () => {
    const [, mixture] = blocks[1]!
    const one = { ...mixture, components: 1, features: ['noise'] } as AnomalyBlock
    const { mean, scale, ...rest } = learnUsual(one, { train }, score)
    const x = 0.3
    const z = (x - mean[0]!) * scale[0]!
    const variance = 1 + 1e-3
    const [value] = score({ mean, scale, ...rest }, Float32Array.of(0, 0, 0, x), 4)
    expect(value).toBeCloseTo((0.5 * (z * z)) / variance + 0.5 * Math.log(2 * Math.PI * variance), 3)
  })

  it.each(blocks)('%s gives the same model again, and another one for another seed', (_name, block) => {
    const of = (seed: number): Float32Array => learnUsual({ ...block, seed }, { train }, score).centers
    expect(of(1)).toEqual(of(1))
    expect(of(2)).not.toEqual(of(1))
  })

  it.each(blocks)(
    '%s survives windows that are all the same, few windows and more parts than windows',
    (_name, block) => {
      const same: UsualData = { train: { features: new Float32Array(40).fill(3), labels: Array(10).fill('a'), names } }
      const model = learnUsual(block, same, score)
      expect(score(model, new Float32Array(4).fill(3), 4)[0]).toBeLessThanOrEqual(model.threshold)
      expect(score(model, new Float32Array(4).fill(9), 4)[0]).toBeGreaterThan(model.threshold)
      const few: UsualData = {
        train: { features: train.features.slice(0, 24), labels: train.labels.slice(0, 6), names },
      }
      expect(score(learnUsual(block, few, score), few.train.features, 4).every(Number.isFinite)).toBe(true)
    },
  )

  it.each(blocks)('%s says what it cannot learn from', (_name, block) => {
    const broken = { ...train, features: train.features.map((value, at) => (at === 5 ? NaN : value)) }
    expect(() => learnUsual(block, { train: broken }, score)).toThrowError(/Feature 2 of window 2/)
    const two = { features: new Float32Array(8), labels: ['a', 'b'], names }
    expect(() => learnUsual(block, { train: two }, score)).toThrowError(/4 windows or more/)
    expect(() => learnUsual({ ...block, features: ['colour'] }, { train }, score)).toThrowError(
      /"colour", which is no feature/,
    )
  })

  it('keeps a threshold that a person chose', () => {
    expect(learnUsual({ ...blocks[0]![1], threshold: 0.3 }, { train }, score).threshold).toBe(0.3)
  })
})

describe('features for anomalies', () => {
  it('are those that tell the labels apart', () => {
    expect(
      rankFeatures(train)
        .map(({ name }) => name)
        .slice(0, 2),
    ).toEqual(['short', 'long'])
    expect(suggestFeatures(train)[0]).toBe('short')
    expect(rankFeatures(train).at(-1)).toMatchObject({ name: 'same', importance: 0 })
  })

  it('are all that change, where there is one label', () => {
    const one = { ...train, labels: train.labels.map(() => 'idle') }
    expect(suggestFeatures(one)).toEqual(['long', 'short', 'noise'])
  })
})

describe('K-means', () => {
  it('finds clusters that are there', () => {
    const values = Float32Array.from({ length: 60 }, (_, row) => (row % 3) * 100 + Math.floor(row / 3) / 10)
    const { centers, nearest } = kMeans({ values, axes: 1, count: 60 }, 3, 1)
    expect(centers.map(([center]) => Math.round(center!)).toSorted((a, b) => a - b)).toEqual([1, 101, 201])
    expect(new Set(nearest.filter((_, row) => row % 3 === 0)).size).toBe(1)
  })

  it('takes the value that a share does not exceed', () => {
    expect(
      quantileOf(
        Float32Array.from({ length: 100 }, (_, at) => 100 - at),
        0.99,
      ),
    ).toBe(99)
  })
})
