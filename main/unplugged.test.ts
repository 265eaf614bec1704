import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'Unplugged', template: 'empty' })
  await backend.call('devices/connect', { port: 'sim:pico' })
})
afterEach(() => backend.close())

const take = { label: 'wave', seconds: 60, countdownMs: 0, restMs: 0 }

describe('a board that is unplugged while recording', () => {
  it('leaves what came, marked and said, and is used again once it is back', async () => {
    const recording = backend.call('record/start', take)
    await backend.state(({ recording: now }) => (now?.elapsedMs ?? 0) > 300)
    backend.board.faults.plug(false)
    const away = backend.state(({ connection }) => connection?.state === 'reconnecting')
    const result = await recording
    expect(result.health.ok).toBe(false)
    expect(result.health.findings[0]?.sentence).toMatch(/^The board was unplugged after 0\.\d s of 60\.0 s\. What came/)
    expect(result.seconds).toBeGreaterThan(0.25)
    const { sample, values } = await backend.call('samples/get', { id: result.sampleIds[0] ?? 0 })
    expect(sample).toMatchObject({ label: 'wave', health: { ok: false } })
    expect(values.length).toBe(sample.readings * 3)
    expect(sample.seconds).toBeCloseTo(result.seconds, 5)

    await away
    const back = backend.state(({ connection }) => connection?.state === 'connected')
    backend.board.faults.plug(true)
    expect((await back).connection).toMatchObject({ port: 'sim:pico', name: 'Pico (simulated)' })
    const again = await backend.call('record/start', { ...take, seconds: 0.3 })
    expect(again.health.findings.filter(({ sentence }) => sentence.includes('unplugged'))).toEqual([])
  })

  it('says that nothing was recorded where the take had not begun', async () => {
    const recording = backend.call('record/start', { ...take, countdownMs: 10_000 })
    const refused = recording.catch((error: unknown) => error)
    await backend.state(({ recording: now }) => now?.state === 'countdown')
    backend.board.faults.plug(false)
    expect(await refused).toMatchObject({
      code: 'device/unplugged',
      message: 'The board was unplugged before the take began. Nothing was recorded.',
    })
    expect(await backend.call('samples/list', {})).toEqual([])
  })

  it('keeps the takes that were whole and says how many are missing', async () => {
    const recording = backend.call('record/start', { ...take, seconds: 0.2, takes: 3, restMs: 60_000 })
    await backend.state(({ recording: now }) => now?.state === 'resting')
    backend.board.faults.plug(false)
    const { health, sampleIds } = await recording
    expect(sampleIds).toHaveLength(1)
    expect(health.findings[0]?.sentence).toBe('The board was unplugged after 1 of 3 takes. These are kept.')
  })
})

describe('a cable that loses bytes', () => {
  it('gives a take that counts what is missing and is not taken for a good one', async () => {
    backend.board.faults.dropBytes(900)
    const { lost, health, sampleIds } = await backend.call('record/start', { ...take, seconds: 1.5 })
    expect(lost).toBeGreaterThan(0)
    expect(health.findings.map(({ kind }) => kind)).toContain('gap')
    const { sample } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sample.gaps.reduce((sum, gap) => sum + gap.readings, 0)).toBe(lost)
    expect(sample.readings + lost).toBe(150)
  })
})
