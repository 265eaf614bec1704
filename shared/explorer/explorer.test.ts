import { describe, expect, it } from 'vitest'
import { createRandom } from '../simulation/random.ts'
import { featureImportance } from './importance.ts'
import { nearestRows } from './neighbours.ts'
import { principalComponents } from './principal-components.ts'
import { separability } from './separability.ts'
import { type FeatureTable, spreadRows, standardised } from './table.ts'
import { umap } from './umap.ts'

/** Bell-shaped groups around the given middles, dealt in turn. */
function groups(middles: number[][], rows: number, noise = 1): FeatureTable {
  const random = createRandom(7)
  const columns = middles[0]!.length
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    const middle = middles[Math.floor(at / columns) % middles.length]!
    return middle[at % columns]! + noise * random.bell()
  })
  return { rows, columns, values }
}

const inTurn = (rows: number, labels: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row % labels)
const rowNumbers = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row)

describe('principal components', () => {
  it('find the direction of a line and say that it is all', () => {
    const values = Float32Array.from({ length: 300 }, (_, at) => [3, -4, 0][at % 3]! * (Math.floor(at / 3) - 49.5))
    const { points, shares } = principalComponents({ rows: 100, columns: 3, values }, 2)
    expect(shares[0]).toBeCloseTo(1, 6)
    expect(shares[1]).toBeCloseTo(0, 6)
    expect(Math.abs(points[0]! - points[2 * 99]!)).toBeCloseTo(99 * 5, 2)
  })

  it('agree with the eigenvalues of the covariance', () => {
    // Independent columns of spread 9, 4 and 1: the shares are 9/14, 4/14 and 1/14 but for chance.
    const table = groups([[0, 0, 0]], 20_000)
    table.values.forEach((value, at) => (table.values[at] = value * [3, 2, 1][at % 3]!))
    const { shares } = principalComponents(table, 3)
    shares.forEach((share, place) => expect(share).toBeCloseTo([9, 4, 1][place]! / 14, 1))
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
  })

  it('have no more directions than columns, and survive columns without spread', () => {
    const flat = standardised({ rows: 5, columns: 2, values: new Float32Array(10).fill(3) })
    const { points, count, shares } = principalComponents(flat, 3)
    expect(count).toBe(2)
    expect([...points, ...shares].every((value) => value === 0)).toBe(true)
  })
})

describe('nearest rows', () => {
  it('are those of a full sort', () => {
    const table = groups([[0, 0, 0, 0]], 60)
    const near = nearestRows(table, { count: 6 })
    for (let row = 0; row < 60; row += 1) {
      const all = [...rowNumbers(60)]
        .filter((other) => other !== row)
        .map((other) => {
          const square = [0, 1, 2, 3].reduce(
            (sum, column) => sum + (table.values[row * 4 + column]! - table.values[other * 4 + column]!) ** 2,
            0,
          )
          return { other, square }
        })
        .sort((a, b) => a.square - b.square)
      expect([...near.indices[row]!]).toEqual(all.slice(0, 6).map(({ other }) => other))
    }
  })
})

describe('UMAP', () => {
  const table = standardised(
    groups(
      [
        [0, 0, 0, 0],
        [20, 0, 20, 0],
        [0, 20, 0, 20],
      ],
      150,
    ),
  )
  const options = { dimensions: 2, neighbours: 10, seed: 3, progress: () => undefined, cancelled: () => false }

  it('keeps groups apart, the same each time', () => {
    const map = umap(table, options)
    if (!map) throw new Error('nobody cancelled')
    expect([...map].every(Number.isFinite)).toBe(true)
    expect(umap(table, options)).toEqual(map)
    const near = nearestRows({ rows: 150, columns: 2, values: map }, { count: 5 })
    const same = near.indices.flatMap((list, row) => [...list].map((other) => Number(other % 3 === row % 3)))
    expect(same.reduce((sum, one) => sum + one, 0) / same.length).toBeGreaterThan(0.95)
  })

  it('tells how far it is and ends when cancelled', () => {
    const stages: string[] = []
    const progress = (stage: string): number => stages.push(stage)
    expect(umap(table, { ...options, progress, cancelled: () => stages.includes('layout') })).toBeNull()
    expect(new Set(stages)).toEqual(new Set(['neighbours', 'layout']))
  })
})

describe('feature importance', () => {
  it('is the F value of a one-way analysis of variance', () => {
    // Worked by hand: means 2, 4; between 6·1 = 6 over 1; within 4 over 4.
    const values = Float32Array.of(1, 3, 2, 4, 3, 5)
    const table = { rows: 6, columns: 1, values }
    expect([...featureImportance(table, Int32Array.of(0, 1, 0, 1, 0, 1))]).toEqual([6])
  })

  it('leaves out rows without a label and needs two labels', () => {
    const table = { rows: 4, columns: 1, values: Float32Array.of(1, 2, 3, 100) }
    expect(featureImportance(table, Int32Array.of(0, 0, 0, -1))).toEqual(new Float64Array(1))
  })

  it('puts the feature first that tells labels apart', () => {
    const table = groups(
      [
        [0, 0],
        [0, 5],
      ],
      200,
    )
    const [useless, telling] = featureImportance(table, inTurn(200, 2))
    expect(telling!).toBeGreaterThan(100 * useless!)
  })
})

describe('separability', () => {
  const middles = [
    [0, 0],
    [0, 0.5],
    [9, 9],
  ]
  it('names the pair that is hard to tell apart first', () => {
    const table = groups(middles, 300)
    const labels = inTurn(300, 3)
    const pairs = separability({ table, labels, samples: rowNumbers(300), cancelled: () => false })
    expect(pairs[0]).toMatchObject({ first: 0, second: 1, windows: 200 })
    expect(pairs[0]!.mixedUp / 200).toBeGreaterThan(0.3)
    expect(pairs.slice(1).every(({ mixedUp }) => mixedUp === 0)).toBe(true)
  })

  it('lets windows of one sample not vote for each other', () => {
    // Every sample has twins at one place; places of both labels alternate.
    const values = Float32Array.from({ length: 40 }, (_, row) => Math.floor(row / 2))
    const sampleOf = Int32Array.from({ length: 40 }, (_, row) => Math.floor(row / 2))
    const labels = sampleOf.map((sample) => sample % 2)
    const table = { rows: 40, columns: 1, values }
    const [apart] = separability({ table, labels, samples: sampleOf, cancelled: () => false })
    expect(apart!.mixedUp).toBeGreaterThan(20)
  })
})

describe('rows of a table', () => {
  it('are spread evenly', () => {
    expect([...spreadRows(10, 4)]).toEqual([0, 2, 5, 7])
    expect([...spreadRows(3, 4)]).toEqual([0, 1, 2])
  })
})
