import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadBoardTable } from './board-table.ts'
import { holderOf, holdersOf } from './port-holder.ts'
import { describePorts, systemPorts } from './port-lister.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinyml-ports-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('ports of this computer', () => {
  it('are the device files where the system cannot list them', async () => {
    for (const name of ['ttyUSB1', 'ttyACM0', 'ttyS0', 'null', 'cu.usbmodem14']) writeFileSync(join(folder, name), '')
    const list = () => Promise.reject(new Error('spawn udevadm ENOENT'))
    const ports = await systemPorts({ list, folder })
    expect(ports.map((port) => port.path)).toEqual(
      ['cu.usbmodem14', 'ttyACM0', 'ttyUSB1'].map((name) => join(folder, name)),
    )
    expect(await systemPorts({ list, folder: join(folder, 'nothing') })).toEqual([])
  })

  it('are those with USB ids where it can', async () => {
    const listed = [
      { path: '/dev/ttyS0' },
      { path: '/dev/ttyACM3' },
      { path: 'COM4', vendorId: '2341', productId: '0043' },
    ]
    const ports = await systemPorts({ list: () => Promise.resolve(listed), folder })
    expect(ports.map((port) => port.path)).toEqual(['/dev/ttyACM3', 'COM4'])
  })

  it('are named by the table of boards, and by several where these share an adapter', () => {
    const boards = loadBoardTable()
    const [uno, clone, foreign] = describePorts(
      [
        { path: '/dev/ttyACM0', vendorId: '2341', productId: '0043', serialNumber: 'A1' },
        { path: '/dev/ttyUSB0', vendorId: '1A86', productId: '7523' },
        { path: '/dev/ttyUSB1', vendorId: '0403', productId: '6001', manufacturer: 'FTDI' },
      ],
      boards,
    )
    expect(uno).toMatchObject({ name: 'Arduino Uno R3 on ttyACM0', board: 'uno-r3', serialNumber: 'A1' })
    expect(clone?.board).toBeNull()
    expect(clone?.name).toMatch(/Arduino Uno R3 or .*ESP32.* on ttyUSB0/)
    expect(foreign).toMatchObject({ name: 'FTDI on ttyUSB1', board: null })
  })
})

describe.skipIf(process.platform !== 'linux')('the holder of a port', () => {
  it('is the other program that has it open, never this one', async () => {
    const path = join(folder, 'ttyACM0')
    writeFileSync(path, '')
    expect(holderOf(path)).toBeNull()
    const file = openSync(path, 'r')
    const child = spawn('sleep', ['60'], { stdio: [file, 'ignore', 'ignore'] })
    await once(child, 'spawn')
    closeSync(file)
    expect(holdersOf([path, '/dev/null-nothing']).get(path)).toBe('sleep')
    const list = () => Promise.resolve([{ path, vendorId: '2341' }])
    expect(describePorts(await systemPorts({ list, folder }), [])[0]?.busyBy).toBe('sleep')
    child.kill()
    await once(child, 'exit')
    expect(holdersOf([path]).get(path)).toBeUndefined()
  })
})
