import { describe, expect, it } from 'vitest'
import { neighboursOf } from './neighbours.ts'

const samples = [
  { id: 5, label: null, enabled: true },
  { id: 6, label: 'wave', enabled: true },
  { id: 9, label: null, enabled: false },
  { id: 12, label: 'idle', enabled: true },
]

describe('neighbours of a sample', () => {
  it('goes by the list, not by the numbers', () => {
    expect(neighboursOf(samples, 6)).toEqual({ place: 1, previous: 5, next: 9, unlabelled: 5 })
  })
  it('ends at both ends', () => {
    expect(neighboursOf(samples, 5).previous).toBeNull()
    expect(neighboursOf(samples, 12).next).toBeNull()
  })
  it('looks for what has no label around the end, without this one and without what is left out', () => {
    expect(neighboursOf(samples, 12).unlabelled).toBe(5)
    expect(neighboursOf(samples, 5).unlabelled).toBeNull()
  })
  it('finds an unlabelled sample from one that is gone, but no neighbours', () => {
    expect(neighboursOf(samples, 99)).toEqual({ place: -1, previous: null, next: null, unlabelled: 5 })
  })
})
