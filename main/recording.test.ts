/** Recording as a person uses it, on the simulated boards: until stopped, switched labels, plans, triggers, sittings. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'Recording', template: 'empty' })
  await backend.call('devices/connect', { port: 'sim:pico' })
})
afterEach(() => backend.close())

const take = { label: 'wave', seconds: 0.3, countdownMs: 0, restMs: 0 }
const recordingIs = (state: string) =>
  backend.state(({ recording }) => recording?.state === state && (state !== 'recording' || recording.elapsedMs > 150))

describe('a recording without an end', () => {
  it('goes on until it is stopped and keeps everything', async () => {
    const recording = backend.call('record/start', { ...take, seconds: null })
    const { recording: now } = await recordingIs('recording')
    expect(now).toMatchObject({ totalMs: null, label: 'wave', takes: 1 })
    await backend.call('record/stop', {})
    const { sampleIds, seconds } = await recording
    const { sample } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sampleIds).toHaveLength(1)
    expect(seconds).toBeGreaterThan(0.15)
    expect(sample.seconds).toBeCloseTo(seconds, 5)
  })
})

describe('a label that is switched while recording', () => {
  it('makes a sample of each stretch, and no reading is missing between them', async () => {
    const recording = backend.call('record/start', { ...take, seconds: 1.5 })
    await recordingIs('recording')
    await backend.call('record/label', { label: 'circle' })
    await backend.state(({ recording: now }) => now?.label === 'circle' && now.elapsedMs > 600)
    await backend.call('record/label', { label: 'wave' })
    const { sampleIds, takes } = await recording
    expect(takes).toBe(1)
    const samples = await backend.call('samples/list', {})
    expect(samples.map(({ id }) => id)).toEqual(sampleIds)
    expect(samples.map(({ label }) => label)).toEqual(['wave', 'circle', 'wave'])
    expect(samples.reduce((sum, { readings }) => sum + readings, 0)).toBe(150)
    expect(new Set(samples.map(({ metadata }) => metadata['take'])).size).toBe(1)
    expect(samples.map(({ metadata }) => metadata['stretch'])).toEqual([undefined, '2', '3'])
    const starts = samples.map(({ metadata }) => Date.parse(metadata['startedAt'] ?? ''))
    for (const [index, sample] of samples.slice(0, -1).entries()) {
      expect(Math.abs(starts[index + 1]! - starts[index]! - sample.seconds * 1000)).toBeLessThan(30)
    }
  })
})

describe('a plan', () => {
  it('is walked label by label, with the next one told', async () => {
    const recording = backend.call('record/start', { ...take, labels: ['wave', 'circle', 'idle'], restMs: 50 })
    expect((await recordingIs('recording')).recording).toMatchObject({ label: 'wave', nextLabel: 'circle', takes: 3 })
    const { takes } = await recording
    expect(takes).toBe(3)
    expect((await backend.call('samples/list', {})).map(({ label }) => label)).toEqual(['wave', 'circle', 'idle'])
  })

  it('is kept with the project', async () => {
    await backend.call('record/plan', { want: { wave: 20, circle: 5, idle: 3 } })
    await backend.call('record/plan', { want: { circle: 0, idle: 4 } })
    const path = backend.path('a.tinyml')
    await backend.call('project/close', {})
    expect((await backend.call('app/state', {})).plan).toEqual({})
    await backend.call('project/open', { path })
    expect((await backend.call('app/state', {})).plan).toEqual({ wave: 20, idle: 4 })
  })
})

describe('a sitting', () => {
  it('is part of the session and kept with every take', async () => {
    const sitting = { who: 'Ana', where: 'kitchen', board: 'Pico 3' }
    const { sampleIds } = await backend.call('record/start', { ...take, sitting })
    const { sample } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sample.session).toBe(`${new Date().toISOString().slice(0, 10)} Ana kitchen Pico 3`)
    expect(sample.metadata).toMatchObject({ who: 'Ana', where: 'kitchen', boardName: 'Pico 3', board: 'pico' })
    const other = await backend.call('record/start', { ...take, sitting: { ...sitting, who: 'Ben' } })
    const second = await backend.call('samples/get', { id: other.sampleIds[0] ?? 0 })
    expect(second.sample.session).not.toBe(sample.session)
  })
})

describe('a trigger', () => {
  it('by key begins the take, and nothing from before is in it', async () => {
    const recording = backend.call('record/start', { ...take, trigger: { by: 'key' } })
    await recordingIs('waiting')
    expect(await backend.call('samples/list', {})).toEqual([])
    await backend.call('record/trigger', {})
    const { sampleIds } = await recording
    expect((await backend.call('samples/get', { id: sampleIds[0] ?? 0 })).sample.readings).toBe(30)
  })

  it('by key also ends a take without an end', async () => {
    const recording = backend.call('record/start', { ...take, seconds: null, takes: 2, trigger: { by: 'key' } })
    for (let number = 1; number <= 2; number++) {
      await recordingIs('waiting')
      await backend.call('record/trigger', {})
      await recordingIs('recording')
      await backend.call('record/trigger', {})
    }
    expect((await recording).takes).toBe(2)
  })

  it('by movement begins with the onset, and keeps what came just before it', async () => {
    const trigger = { by: 'level' as const, axis: null, level: 6, preRollMs: 300 }
    const recording = backend.call('record/start', { ...take, seconds: 1, countdownMs: 700, trigger })
    await recordingIs('waiting')
    await backend.call('devices/motion', { motion: 'shake' })
    const { sampleIds } = await recording
    const { sample, values } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sample.readings).toBe(100)
    const away = (row: number): number => Math.hypot(values[row * 3]! - values[0]!, values[row * 3 + 1]! - values[1]!)
    expect(Math.max(...Array.from({ length: 20 }, (_, row) => away(row)))).toBeLessThan(5)
    expect(Math.max(...Array.from({ length: 60 }, (_, row) => away(row + 30)))).toBeGreaterThan(5)
  })

  it('by level wants an axis that the board sends', async () => {
    const trigger = { by: 'level' as const, axis: 'gyrX', level: 6, preRollMs: 300 }
    await expect(backend.call('record/start', { ...take, trigger })).rejects.toMatchObject({
      code: 'record/no-trigger-axis',
    })
  })

  it.each(['sim:pico', 'sim:uno'])('by the button on %s begins one take a press', async (port) => {
    await backend.call('devices/connect', { port })
    const trigger = { by: 'board' as const }
    const recording = backend.call('record/start', { ...take, takes: 2, trigger })
    await recordingIs('waiting')
    await backend.call('devices/press', { port })
    await backend.state(({ recording: now }) => now?.state === 'waiting' && now.take === 2)
    // The first press was one: released and bouncing no more, it begins nothing further.
    await backend.call('devices/press', { port })
    const { takes, sampleIds } = await recording
    expect(takes).toBe(2)
    expect(sampleIds).toHaveLength(2)
  })

  it('by the button means nothing where the take waits for something else', async () => {
    const recording = backend.call('record/start', { ...take, trigger: { by: 'key' } })
    const settled = recording.catch((error: unknown) => error)
    await recordingIs('waiting')
    await backend.call('devices/press', {})
    await backend.call('devices/motion', { motion: 'wave' })
    expect((await backend.call('app/state', {})).recording?.state).toBe('waiting')
    await backend.call('record/stop', {})
    expect(await settled).toMatchObject({ code: 'record/nothing' })
  })
})
