import { describe, expect, it } from 'vitest'
import { type ConsoleLine, createSerialLog, filterLines, lineText } from './serial-log.ts'

const line = (text: string, skipped = ''): ConsoleLine => ({ tMs: 1500, direction: 'in', text, skipped })

describe('the serial log', () => {
  it('keeps the newest lines when it is full and counts them all', () => {
    const log = createSerialLog(10, 4)
    for (let number = 0; number < 25; number++) log.add([line(`line ${number}`)])
    expect(log.total).toBe(25)
    expect(log.lines.length).toBeLessThanOrEqual(10)
    expect(log.lines.at(-1)?.text).toBe('line 24')
  })
  it('tells that it changed', () => {
    const log = createSerialLog()
    const before = log.version
    log.add([line('a')])
    log.clear()
    expect(log.version).toBe(before + 2)
    expect(log.lines).toEqual([])
  })
})

describe('filterLines', () => {
  const lines = [line('1,2,3'), line('temp=21', 'not numbers'), line('4,5,6')]
  it('finds text and skipped lines', () => {
    expect(filterLines(lines, { search: 'TEMP', onlySkipped: false })).toHaveLength(1)
    expect(filterLines(lines, { search: '', onlySkipped: true }).map((one) => one.text)).toEqual(['temp=21'])
    expect(filterLines(lines, { search: '', onlySkipped: false })).toBe(lines)
  })
})

describe('lineText', () => {
  it('says when, which way, what, and why it was skipped', () => {
    const odd = line('temp=21', 'not numbers')
    expect(lineText(odd)).toMatch(/^\d\d:\d\d:01\.500 < temp=21 {2}\(skipped: not numbers\)$/)
    expect(lineText(odd, true)).toContain('< 74 65 6d 70')
  })
})
