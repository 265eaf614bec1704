import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { boardsWithUsbIds, loadBoardTable } from './board-table.ts'

describe('board table', () => {
  const boards = loadBoardTable()

  it('knows every board once, with ids of four hexadecimal digits', () => {
    expect(boards).toHaveLength(21)
    expect(new Set(boards.map((board) => board.id)).size).toBe(21)
    for (const { vid, pid } of boards.flatMap((board) => board.usb))
      expect(`${vid}:${pid}`).toMatch(/^[\da-f]{4}:[\da-f]{4}$/)
  })

  it('claims only what was seen to work', () => {
    const tried = boards.filter((board) => board.checked !== 'unchecked' || board.prebuilt)
    const claims = tried.map(({ id, checked, prebuilt }) => `${id}: ${checked}, ${prebuilt ? '' : 'not '}prebuilt`)
    expect(claims.toSorted()).toEqual(['pico: emulated, prebuilt', 'uno-r3: emulated, not prebuilt'])
  })

  it('names all boards that share USB ids', () => {
    const ids = (vid: string, pid: string): string[] => boardsWithUsbIds(boards, vid, pid).map((board) => board.id)
    expect(ids('2E8A', '0003')).toEqual(['nano-rp2040-connect', 'pico'])
    expect(ids('2341', '805a')).toEqual(['nano-33-ble-sense-r1', 'nano-33-ble-sense-r2'])
    expect(ids('ffff', 'ffff')).toEqual([])
  })

  it('names the wrong field of a board file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tinyml-boards-'))
    try {
      writeFileSync(join(folder, 'x.json'), JSON.stringify({ ...boards[0], id: 'x', clockMhz: 'fast' }))
      expect(() => loadBoardTable(folder)).toThrow('clockMhz')
      writeFileSync(join(folder, 'x.json'), JSON.stringify(boards[0]))
      expect(() => loadBoardTable(folder)).toThrow("not the file's name")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
