/** The simulated Uno through the operations of the workbench: its bootloader, its faults, and other programs that use it. */
import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBoardLink } from '../../main/devices/board-link.ts'
import { openSerialPort } from '../../main/devices/serial-port.ts'
import { openTcpPort } from '../../main/devices/tcp-port.ts'
import { noModelOnUno } from '../../main/deploy/install-recorder.ts'
import { loadBoardTable } from '../../main/devices/board-table.ts'
import { flashUno } from '../../main/flash/flash-uno.ts'
import { encodeIntelHex } from '../../main/flash/intel-hex.ts'
import { createSimulatedUno, prebuiltUnoProgram } from '../../main/virtual/simulated-uno.ts'
import { openTestBackend, type TestBackend } from '../support/backend.ts'
import { missing } from '../support/tools.ts'

const noSocat = existsSync('/usr/bin/socat') ? '' : missing('socat')
const noAvrdude = noSocat || missing('avrdude')
const PORT = 'sim:uno'

describe('the simulated Uno', () => {
  let backend: TestBackend
  beforeEach(async () => {
    backend = await openTestBackend()
  })
  afterEach(async () => {
    await backend.close()
  })
  const connected = (port: string) =>
    backend.state(({ connection }) => connection?.port === port && connection.state === 'connected')
  const streaming = () => backend.state(({ connection }) => (connection?.measuredRateHz ?? 0) > 50)

  it('gets its recorder through its bootloader, and is connected afterwards', async () => {
    const steps: string[] = []
    const installed = await backend.call(
      'devices/install',
      { port: PORT },
      {
        onProgress({ step, state }) {
          if (state !== 'running') steps.push(`${step} ${state}`)
        },
      },
    )
    expect(steps).toEqual(['find', 'prepare', 'write', 'verify', 'restart', 'ask'].map((step) => `${step} done`))
    expect(installed).toMatchObject({ board: 'uno-r3', bytes: prebuiltUnoProgram().length })
    const { connection } = await backend.call('app/state', {})
    expect(connection).toMatchObject({ port: PORT, state: 'connected', info: { board: 'uno-r3' } })
  })

  it('refuses a recorder for boards that have none', async () => {
    await expect(backend.call('devices/install', { port: PORT, board: 'teensy-4-1' })).rejects.toMatchObject({
      code: 'device/unsupported',
      message: 'The workbench has no recorder for PJRC Teensy 4.1.',
    })
  })

  it('is followed when it comes back under another name', async () => {
    await backend.call('devices/connect', { port: PORT })
    const back = connected('sim:uno-2')
    await backend.call('devices/fault', { port: PORT, act: 'rename' })
    await back
    await expect(backend.call('devices/connect', { port: PORT })).rejects.toMatchObject({ code: 'device/not-found' })
  })

  it('is missed while it is unplugged, and found again', async () => {
    await backend.call('devices/connect', { port: PORT })
    const away = backend.state(({ connection }) => connection?.state === 'reconnecting')
    await backend.call('devices/fault', { port: PORT, act: 'unplug' })
    await away
    const back = connected(PORT)
    await backend.call('devices/fault', { port: PORT, act: 'plug' })
    await back
  })

  it('streams on after its reset button, though its port never went away', async () => {
    await backend.call('devices/connect', { port: PORT })
    await streaming()
    await backend.call('devices/fault', { port: PORT, act: 'reset' })
    const lost = await new Promise<number>((resolve) => {
      const end = backend.on('devices/readings', ({ payload }) => {
        if (payload.lost === 0) return
        end()
        resolve(payload.lost)
      })
    })
    // A second in the bootloader, and the time until its silence is noticed.
    expect(lost).toBeGreaterThan(100)
    expect(lost).toBeLessThan(1000)
    expect((await backend.call('app/state', {})).connection?.state).toBe('connected')
  })

  it('loses readings on a bad line, and counts them', async () => {
    await backend.call('devices/connect', { port: PORT })
    const counted = new Promise<void>((resolve) => {
      const end = backend.on('devices/readings', ({ payload }) => {
        if (payload.lost > 0) resolve(end())
      })
    })
    const { line } = await backend.call('devices/fault', { port: PORT, line: { dropPerThousand: 20 } })
    expect(line.dropPerThousand).toBe(20)
    expect((await backend.call('devices/fault', {})).line.dropPerThousand).toBe(0)
    await counted
  })

  it('runs too fast where its clock drifts', async () => {
    await backend.call('devices/fault', { port: PORT, line: { driftPerThousand: 200 } })
    await backend.call('devices/connect', { port: PORT })
    const arrivals: { ms: number; rows: number }[] = []
    await new Promise<void>((resolve) => {
      const end = backend.on('devices/readings', ({ payload }) => {
        arrivals.push({ ms: performance.now(), rows: payload.values.length / 3 })
        if (arrivals.length === 20) resolve(end())
      })
    })
    const rows = arrivals.slice(1).reduce((sum, one) => sum + one.rows, 0)
    const seconds = (arrivals.at(-1)!.ms - arrivals[0]!.ms) / 1000
    expect(rows / seconds).toBeGreaterThan(110)
  })

  it('is there for other programs as a TCP port, one at a time', async () => {
    const { address } = await backend.call('devices/share', { port: PORT, shared: true })
    expect(address).toMatch(/^tcp:127\.0\.0\.1:\d+$/)
    const port = await openTcpPort(address!.slice(4))
    const program = prebuiltUnoProgram()
    const signal = new AbortController().signal
    const hello = await flashUno({ openPort: () => Promise.resolve(port), program, onStep: () => undefined, signal })
    expect(hello.board).toBe('uno-r3')
    const again = await openTcpPort(address!.slice(4))
    const link = createBoardLink(again)
    await afterBootloader(link)
    const second = await openTcpPort(address!.slice(4))
    expect(await new Promise((resolve) => second.onClose(resolve))).toBe('lost')
    await expect(backend.call('devices/connect', { port: PORT })).rejects.toMatchObject({ code: 'device/busy' })
    link.close()
    await again.close()
    expect(await backend.call('devices/share', { port: PORT, shared: false })).toEqual({
      address: null,
      terminal: null,
    })
    await expect(openTcpPort(address!.slice(4))).rejects.toMatchObject({ code: 'device/not-found' })
  })

  it.skipIf(noSocat !== '')(`is there for other programs as a terminal${noSocat}`, async () => {
    const { terminal } = await backend.call('devices/share', { port: PORT, shared: true })
    for (let time = 0; time < 2; time++) expect(await boardAt(terminal!)).toBe('uno-r3')
  })

  it.skipIf(noAvrdude !== '')(`takes a program from avrdude${noAvrdude}`, async () => {
    const file = backend.path('program.hex')
    const more = { address: 0x5000, bytes: Uint8Array.from({ length: 300 }, (_, index) => index) }
    writeFileSync(file, encodeIntelHex([{ address: 0, bytes: prebuiltUnoProgram() }, more]))
    const { terminal } = await backend.call('devices/share', { port: PORT, shared: true })
    const words = ['-p', 'm328p', '-c', 'arduino', '-b', '115200', '-P', terminal!, '-D', '-U', `flash:w:${file}:i`]
    const { stderr } = await promisify(execFile)('avrdude', words)
    expect(stderr).toContain(`${prebuiltUnoProgram().length + more.bytes.length} bytes of flash verified`)
    expect(await boardAt(terminal!)).toBe('uno-r3')
  })

  /** Opening resets the board: it is not heard while the bootloader listens, longer than a second on a busy computer. */
  async function afterBootloader(link: ReturnType<typeof createBoardLink>) {
    return link
      .hello()
      .catch(() => link.hello())
      .catch(() => link.hello())
  }

  /** After a program has left, the terminal needs a moment to come back: until then it is missing, or ends at once. */
  async function boardAt(path: string): Promise<string> {
    const end = performance.now() + 10_000
    for (;;) {
      try {
        const port = await openSerialPort(path)
        const link = createBoardLink(port)
        const { board } = await afterBootloader(link).finally(() => link.close())
        await port.close()
        return board
      } catch (error) {
        if (performance.now() > end) throw error
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }
})

describe('an Uno without a program', () => {
  it('takes one through its bootloader', async () => {
    const uno = createSimulatedUno({ program: new Uint8Array(0) })
    const signal = new AbortController().signal
    const hello = await flashUno({ openPort: uno.open, program: prebuiltUnoProgram(), onStep: () => undefined, signal })
    expect(hello.serialNumber).toBe('simulated-uno-1')
    await uno.close()
  })
})

describe('a model for an Uno', () => {
  const uno = loadBoardTable().find((board) => board.id === 'uno-r3')!

  it('is refused with numbers', () => {
    expect(noModelOnUno({ flashBytes: 40_000, ramBytes: 9000 }, uno)).toMatchObject({
      code: 'model/too-large',
      message: expect.stringMatching(/40,000 bytes of flash and 9,000 of RAM\. .*32,256 and 2,048/),
    })
    expect(noModelOnUno({ flashBytes: 4000, ramBytes: 900 }, uno)).toMatchObject({
      code: 'device/unsupported',
      message: expect.stringMatching(/4,000 bytes of flash .* runs any model takes more than 100 KB/),
      hint: expect.stringContaining('Export the C library'),
    })
  })
})
