import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { missing } from '../../test/support/tools.ts'
import type { BoardPort } from './board-port.ts'
import { openSerialPort } from './serial-port.ts'

/** socat asks for its version in its own way. */
const absent = existsSync('/usr/bin/socat') ? '' : missing('socat')

let folder: string
let cable: ChildProcess
let path: string
/** The board's end of the cable. */
let otherEnd: string
const open: BoardPort[] = []

/** A pair of pseudo terminals that stands in for the cable; resolves once both are there. */
async function plugIn(): Promise<void> {
  cable = spawn('socat', ['-d', '-d', 'pty,raw,echo=0', 'pty,raw,echo=0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  path = await new Promise<string>((resolve, reject) => {
    let told = ''
    cable.stderr?.on('data', (bytes: Buffer) => {
      told += bytes.toString()
      const [end, other] = Array.from(told.matchAll(/PTY is (\S+)/g), ([, name]) => name)
      if (end === undefined || other === undefined || !told.includes('starting data transfer loop')) return
      otherEnd = other
      resolve(end)
    })
    cable.once('error', reject)
  })
}

describe.skipIf(absent !== '')(`a serial port${absent}`, () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tinyml-port-'))
    await plugIn()
  })
  afterEach(async () => {
    for (const port of open.splice(0)) await port.close()
    cable.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  it('that is open already is busy, named with its holder, and free again once it is closed', async () => {
    const first = await openSerialPort(path)
    await expect(openSerialPort(path)).rejects.toMatchObject({
      code: 'device/busy',
      message: expect.stringMatching(new RegExp(`^".+" is using ${path}\\.$`)),
      hint: 'Close its serial monitor, then try again.',
    })
    await first.write(Uint8Array.of(65))
    await first.close()
    open.push(await openSerialPort(path))
  })

  it('keeps all its data while other programs knock', async () => {
    const LINES = 2000
    const port = await openSerialPort(path)
    open.push(port)
    let got = ''
    const all = new Promise<void>((resolve) => {
      port.onData((bytes) => {
        got += new TextDecoder().decode(bytes)
        if (got.endsWith(`${LINES - 1}\n`)) resolve()
      })
    })
    const board = createWriteStream(otherEnd)
    for (let line = 0; line < LINES; line++) {
      if (!board.write(`${line}\n`)) await once(board, 'drain')
      if (line % 500 === 0) await expect(openSerialPort(path)).rejects.toMatchObject({ code: 'device/busy' })
    }
    await all
    expect(got).toBe(Array.from({ length: LINES }, (_, line) => `${line}\n`).join(''))
    board.destroy()
  })

  it.each([0, 400])('tells that it was unplugged %i ms after it was opened', async (delayMs) => {
    const port = await openSerialPort(path)
    port.onData(() => undefined)
    const closed = new Promise((resolve) => port.onClose(resolve))
    setTimeout(() => cable.kill('SIGKILL'), delayMs)
    expect(await closed).toBe('lost')
    await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device/unplugged' })
  })

  it('that is not there is named', async () => {
    const gone = join(folder, 'ttyNone')
    await expect(openSerialPort(gone)).rejects.toMatchObject({
      code: 'device/not-found',
      message: `There is no board at ${gone}.`,
    })
  })
})
