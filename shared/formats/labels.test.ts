import { describe, expect, it } from 'vitest'
import { layOut, parseInfoLabels, parseStructuredLabels } from './labels.ts'

const items = [
  {
    path: './training/a.json',
    category: 'training',
    label: { type: 'label', label: 'idle' },
    metadata: { person: 'Ada' },
  },
  { path: 'b.json', name: 'b', category: 'testing', label: { type: 'unlabeled' } },
]

describe('info.labels', () => {
  it('reads the whole and the one-item-a-line form alike', () => {
    const whole = parseInfoLabels(JSON.stringify({ version: 1, files: items }))
    const lines = [
      '{"__ndjson":true,"version":1}',
      ...items.map((item) => JSON.stringify({ __key: 'files', __item: item })),
      '',
    ]
    expect(parseInfoLabels(lines.join('\n'))).toEqual(whole)
    expect([...whole.keys()]).toEqual(['training/a.json', 'b.json'])
    expect(whole.get('training/a.json')).toMatchObject({ category: 'training', label: { label: 'idle' } })
  })

  it('names the item that is wrong', () => {
    const wrong = { ...items[0], category: 'elsewhere' }
    expect(() => parseInfoLabels(JSON.stringify({ version: 1, files: [items[1], wrong] }))).toThrow('item 2, category')
    expect(() => parseInfoLabels('{"version":2,"files":[]}')).toThrow('version 1')
    expect(() => parseInfoLabels('{"version":1,')).toThrow(expect.objectContaining({ code: 'data/unreadable' }))
  })
})

describe('structured labels', () => {
  const segment = (startIndex: number, endIndex: number, label: string): object => ({ startIndex, endIndex, label })

  it('reads segments by file', () => {
    const text = JSON.stringify({
      version: 1,
      type: 'structured-labels',
      structuredLabels: { 'a.json': [segment(0, 4, 'up')] },
    })
    expect(parseStructuredLabels(text).get('a.json')).toEqual([segment(0, 4, 'up')])
    expect(() => parseStructuredLabels('[]')).toThrow(expect.objectContaining({ code: 'data/unreadable' }))
  })

  it('gives each reading one label: later ones win, equal neighbours join', () => {
    const segments = [
      { startIndex: 0, endIndex: 5, label: 'up' },
      { startIndex: 4, endIndex: 7, label: 'down' },
      { startIndex: 8, endIndex: 9, label: 'down' },
    ]
    expect(layOut(segments, 10)).toEqual([segment(0, 3, 'up'), segment(4, 9, 'down')])
  })

  it('refuses holes and places beyond the end', () => {
    expect(() => layOut([{ startIndex: 0, endIndex: 3, label: 'a' }], 5)).toThrow('reading 4 has no label')
    expect(() => layOut([{ startIndex: 0, endIndex: 5, label: 'a' }], 5)).toThrow('there are 5 readings')
  })
})
