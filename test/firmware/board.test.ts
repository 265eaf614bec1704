/** The simulated Pico as the workbench uses it: real firmware, real flasher, virtual time. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crc32 } from '../../shared/formats/bytes.ts'
import { type BoardLink, createBoardLink } from '../../main/devices/board-link.ts'
import type { BoardPort } from '../../main/devices/board-port.ts'
import { type ExpectedModel, flash } from '../../main/flash/flash.ts'
import { makeRp2040Image } from '../../main/flash/image.ts'
import { built } from '../../main/paths.ts'
import { toRawReading } from '../../main/virtual/motion-chip.ts'
import { createSimulatedPico, prebuiltFirmware, type SimulatedPico } from '../../main/virtual/simulated-pico.ts'
import type { FlashStep } from '../../shared/contract/operations/deployment.ts'
import type { BoardMessage } from '../../shared/wire/device-protocol.ts'
import { encodeFrame } from '../../shared/wire/frames.ts'
import { seededRandom } from '../tflite/nets.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import { NO_DATA, sharedData } from '../support/shared-data.ts'
import { TEST_RATE_HZ, TEST_ROWS, testPack } from './test-model.ts'

type Data = Extract<BoardMessage, { kind: 'data' }>
type Result = Extract<BoardMessage, { kind: 'result' }>

const NO_BUILD =
  existsSync(built('main', 'virtual', 'pico-worker.js')) || process.env['CI']
    ? ''
    : ' (skipped: npm run build was not run)'
const signal = new AbortController().signal
const pack = testPack()
const expected: ExpectedModel = { hash: pack.hash, bytes: pack.bytes.length, crc32: crc32(pack.bytes) }

let pico: SimulatedPico
let port: BoardPort
let link: BoardLink

beforeEach(() => {
  pico = createSimulatedPico({ realTime: false, serialNumber: 'E66-TEST' })
})
afterEach(async () => {
  link?.close()
  await port?.close()
  await pico.close()
})

async function connect(): Promise<void> {
  port = await pico.open()
  link = createBoardLink(port)
}

function flashModel(modelPack: Uint8Array = pack.bytes, steps: FlashStep[] = []) {
  const image = makeRp2040Image(prebuiltFirmware(), modelPack)
  return flash({ target: pico.flashTarget, image, expected, signal, onStep: (step) => steps.push(step) })
}

/** Messages of one kind until `enough` of them say so. */
function collect<K extends BoardMessage['kind']>(
  kind: K,
  enough: (all: Extract<BoardMessage, { kind: K }>[]) => boolean,
): Promise<{ all: Extract<BoardMessage, { kind: K }>[]; clocksUs: number[] }> {
  const all: Extract<BoardMessage, { kind: K }>[] = []
  const clocksUs: number[] = []
  return new Promise((resolve) => {
    const off = link.onMessage((message, frame) => {
      if (message.kind !== kind) return
      all.push(message as Extract<BoardMessage, { kind: K }>)
      clocksUs.push(frame.clockUs)
      if (!enough(all)) return
      off()
      resolve({ all, clocksUs })
    })
  })
}

const rowsOf = (all: Data[]): number => all.reduce((sum, data) => sum + data.values.length / 3, 0)

