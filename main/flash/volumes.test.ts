import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findUf2Volume, parseMountInfo, parseUf2Info, systemVolumes } from './volumes.ts'

const INFO = 'UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: RPI-RP2\r\n'
const never = new AbortController().signal

describe('mount table', () => {
  it('lists FAT volumes only, with their real names', () => {
    const table = [
      '22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
      '95 22 8:17 / /media/ada/RPI-RP2 rw,nosuid - vfat /dev/sdb1 rw,uid=1000',
      '96 22 8:33 / /media/ada/MY\\040DISK rw shared:2 - vfat /dev/sdc1 rw',
      '',
    ].join('\n')
    expect(parseMountInfo(table)).toEqual(['/media/ada/RPI-RP2', '/media/ada/MY DISK'])
  })

  it.skipIf(process.platform === 'win32')('can be read on this computer', async () => {
    expect(Array.isArray(await systemVolumes().list())).toBe(true)
  })
})

describe('INFO_UF2.TXT', () => {
  it('is read by key', () => {
    expect(Object.fromEntries(parseUf2Info(INFO))).toEqual({ Model: 'Raspberry Pi RP2', 'Board-ID': 'RPI-RP2' })
  })
})

describe('flash volume', () => {
  let folder: string
  const lister = { list: () => Promise.resolve([join(folder, 'disk'), join(folder, 'board'), join(folder, 'absent')]) }
  const board = (): string => join(folder, 'board')

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'volumes-'))
    await mkdir(join(folder, 'disk'))
    await mkdir(board())
    writeFileSync(join(board(), 'INFO_UF2.TXT'), INFO)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is found by its board id', async () => {
    expect((await findUf2Volume('RPI-RP2', lister))?.name).toBe(board())
    expect(await findUf2Volume('OTHER', lister)).toBeNull()
  })

  it('is refused when two boards wait', async () => {
    writeFileSync(join(folder, 'disk', 'INFO_UF2.TXT'), INFO)
    await expect(findUf2Volume('RPI-RP2', lister)).rejects.toMatchObject({ code: 'flash/no-volume' })
  })

  it('takes the file piece by piece and is done when the board goes', async () => {
    const file = Uint8Array.from({ length: 100_000 }, (_, index) => index)
    const volume = await findUf2Volume('RPI-RP2', lister)
    let taken = new Uint8Array(0)
    const watcher = watch(board(), () => {
      const now = readFileSync(join(board(), 'TINYML.UF2'))
      if (now.length < file.length) return
      taken = Uint8Array.from(now)
      watcher.close()
      rmSync(join(board(), 'INFO_UF2.TXT'))
    })
    const pieces: number[] = []
    await volume?.write(file, { onBytes: (done) => pieces.push(done), signal: never })
    expect(pieces).toEqual([32_768, 65_536, 98_304, 100_000])
    expect(taken).toEqual(file)
  })

  it('stops between pieces when cancelled and is still there', async () => {
    const volume = await findUf2Volume('RPI-RP2', lister)
    const cancel = new AbortController()
    const writing = volume?.write(new Uint8Array(100_000), { onBytes: () => cancel.abort(), signal: cancel.signal })
    await expect(writing).rejects.toMatchObject({ code: 'app/cancelled' })
    expect(readFileSync(join(board(), 'TINYML.UF2'))).toHaveLength(32_768)
    expect(await findUf2Volume('RPI-RP2', lister)).not.toBeNull()
  })

  it('says that the board went away in the middle', async () => {
    const volume = await findUf2Volume('RPI-RP2', lister)
    rmSync(board(), { recursive: true })
    await expect(volume?.write(new Uint8Array(10), { onBytes: () => undefined, signal: never })).rejects.toMatchObject({
      code: 'device/unplugged',
    })
  })
})
