import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createBoardLink } from '../../main/devices/board-link.ts'
import type { Readings } from '../../main/devices/board-session.ts'
import { detectProtocol } from '../../main/devices/detect-protocol.ts'
import { flashStk500 } from '../../main/flash/stk500.ts'
import { projectRoot, resource } from '../../main/paths.ts'
import { createSimulatedUno, prebuiltUnoProgram } from '../../main/virtual/simulated-uno.ts'
import { createUnoMachine, type UnoMachine } from '../../main/virtual/uno-machine.ts'
import { createMemoryPort, type MemoryPort } from '../support/memory-port.ts'
import { missing } from '../support/tools.ts'

const NO_COMPILER = missing('avr-gcc')
const GRAVITY = 9.80665
let stops: (() => void)[] = []
afterEach(() => {
  stops.forEach((stop) => stop())
  stops = []
})

/** An Uno whose time passes as fast as this thread can make it. */
function createUno(program = prebuiltUnoProgram()): { machine: UnoMachine; board: MemoryPort } {
  const board = createMemoryPort((bytes) => machine.receive(bytes))
  const machine = createUnoMachine({
    serialNumber: 'uno-under-test',
    program,
    motion: (t) => [GRAVITY * Math.sin(2 * Math.PI * t), 0, GRAVITY],
    data: (bytes) => board.receive(bytes),
  })
  let timer = setImmediate(function turn() {
    machine.run(0.005)
    timer = setImmediate(turn)
  })
  stops.push(() => clearImmediate(timer))
  let dtr = true
  board.port.setSignals = (signals) => {
    if (signals.dtr === true && !dtr) machine.reset()
    dtr = signals.dtr ?? dtr
    return Promise.resolve(true)
  }
  return { machine, board }
}

describe('Uno firmware', () => {
  it.skipIf(NO_COMPILER !== '')(`is the committed program, built anew byte for byte${NO_COMPILER}`, () => {
    const folder = join(projectRoot, '.cache', 'avr-test')
    const script = `import('./scripts/build-avr-firmware.mjs').then((builder) => process.stdout.write(builder.buildAvrFirmware(${JSON.stringify(folder)})))`
    const built = execFileSync(process.execPath, ['-e', script], { cwd: projectRoot, encoding: 'utf8' })
    expect(built).toBe(readFileSync(resource('firmware', 'prebuilt', 'uno.hex'), 'utf8'))
  })

  it('says what it is', async () => {
    const { board, machine } = createUno()
    const link = createBoardLink(board.port)
    expect(await link.hello()).toMatchObject({
      board: 'uno-r3',
      protocol: 1,
      serialNumber: 'uno-under-test',
      rateHz: 100,
      axes: [
        { name: 'accX', unit: 'm/s2' },
        { name: 'accY', unit: 'm/s2' },
        { name: 'accZ', unit: 'm/s2' },
      ],
      modelHash: null,
    })
    expect(await link.modelInfo()).toBeNull()
    await expect(link.order({ kind: 'bootloader' })).rejects.toThrow(/does not know this request/)
    await expect(link.order({ kind: 'start-stream', rateHz: 2000 })).rejects.toThrow(/4 to 1000 times/)
    await link.order({ kind: 'reset' })
    const back = machine.nowSeconds + 0.1
    while (machine.nowSeconds < back) await new Promise((resolve) => setImmediate(resolve))
    await expect(link.hello()).resolves.toMatchObject({ board: 'uno-r3' })
    link.close()
  })

  it.each([62.5, 100, 400])('measures at %f Hz without losing a row', async (rateHz) => {
    const batches: Readings[] = []
    const { board } = createUno()
    const events = {
      readings: (batch: Readings) => batches.push(batch),
      answer: () => undefined,
      text: () => undefined,
    }
    const session = await detectProtocol(board.port, events)
    await session.startStream(rateHz)
    while (batches.reduce((sum, batch) => sum + batch.values.length / 3, 0) < rateHz) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(batches.every((batch) => batch.lost === 0)).toBe(true)
    const first = batches[0]!
    const last = batches.at(-1)!
    expect((last.row - first.row) / (last.tMs - first.tMs)).toBeCloseTo(rateHz / 1000, 3)
    const rows = batches.flatMap((batch) => [...batch.values])
    const x = rows.filter((_, index) => index % 3 === 0)
    expect(Math.max(...x)).toBeGreaterThan(GRAVITY * 0.97)
    expect(Math.min(...x)).toBeLessThan(-GRAVITY * 0.97)
    for (const z of rows.filter((_, index) => index % 3 === 2)) expect(Math.abs(z - GRAVITY)).toBeLessThan(0.15)
  })
})

describe('STK500', () => {
  it('writes a program into an empty board, which then answers', async () => {
    const { machine, board } = createUno(new Uint8Array(0))
    const program = prebuiltUnoProgram()
    const steps = new Set<string>()
    const signal = new AbortController().signal
    await flashStk500(board.port, program, { signal, onProgress: (step) => steps.add(step) })
    expect([...steps]).toEqual(['prepare', 'write', 'verify', 'restart'])
    expect(machine.readFlash().subarray(0, program.length)).toEqual(program)
    await expect(createBoardLink(board.port).hello()).resolves.toMatchObject({ board: 'uno-r3' })
  })

  it('leaves the program as it is where nobody speaks to the bootloader', async () => {
    const { board } = createUno()
    await board.port.setSignals({ dtr: false })
    await board.port.setSignals({ dtr: true })
    const link = createBoardLink(board.port)
    // The first question falls into the second in which the bootloader listens.
    const hello = await link.hello().catch(() => link.hello())
    expect(hello.board).toBe('uno-r3')
  })
})

describe('simulated Uno', () => {
  it('streams in a thread of its own and ends with its port', async () => {
    const uno = createSimulatedUno()
    const port = await uno.open()
    await expect(uno.open()).rejects.toMatchObject({ code: 'device/busy' })
    const link = createBoardLink(port)
    expect((await link.hello()).serialNumber).toBe('simulated-uno-1')
    await port.close()
    await expect(port.write(Uint8Array.of(0))).rejects.toMatchObject({ code: 'device/unplugged' })
    await (await uno.open()).close()
    await uno.close()
  })
})
