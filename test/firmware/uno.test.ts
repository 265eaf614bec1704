import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createBoardLink } from '../../main/devices/board-link.ts'
import type { Readings } from '../../main/devices/board-session.ts'
import { detectProtocol } from '../../main/devices/detect-protocol.ts'
import { flashStk500 } from '../../main/flash/stk500.ts'
import { projectRoot, resource } from '../../main/paths.ts'
import {
  createSimulatedUno,
  prebuiltUnoBootloader,
  prebuiltUnoProgram,
  UNO_PROGRAM_BYTES,
} from '../../main/virtual/simulated-uno.ts'
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
    bootloader: prebuiltUnoBootloader(),
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

async function pressReset(board: MemoryPort): Promise<void> {
  await board.port.setSignals({ dtr: false })
  await board.port.setSignals({ dtr: true })
}

/** Waits in the board's time. */
async function passed(machine: UnoMachine, seconds: number): Promise<void> {
  const end = machine.nowSeconds + seconds
  while (machine.nowSeconds < end) await new Promise((resolve) => setImmediate(resolve))
}

describe('Uno firmware', () => {
  it.skipIf(NO_COMPILER !== '').each([
    ['buildAvrFirmware', 'uno.hex'],
    ['buildAvrBootloader', 'uno-bootloader.hex'],
  ])(`%s gives the committed %s byte for byte${NO_COMPILER}`, (build, file) => {
    const folder = join(projectRoot, '.cache', 'avr-test')
    const script = `import('./scripts/build-avr-firmware.mjs').then((builder) => process.stdout.write(builder.${build}(${JSON.stringify(folder)})))`
    const built = execFileSync(process.execPath, ['-e', script], { cwd: projectRoot, encoding: 'utf8' })
    expect(built).toBe(readFileSync(resource('firmware', 'prebuilt', file), 'utf8'))
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
    await passed(machine, 0.1)
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
    await passed(machine, 0.1)
    await expect(createBoardLink(board.port).hello()).resolves.toMatchObject({ board: 'uno-r3' })
  })

  it('leaves the program as it is where nobody speaks to the bootloader', async () => {
    const { board, machine } = createUno()
    await pressReset(board)
    // What it does not understand does not keep it waiting: half a page, and a page without its end.
    machine.receive(Uint8Array.of(0x30, 0x31, 0x64, 0, 2, 0x46, 1, 2, 3, 0x64, 0, 128, 0x46, 9))
    await passed(machine, 1.2)
    await expect(createBoardLink(board.port).hello()).resolves.toMatchObject({ board: 'uno-r3' })
    expect(machine.readFlash().subarray(0, prebuiltUnoProgram().length)).toEqual(prebuiltUnoProgram())
  })

  it('never overwrites itself', async () => {
    const { machine, board } = createUno()
    await pressReset(board)
    const page = new Uint8Array(128).fill(0x5a)
    for (const word of [0x3f00, 0x3fc0, 0x3ec0]) {
      machine.receive(Uint8Array.of(0x55, word & 0xff, word >> 8, 0x20, 0x64, 0, 128, 0x46, ...page, 0x20))
      await passed(machine, 0.05)
    }
    const loader = prebuiltUnoBootloader()
    const flash = machine.readFlash()
    expect(flash.subarray(UNO_PROGRAM_BYTES, UNO_PROGRAM_BYTES + loader.length)).toEqual(loader)
    expect(flash.subarray(UNO_PROGRAM_BYTES - 128, UNO_PROGRAM_BYTES)).toEqual(page)
  })

  it('writes nothing from a program that is no bootloader', () => {
    // Erase page 0, from page 0: ldi r24, 3 · sts SPMCSR, r24 · spm · rjmp -1.
    const program = Uint8Array.of(0x83, 0xe0, 0x80, 0x93, 0x57, 0x00, 0xe8, 0x95, 0xff, 0xcf)
    const { machine } = createUno(program)
    machine.run(0.02)
    expect(machine.readFlash().subarray(0, program.length)).toEqual(program)
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
