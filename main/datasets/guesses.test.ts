import { describe, expect, it } from 'vitest'
import { labelFolders, labelOfPath, sessionOf, splitOfFolders } from './guesses.ts'

const cut = (path: string): string[] => path.split('/')
const folders = labelFolders(['set/wave/1.csv', 'set/circle/1.csv', 'other/only/1.csv'].map(cut))

describe('guesses from the path', () => {
  it.each([
    ['magic/train/Revelio.csv', false, 'Revelio'],
    ['wave_01.csv', false, 'wave'],
    ['wave.1.csv', false, 'wave'],
    ['person3_wave_2.csv', false, 'wave'],
    ['set/wave/7.csv', false, 'wave'],
    ['set/wave/take.csv', false, 'wave'],
    ['other/only/12.csv', false, 'only'],
    ['data/12.csv', false, null],
    ['training/idle.json.65vv.ingestion-1.json', true, 'idle'],
    ['training/updown.3.json', true, 'updown'],
  ])('the label of %s', (path, acquisition, label) => {
    expect(labelOfPath(cut(path), folders, acquisition)).toBe(label)
  })

  it.each([
    ['export/testing/a.json', 'test'],
    ['x/Train/deep/a.csv', 'train'],
    ['val/a.csv', 'validation'],
    ['contest/a.csv', null],
    ['test', null],
  ])('the split of %s', (path, split) => {
    expect(splitOfFolders(cut(path))).toBe(split)
  })

  it.each([
    ['a.csv', { person: 'Ada' }, 'board', 'Ada'],
    ['x/subject-04/wave.csv', {}, null, 'subject-04'],
    ['a.json', {}, 'ac:87', 'ac:87 2025-09-26'],
    ['set/wave/7.csv', {}, null, 'set'],
    ['magic/train/a.csv', {}, null, 'magic'],
    ['a.csv', {}, null, 'imported'],
  ])('the session of %s', (path, metadata, deviceName, session) => {
    expect(sessionOf(cut(path), folders, { metadata, deviceName, takenAt: 1_758_902_296 })).toBe(session)
  })

  it('gives all takes of a device without a clock one session', () => {
    expect(sessionOf(['a.json'], folders, { metadata: {}, deviceName: 'ac:87', takenAt: null })).toBe('ac:87')
  })
})
