/** The microphone of this computer, as a page hands its sound over. */
import { afterEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'

const PORT = 'computer:microphone'
const PIECE = 640
let backend: TestBackend
afterEach(() => backend.close())

async function open(hasPage = true): Promise<void> {
  backend = await openTestBackend({ hasPage })
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'Sound', template: 'empty' })
}

function piece(row: number, loudness = 3000): Float32Array {
  return Float32Array.from({ length: PIECE }, (_, index) => Math.round(loudness * Math.sin((row + index) * 0.2)))
}

/** Hands over pieces as they would come, all at once. */
async function hear(pieces: readonly number[], loudness?: number): Promise<void> {
  const { claim } = await backend.call('devices/capture', {})
  for (const number of pieces) {
    await backend.call('devices/feed', { claim, row: number * PIECE, values: piece(number * PIECE, loudness) })
  }
}

const take = { label: 'yes', seconds: 1, countdownMs: 0 }
const pieces = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe("this computer's microphone", () => {
  it('is among the devices where there is a page, and recorded like a board', async () => {
    await open()
    expect((await backend.call('devices/list', {})).map(({ port }) => port)).toContain(PORT)
    await backend.call('devices/connect', { port: PORT })
    expect(await backend.call('devices/capture', {})).toMatchObject({ rateHz: 16_000 })
    const recording = backend.call('record/start', take)
    await hear(pieces(30))
    const { sampleIds, health, lost } = await recording
    const { sample, values } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sample).toMatchObject({ rateHz: 16_000, readings: 16_000, axes: [{ name: 'audio', unit: 'wav' }] })
    expect(sample).toMatchObject({ label: 'yes', source: 'recorded' })
    expect(values.slice(0, PIECE)).toEqual(piece(0))
    expect(values.slice(PIECE, 2 * PIECE)).toEqual(piece(PIECE))
    expect({ findings: health.findings, lost }).toEqual({ findings: [], lost: 0 })
  })

  it('tells exactly what the page lost, and flags the take', async () => {
    await open()
    await backend.call('devices/connect', { port: PORT })
    const recording = backend.call('record/start', take)
    await hear(pieces(30).filter((number) => number !== 7 && number !== 8))
    const { sampleIds, lost, health } = await recording
    expect(lost).toBe(2 * PIECE)
    expect(health.findings.map(({ kind }) => kind)).toEqual(['gap'])
    const { sample } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sample.gaps).toEqual([{ afterReading: 7 * PIECE, readings: 2 * PIECE }])
  })

  it('says that a take is silent', async () => {
    await open()
    await backend.call('devices/connect', { port: PORT })
    const recording = backend.call('record/start', take)
    await hear(pieces(30), 3)
    expect((await recording).health.findings.map(({ kind }) => kind)).toEqual(['silence'])
  })

  it('takes sound of one page at a time, and goes on after the page was loaded again', async () => {
    await open()
    await backend.call('devices/connect', { port: PORT })
    const { claim } = await backend.call('devices/capture', {})
    const recording = backend.call('record/start', take)
    await hear(pieces(10))
    await expect(backend.call('devices/feed', { claim, row: 0, values: piece(0) })).rejects.toMatchObject({
      message: 'Another page uses the microphone.',
    })
    await hear(pieces(20))
    const { sampleIds } = await recording
    expect((await backend.call('samples/get', { id: sampleIds[0] ?? 0 })).sample.readings).toBe(16_000)
  })

  it('is refused where there is no page', async () => {
    await open(false)
    expect((await backend.call('devices/list', {})).map(({ port }) => port)).not.toContain(PORT)
    await expect(backend.call('devices/connect', { port: PORT })).rejects.toMatchObject({ code: 'device/unsupported' })
    await expect(backend.call('devices/capture', {})).rejects.toMatchObject({ code: 'device/none' })
  })

  it('shakes a simulated board that listens to it', async () => {
    await open()
    await backend.call('devices/connect', { port: 'sim:uno' })
    await expect(backend.call('devices/capture', {})).rejects.toMatchObject({ code: 'device/none' })
    await backend.call('devices/motion', { motion: 'microphone' })
    const { claim, rateHz } = await backend.call('devices/capture', {})
    expect(rateHz).toBe(16_000)
    const swing = new Promise<number>((resolve) => {
      const end = backend.on('devices/readings', ({ payload }) => {
        const strongest = payload.values.filter((_, index) => index % 3 === 0).map(Math.abs)
        const most = Math.max(...strongest)
        if (most > 3) resolve((end(), most))
      })
    })
    // Half of full scale, for as long as it takes until the board has felt it.
    let isFelt = false
    void swing.then(() => (isFelt = true))
    for (let row = 0; !isFelt; row += PIECE) {
      await backend.call('devices/feed', { claim, row, values: new Float32Array(PIECE).fill(16_384) })
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await swing).toBeCloseTo(20, 0)
    await backend.call('devices/motion', { motion: 'idle' })
    await expect(backend.call('devices/feed', { claim, row: 0, values: piece(0) })).rejects.toMatchObject({
      code: 'device/none',
    })
  })

  it('shakes none where there is no page that hears', async () => {
    await open(false)
    await backend.call('devices/connect', { port: 'sim:uno' })
    await expect(backend.call('devices/motion', { motion: 'microphone' })).rejects.toMatchObject({
      code: 'device/unsupported',
      message: 'The microphone of this computer works in the window only.',
    })
  })
})
