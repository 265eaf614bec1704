import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatBytesOf,
  formatMs,
  formatNumberOf,
  formatScore,
  formatSeconds,
} from './format.ts'

describe('sizes', () => {
  it('counts a KB as 1024 bytes, with three significant digits', () => {
    expect(formatBytes(1000)).toBe('1,000 bytes')
    expect(formatBytes(21_914)).toBe('21.4 KB')
    expect(formatBytes(5 * 1024 * 1024)).toBe('5 MB')
    expect(formatBytesOf(21_914, 2_097_152)).toBe('21.4 KB of 2,048 KB')
  })
})

describe('times', () => {
  it('writes each length in the unit people use for it', () => {
    expect(formatMs(12.345)).toBe('12.3 ms')
    expect(formatMs(1500)).toBe('1.50 s')
    expect(formatSeconds(2)).toBe('2.00 s')
    expect(formatSeconds(560)).toBe('9 min 20 s')
    expect(formatSeconds(3900)).toBe('1 h 5 min')
  })
  it('tells how long ago something was', () => {
    const now = Date.parse('2026-03-01T12:00:00Z')
    expect(formatAgo('2026-03-01T11:59:30Z', now)).toBe('just now')
    expect(formatAgo('2026-03-01T11:20:00Z', now)).toBe('40 min ago')
    expect(formatAgo('2026-02-01T11:20:00Z', now)).toBe('2026-02-01')
  })
})

describe('formatScore', () => {
  const empty = 'no test samples yet'
  it('gives count, share and range', () => {
    const score = { windows: 50, correct: 46, accuracyLow: 0.812, accuracyHigh: 0.968 }
    expect(formatScore(score, empty)).toBe('46 of 50 (92 %, 81–97 %)')
  })
  it('shows no per cent below ten and nothing for an empty set', () => {
    expect(formatScore({ windows: 2, correct: 2, accuracyLow: 0.3, accuracyHigh: 1 }, empty)).toBe('2 of 2')
    expect(formatScore({ windows: 0, correct: 0 }, empty)).toBe(empty)
  })
})

describe('formatNumberOf', () => {
  it('has a singular', () => {
    expect(formatNumberOf(1, 'sample')).toBe('1 sample')
    expect(formatNumberOf(1140, 'window')).toBe('1,140 windows')
  })
})
