import { describe, expect, it } from 'vitest'
import { findEntries, type SearchEntry } from './search-entries.ts'

const entry = (title: string, kind: SearchEntry['kind'] = 'Command', note = ''): SearchEntry => ({
  id: title,
  kind,
  title,
  note,
  run: () => undefined,
})
const titles = (text: string, entries: SearchEntry[]) => findEntries(entries, text).map((found) => found.title)

describe('findEntries', () => {
  const entries = [entry('Retrain quietly'), entry('Train'), entry('Training', 'Page'), entry('Undo')]

  it('shows everything for an empty text', () => {
    expect(titles('', entries)).toHaveLength(4)
  })
  it('puts exact and beginning matches first', () => {
    expect(titles('train', entries)).toEqual(['Train', 'Training', 'Retrain quietly'])
  })
  it('wants every word, in any order and place', () => {
    const samples = [entry('wave.3', 'Sample', 'wave'), entry('circle.1', 'Sample', 'circle')]
    expect(titles('sample wave', samples)).toEqual(['wave.3'])
    expect(titles('wave circle', samples)).toEqual([])
  })
})
