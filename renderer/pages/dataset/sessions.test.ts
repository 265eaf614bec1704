import { describe, expect, it } from 'vitest'
import type { Sample, Split } from '../../../shared/model/sample.ts'
import { mixedSessions, sessionMatrix, splitCounts } from './sessions.ts'
import { sorted } from './sort.ts'

function sample(id: number, label: string | null, session: string, split: Split = 'train'): Sample {
  return {
    id,
    name: `${label}.${id}`,
    label,
    split,
    session,
    rateHz: 100,
    axes: [{ name: 'accX', unit: 'm/s2' }],
    readings: 100,
    seconds: id,
    gaps: [],
    health: { ok: true, measuredRateHz: 100, lost: 0, findings: [] },
    enabled: true,
    source: 'recorded',
    metadata: {},
    addedAt: '2025-01-01T00:00:00Z',
  }
}

const samples = [
  sample(1, 'wave', 'person 10'),
  sample(2, 'wave', 'person 2', 'test'),
  sample(3, 'idle', 'person 2', 'train'),
  sample(4, null, 'person 2', 'test'),
  sample(5, 'wave', 'person 10'),
]

describe('session matrix', () => {
  it('counts the samples of every session and label, sessions in the order of their numbers', () => {
    expect(sessionMatrix(samples)).toEqual({
      labels: ['', 'idle', 'wave'],
      rows: [
        { session: 'person 2', counts: [1, 1, 1], total: 3 },
        { session: 'person 10', counts: [0, 0, 2], total: 2 },
      ],
    })
  })
  it('is empty without samples', () => {
    expect(sessionMatrix([])).toEqual({ labels: [], rows: [] })
  })
})

describe('mixed sessions', () => {
  it('names sessions in more than one split', () => {
    expect(mixedSessions(samples)).toEqual(['person 2'])
  })
  it('does not count samples that are left out', () => {
    expect(mixedSessions(samples.map((one) => (one.id === 3 ? { ...one, enabled: false } : one)))).toEqual([])
  })
})

describe('split counts', () => {
  it('counts samples of each split', () => {
    expect(splitCounts(samples)).toEqual({ train: 3, validation: 0, test: 2 })
  })
})

describe('order of the table', () => {
  it('reads numbers in names as numbers and keeps the newest of equals first', () => {
    const named = [
      { ...sample(1, 'a', 's'), name: 'wave 10' },
      { ...sample(2, 'b', 's'), name: 'wave 9' },
      { ...sample(3, 'a', 's'), name: 'wave 9' },
    ]
    expect(sorted(named, 'name').map(({ id }) => id)).toEqual([3, 2, 1])
    expect(sorted(named, 'added').map(({ id }) => id)).toEqual([3, 2, 1])
    expect(sorted(named, 'label').map(({ id }) => id)).toEqual([3, 1, 2])
    expect(sorted(named, 'length').map(({ id }) => id)).toEqual([3, 2, 1])
  })
})