describe('board with recorder firmware', () => {
  it('says who it is', async () => {
    await connect()
    expect(await link.hello()).toMatchObject({
      board: 'pico',
      protocol: 1,
      serialNumber: 'E66-TEST',
      rateHz: 100,
      axes: ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'm/s2' })),
      modelHash: null,
      labels: [],
      problems: [],
    })
    expect(await link.modelInfo()).toBeNull()
  })

  it('streams every reading of its sensor at exactly the rate asked for', async () => {
    const count = 1000
    const values = Float32Array.from({ length: count * 3 }, (_, index) => Math.sin(index * 0.37) * 60 + (index % 3))
    pico.setMotionSource({ kind: 'recording', values, rateHz: 104 })
    await connect()
    const { scales } = await link.hello()
    const collecting = collect('data', (all) => rowsOf(all) >= count)
    await link.order({ kind: 'start-stream', rateHz: 104 })
    const { all, clocksUs } = await collecting
    let row = 0
    for (const data of all) {
      expect(data.row).toBe(row)
      row += data.values.length / 3
    }
    const received = all.flatMap((data) => [...data.values]).slice(0, count * 3)
    expect(received).toEqual(Array.from(values, (value) => toRawReading(value, 8)))
    expect(scales[0]! * toRawReading(9.80665, 8)).toBeCloseTo(9.80665, 3)
    const rows = row - all[0]!.values.length / 3
    const measured = (rows * 1e6) / (clocksUs.at(-1)! - clocksUs[0]!)
    expect(Math.abs(measured / 104 - 1)).toBeLessThan(0.001)
  })

  it('ends at the stop and when the port is closed', async () => {
    await connect()
    const some = collect('data', (all) => rowsOf(all) >= 20)
    await link.order({ kind: 'start-stream', rateHz: 100 })
    await some
    await port.close()
    await connect()
    let rows = 0
    link.onMessage((message) => (rows += message.kind === 'data' ? 1 : 0))
    for (let asked = 0; asked < 20; asked++) await link.hello()
    expect(rows).toBe(0)
  })

  it('understands the first request after another program sent it something else', async () => {
    const other = await pico.open()
    await other.write(new TextEncoder().encode('AT+GCAP\r'))
    await other.close()
    await connect()
    expect((await link.hello()).board).toBe('pico')
  })

  it('streams a thousand readings a second without losing one', async () => {
    await connect()
    const collecting = collect('data', (all) => rowsOf(all) >= 3000)
    await link.order({ kind: 'start-stream', rateHz: 1000 })
    const { all } = await collecting
    expect(rowsOf(all)).toBe(all.at(-1)!.row + all.at(-1)!.values.length / 3)
  })

  it('goes on after whatever arrives: noise, and sound frames with nonsense in them', async () => {
    await flashModel()
    await connect()
    const random = seededRandom(11)
    const noise = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256))
    const restarting = [0x09, 0x0a]
    for (let round = 0; round < 150; round++) {
      const type = Math.floor(random() * 14)
      const payload = noise(Math.floor(random() * 20) * (round % 7))
      if (!restarting.includes(type))
        await port.write(encodeFrame({ type, sequence: 5000 + round, clockUs: 0, payload }))
      if (round % 10 === 0) await port.write(noise(300))
    }
    await port.write(Uint8Array.of(0))
    expect((await link.hello()).modelHash).toBe(pack.hash)
    await link.order({ kind: 'stop-live' })
    await link.order({ kind: 'stop-stream' })
    expect(await link.modelInfo()).toMatchObject({ state: 'good' })
  })

  it('refuses what it cannot do, with a sentence', async () => {
    await connect()
    await expect(link.order({ kind: 'start-stream', rateHz: 5000 })).rejects.toThrow(/between 1 and 1000/)
    await expect(link.order({ kind: 'start-live', strideRows: 0 })).rejects.toThrow(/no model on the board/)
    await expect(link.infer(new Float32Array(3))).rejects.toThrow(/no model on the board/)
  })

  it('says that no sensor answers', async () => {
    pico.faults.connectSensor(false)
    pico.faults.plug(false)
    pico.faults.plug(true)
    await connect()
    expect((await link.hello()).problems).toEqual([expect.stringContaining('No motion sensor answers')])
    await expect(link.order({ kind: 'start-stream', rateHz: 100 })).rejects.toThrow(/No motion sensor answers/)
  })

  it('tells when the sensor goes away while it streams', async () => {
    await connect()
    const error = collect('error', () => true)
    const some = collect('data', (all) => rowsOf(all) >= 10)
    await link.order({ kind: 'start-stream', rateHz: 100 })
    await some
    pico.faults.connectSensor(false)
    expect((await error).all[0]!.text).toMatch(/stopped answering/)
  })

  it('shows lost bytes as missing rows, exactly', async () => {
    await connect()
    const enough = (all: Data[]): boolean => (all.at(-1)?.row ?? 0) >= 600
    await link.order({ kind: 'start-stream', rateHz: 200 })
    pico.faults.dropBytes(101)
    const { all } = await collect('data', enough)
    pico.faults.dropBytes(0)
    const last = all.at(-1)!
    let lost = 0
    for (let index = 1; index < all.length; index++) {
      const before = all[index - 1]!
      const jump = all[index]!.row - (before.row + before.values.length / 3)
      expect(jump).toBeGreaterThanOrEqual(0)
      lost += jump
    }
    expect(lost).toBeGreaterThan(0)
    expect(rowsOf(all) + lost).toBe(last.row + last.values.length / 3 - all[0]!.row)
  })

  it('is lost when the cable comes out and back when it is put in again', async () => {
    await connect()
    const closed = new Promise((resolve) => port.onClose(resolve))
    pico.faults.plug(false)
    expect(await closed).toBe('lost')
    await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device/unplugged' })
    pico.faults.plug(true)
    await connect()
    expect((await link.hello()).board).toBe('pico')
  })

  it.skipIf(NO_BUILD !== '')(`lives in a thread of its own and keeps time there${NO_BUILD}`, async () => {
    await pico.close()
    pico = createSimulatedPico({ serialNumber: 'THREAD-1' })
    await connect()
    expect((await link.hello()).serialNumber).toBe('THREAD-1')
    const some = collect('data', (all) => rowsOf(all) >= 100)
    await link.order({ kind: 'start-stream', rateHz: 100 })
    const started = performance.now()
    const { all } = await some
    // A second's readings. A board that was held up catches up by a quarter of a second at most.
    expect(performance.now() - started).toBeGreaterThan(700)
    expect(all[0]!.row).toBe(0)
  })

  it('restarts when it is asked to', async () => {
    await connect()
    const closed = new Promise((resolve) => port.onClose(resolve))
    await link.order({ kind: 'reset' })
    expect(await closed).toBe('lost')
    await connect()
    expect((await link.hello()).board).toBe('pico')
  })
})

