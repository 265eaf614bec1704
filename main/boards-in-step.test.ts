import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'Two', template: 'empty' })
  await backend.call('devices/connect', { port: 'sim:pico' })
  await backend.call('devices/connect', { port: 'sim:uno', also: true })
})
afterEach(() => backend.close())

const take = { label: 'wave', seconds: 1, countdownMs: 300, restMs: 0 }

describe('two boards at once', () => {
  it('are both shown, and the first stays the board', async () => {
    const { connection, otherConnections } = await backend.call('app/state', {})
    expect(connection?.port).toBe('sim:pico')
    expect(otherConnections).toMatchObject([{ port: 'sim:uno', state: 'connected', protocol: 'workbench' }])
    await backend.call('devices/disconnect', { port: 'sim:uno' })
    const after = await backend.call('app/state', {})
    expect(after.otherConnections).toEqual([])
    expect(after.connection?.state).toBe('connected')
  })

  it('give one sample each, of the same moment, under one name of the take', async () => {
    const { sampleIds, takes } = await backend.call('record/start', take)
    expect(takes).toBe(1)
    expect(sampleIds).toHaveLength(2)
    const samples = await backend.call('samples/list', {})
    const pico = samples.find(({ metadata }) => metadata['board'] === 'pico')
    const uno = samples.find(({ metadata }) => metadata['board'] !== 'pico')
    expect(pico).toMatchObject({ label: 'wave', readings: 100, metadata: { offsetMs: '0.0' } })
    expect(uno).toMatchObject({ label: 'wave', session: pico?.session })
    expect(uno?.metadata['take']).toBe(pico?.metadata['take'])
    // 1 s by the computer's clock, however fast its own runs: a busy computer holds a simulated board up.
    expect(uno?.readings).toBeGreaterThan(60)
    expect(uno?.readings).toBeLessThan(120)
    const offsetMs = Number(uno?.metadata['offsetMs'])
    expect(offsetMs).toBeGreaterThanOrEqual(0)
    // One reading on a free computer; where it is held up, the first one that came, and so said.
    expect(offsetMs).toBeLessThanOrEqual(400)
    const started = [pico, uno].map((one) => Date.parse(one?.metadata['startedAt'] ?? ''))
    expect(started[1]! - started[0]!).toBeCloseTo(offsetMs, -1)
    const { good } = await backend.call('record/overview', {})
    expect(good).toEqual({ wave: pico?.health.ok === true ? 1 : 0 })
  })

  it('go on without the one that is let go, which keeps what it sent', async () => {
    const recording = backend.call('record/start', { ...take, seconds: 3, countdownMs: 0 })
    await backend.state(({ recording: now }) => now?.state === 'recording' && now.elapsedMs > 1500)
    await backend.call('devices/disconnect', { port: 'sim:uno' })
    const { health, sampleIds } = await recording
    expect(sampleIds).toHaveLength(2)
    expect(health.findings[0]?.sentence).toBe('Uno (simulated): It was unplugged in this take. What came is kept.')
    const lengths = (await backend.call('samples/list', {})).map(({ seconds }) => seconds)
    expect(Math.max(...lengths)).toBe(3)
    expect(Math.min(...lengths)).toBeGreaterThan(0.2)
    expect(Math.min(...lengths)).toBeLessThan(2.9)
  })
})
