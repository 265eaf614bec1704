import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../../test/support/random-model.ts'
import { classScore, foldsOf, type LabelledRows } from './class-score.ts'

/** Two labels in four sessions each; feature 0 lies `apart` deviations apart, feature 1 is noise and much larger. */
function rowsOf(apart: number, sessions = 4): LabelledRows {
  const next = randomNumbers(7)
  const noise = (): number => next() + next() + next() + next() - 2
  const perSession = 25
  const count = 2 * sessions * perSession
  const labels = Int32Array.from({ length: count }, (_, row) => Math.floor(row / (sessions * perSession)))
  return {
    width: 2,
    labels,
    groups: Int32Array.from({ length: count }, (_, row) => Math.floor(row / perSession)),
    features: Float32Array.from({ length: 2 * count }, (_, at) =>
      at % 2 === 0 ? labels[at >> 1]! * apart * 0.577 + noise() : 1000 * noise(),
    ),
  }
}

describe('how well labels are told apart', () => {
  it('is sure where they lie far apart, however large the feature beside that tells nothing', () => {
    const far = classScore(rowsOf(12))
    expect(far.accuracy).toBe(1)
    expect(far.margin).toBeGreaterThan(0.5)
  })

  it('is near chance where nothing tells them apart', () => {
    const same = classScore(rowsOf(0))
    expect(same.accuracy).toBeGreaterThan(0.35)
    expect(same.accuracy).toBeLessThan(0.65)
    expect(Math.abs(same.margin)).toBeLessThan(0.1)
  })

  it('grows with the distance', () => {
    const [near, middle, far] = [1, 2, 4].map((apart) => classScore(rowsOf(apart)))
    expect(near!.margin).toBeLessThan(middle!.margin)
    expect(middle!.margin).toBeLessThan(far!.margin)
    expect(near!.accuracy).toBeLessThan(far!.accuracy)
  })

  it('sees through what only tells the sessions apart', () => {
    const rows = rowsOf(0)
    // Each session has its own offset; inside a session a neighbour would always be right.
    const features = rows.features.map((value, at) => (at % 2 === 0 ? rows.groups[at >> 1]! % 4 : value / 1000))
    expect(classScore({ ...rows, features }).accuracy).toBeLessThan(0.65)
  })

  it('keeps a session in one fold and gives each fold something of every label', () => {
    const { labels, groups } = rowsOf(1, 5)
    const folds = foldsOf({ labels, groups })
    expect([...new Set(folds.values())].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4])
    for (const fold of folds.values()) {
      const inFold = new Set(labels.filter((_, row) => folds.get(groups[row]!) === fold))
      expect(inFold.size).toBe(2)
    }
  })

  it('leaves out a label that one session alone has, and a feature that never moves', () => {
    const rows = rowsOf(12, 2)
    const still = rows.features.map((value, at) => (at % 2 === 1 ? 5 : value))
    expect(classScore({ ...rows, features: still }).accuracy).toBe(1)
    const alone = { ...rows, groups: rows.labels }
    expect(classScore(alone)).toEqual({ accuracy: 0, margin: 0 })
  })
})