describe('flashing', () => {
  it('goes through every step and ends with the hash that the board answers', async () => {
    const steps: FlashStep[] = []
    const hello = await flashModel(pack.bytes, steps)
    expect(hello).toMatchObject({
      modelHash: pack.hash,
      labels: ['idle', 'wave', 'circle', 'größe'],
      rateHz: TEST_RATE_HZ,
      windowRows: TEST_ROWS,
      strideRows: 25,
      serialNumber: 'E66-TEST',
    })
    const names = ['find', 'prepare', 'write', 'verify', 'restart', 'ask']
    expect(steps.filter((step) => step.state === 'done').map((step) => step.step)).toEqual(names)
    await connect()
    expect(await link.modelInfo()).toEqual({ state: 'good', ...expected })
  })

  it('replaces one model by another, again and again', async () => {
    const other = testPack(3)
    for (const next of [pack, other, pack]) {
      const image = makeRp2040Image(prebuiltFirmware(), next.bytes)
      const wanted = { hash: next.hash, bytes: next.bytes.length, crc32: crc32(next.bytes) }
      const hello = await flash({ target: pico.flashTarget, image, expected: wanted, signal, onStep: () => undefined })
      expect(hello.modelHash).toBe(next.hash)
    }
  })

  it('finds a board that already waits as a volume', async () => {
    pico.faults.holdBootsel()
    expect((await flashModel()).modelHash).toBe(pack.hash)
  })

  it('touches a board at 1200 baud when it does not answer', async () => {
    const target = {
      ...pico.flashTarget,
      openPort: async () => {
        const open = await pico.open()
        // A program that does not speak the protocol: nothing written to it has an answer.
        return restarted ? open : { ...open, write: () => Promise.resolve() }
      },
    }
    let restarted = false
    const onStep = (step: FlashStep): void => void (restarted ||= step.step === 'restart')
    const image = makeRp2040Image(prebuiltFirmware(), pack.bytes)
    expect((await flash({ target, image, expected, signal, onStep })).modelHash).toBe(pack.hash)
  })

  it('does not call another model a success', async () => {
    await expect(flashModel(testPack(2).bytes)).rejects.toMatchObject({ code: 'flash/not-verified' })
  })

  it('does not call a damaged model a success, and the board says so', async () => {
    const damaged = pack.bytes.slice()
    damaged[200] = damaged[200]! ^ 1
    await expect(flashModel(damaged)).rejects.toMatchObject({ code: 'flash/not-verified' })
    await connect()
    expect((await link.hello()).problems).toEqual([expect.stringContaining('damaged')])
    expect((await link.modelInfo())?.state).toBe('damaged')
  })

  it('leaves a board that was cancelled usable', async () => {
    const cancel = new AbortController()
    const image = makeRp2040Image(prebuiltFirmware(), pack.bytes)
    const onStep = (step: FlashStep): void => {
      if (step.step === 'prepare' && step.state === 'done') cancel.abort()
    }
    const cancelled = flash({ target: pico.flashTarget, image, expected, signal: cancel.signal, onStep })
    await expect(cancelled).rejects.toMatchObject({ code: 'app/cancelled' })
    expect((await flashModel()).modelHash).toBe(pack.hash)
  })

  it('refuses an image that is none, and takes a good one afterwards', async () => {
    const broken = { target: pico.flashTarget, image: new Uint8Array(512), expected, signal, onStep: () => undefined }
    await expect(flash(broken)).rejects.toMatchObject({ code: 'flash/malformed-image' })
    expect((await flashModel()).modelHash).toBe(pack.hash)
  })

  it('refuses a model that does not fit', () => {
    expect(() => makeRp2040Image(prebuiltFirmware(), new Uint8Array(2 * 1024 * 1024))).toThrow(/has room for/)
  })
})

/** The beginnings of real recordings in m/s², repeated where they are shorter than a window. */
function recordedWindows(): Float32Array[] {
  const folders = ['test', 'train'].map((set) => sharedData('motion-magic-wand', set))
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  const recordings = files.filter((file) => file.endsWith('.csv')).slice(0, 12)
  return recordings.map((file) => {
    const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
    const values = rows.flatMap((row) => row.split(',').slice(0, 3).map(Number))
    return Float32Array.from({ length: TEST_ROWS * 3 }, (_, at) => values[at % values.length]! * 9.80665)
  })
}

const bits = (values: Float32Array): Uint32Array => new Uint32Array(values.slice().buffer)

describe.skipIf(NO_RUNTIME !== '')(`board and workbench${NO_RUNTIME}`, () => {
  it.skipIf(NO_DATA !== '')(`give the same bits for recorded windows${NO_DATA}`, async () => {
    await flashModel()
    await connect()
    const model = testRuntime().openPack(pack.bytes)
    const windows = recordedWindows()
    expect(windows.length).toBeGreaterThan(5)
    for (const window of windows) {
      const here = model.classify(window)
      const there = await link.infer(window)
      expect(bits(there.features)).toEqual(bits(here.features))
      expect(there.input).toEqual(here.input)
      expect(there.output).toEqual(here.output)
    }
    model.dispose()
  })

  it('give the same answers for live windows, with both times measured', async () => {
    await flashModel()
    pico.setMotionSource({ kind: 'hand', motion: 'shake', person: 3, seed: 7 })
    await connect()
    const { scales } = await link.hello()
    const model = testRuntime().openPack(pack.bytes)
    const readings = collect('data', (all) => rowsOf(all) >= 320)
    const answers = collect('result', (all) => all.length >= 8)
    await link.order({ kind: 'start-stream', rateHz: TEST_RATE_HZ })
    await link.order({ kind: 'start-live', strideRows: 0 })
    const { all: data } = await readings
    const { all: results } = await answers
    const raw = Float32Array.from(
      data.flatMap((one) => [...one.values]),
      (value, index) => value * scales[index % 3]!,
    )
    const inside = results.filter((result: Result) => result.row < raw.length / 3)
    expect(inside.length).toBeGreaterThan(6)
    inside.forEach((result, index) => {
      const end = (result.row + 1) * 3
      expect(result.output).toEqual(model.classify(raw.slice(end - TEST_ROWS * 3, end)).output)
      if (index > 0) expect(result.row - inside[index - 1]!.row).toBe(25)
      expect(result.dspUs).toBeGreaterThan(0)
      expect(result.inferenceUs).toBeGreaterThan(0)
    })
    model.dispose()
  })
})
