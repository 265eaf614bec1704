/** The camera of this computer, as a page hands its pictures over. */
import { afterEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'

const PORT = 'computer:camera'
const WIDTH = 64
const HEIGHT = 48
let backend: TestBackend
afterEach(() => backend.close())

async function open(template: 'empty' | 'image' = 'empty'): Promise<void> {
  backend = await openTestBackend({ hasPage: true })
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'Pictures', template })
  await backend.call('devices/connect', { port: PORT })
}

/** Red grows to the right, green downwards; blue tells the shot. */
function seen(shot: number): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3)
    return [(pixel % WIDTH) * 4, Math.floor(pixel / WIDTH) * 5, shot * 10][at % 3]!
  })
}

/** A page that answers each wish for a picture. */
function look(picture: (shot: number) => Uint8Array = seen): void {
  backend.on('devices/shoot', ({ payload: { shot } }) => {
    void backend.call('devices/picture', { shot, width: WIDTH, height: HEIGHT, bytes: picture(shot) })
  })
}

const take = { label: 'cup', seconds: 1, countdownMs: 0, restMs: 0 }

describe("this computer's camera", () => {
  it('takes pictures of the chosen size, each a sample with its label', async () => {
    await open()
    look()
    const result = await backend.call('record/start', { ...take, takes: 3, picture: { width: 24, height: 24 } })
    expect(result).toMatchObject({ takes: 3, lost: 0, health: { ok: true } })
    expect(result.sampleIds).toHaveLength(3)
    const { sample, values } = await backend.call('samples/get', { id: result.sampleIds[1] ?? 0 })
    expect(sample).toMatchObject({
      label: 'cup',
      source: 'recorded',
      seconds: 0,
      image: { width: 24, height: 24 },
      axes: [{ name: 'r' }, { name: 'g' }, { name: 'b' }],
      metadata: { board: "This computer's camera", seen: '64 × 48' },
    })
    // The middle is kept, at half the size: the first pixel lies 8 pixels from the left edge.
    expect(values.slice(0, 3).map((value, channel) => Math.abs(value - [34, 2, 20][channel]!))).toSatisfy(
      (errors: Float32Array) => errors.every((error) => error <= 2),
    )
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true)
  })

  it('takes the size of the impulse where none is chosen', async () => {
    await open('image')
    look()
    const { impulse } = await backend.call('impulse/get', {})
    const input = impulse?.input.kind === 'image' ? impulse.input : null
    const { sampleIds } = await backend.call('record/start', take)
    const { sample } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sample.image).toEqual({ width: input?.imageWidth, height: input?.imageHeight })
  })

  it('goes on until stopped, and labels what follows by the new label', async () => {
    await open()
    const two = backend.state(({ project }) => project?.samples === 2)
    look()
    const recording = backend.call('record/start', { ...take, seconds: null, restMs: 100 })
    await two
    await backend.call('record/label', { label: 'plate' })
    await backend.state(({ project }) => (project?.labels.find(({ name }) => name === 'plate')?.count ?? 0) >= 2)
    await backend.call('record/stop', {})
    const { sampleIds, takes } = await recording
    const samples = await backend.call('samples/list', {})
    expect(takes).toBe(samples.length)
    expect(samples.map(({ id }) => id)).toEqual(sampleIds)
    expect(samples.map(({ label }) => label)).toEqual(
      [...samples.map(({ label }) => label)].sort((one, other) => (one ?? '').localeCompare(other ?? '')),
    )
    expect(samples.filter(({ label }) => label === 'cup').length).toBeGreaterThanOrEqual(2)
  })

  it('waits for a key where it is told to', async () => {
    await open()
    look()
    const waiting = backend.state(({ recording }) => recording?.state === 'waiting')
    const recording = backend.call('record/start', { ...take, trigger: { by: 'key' } })
    await waiting
    expect(await backend.call('samples/list', {})).toEqual([])
    await backend.call('record/trigger', {})
    expect((await recording).sampleIds).toHaveLength(1)
  })

  it.each([
    ['nearly black', 'clipping', () => new Uint8Array(WIDTH * HEIGHT * 3).fill(3)],
    ['nearly white', 'clipping', () => new Uint8Array(WIDTH * HEIGHT * 3).fill(252)],
    ['of one shade', 'flat', () => new Uint8Array(WIDTH * HEIGHT * 3).map((_, at) => [200, 40, 90][at % 3]!)],
  ])('flags a picture that is %s', async (words, kind, picture) => {
    await open()
    look(picture)
    const { health, sampleIds } = await backend.call('record/start', take)
    expect(health).toMatchObject({ ok: false, findings: [{ kind, sentence: expect.stringContaining(words) }] })
    const { sample } = await backend.call('samples/get', { id: sampleIds[0] ?? 0 })
    expect(sample.health).toEqual(health)
  })

  it('takes a bright color that fills most of the picture for a good one', async () => {
    await open()
    look(() =>
      Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => (at % 3 === 1 ? (at % 7 === 0 ? 250 : 130) : 0)),
    )
    expect((await backend.call('record/start', take)).health.findings).toEqual([])
  })

  it('flags the same picture again: the camera stands still', async () => {
    await open()
    look(() => seen(1))
    const { health } = await backend.call('record/start', { ...take, takes: 2 })
    expect(health.findings.map(({ kind }) => kind)).toEqual(['stuck'])
  })

  it('says that it was disconnected while a picture was awaited', async () => {
    await open()
    const asked = new Promise<void>((resolve) => void backend.on('devices/shoot', () => resolve()))
    const recording = backend.call('record/start', take)
    await asked
    await backend.call('devices/disconnect', {})
    await expect(recording).rejects.toMatchObject({ code: 'device/unplugged' })
    expect((await backend.state(({ recording: none }) => none === null)).connection).toBeNull()
  })

  it('refuses what a camera cannot do, and bytes that are no picture', async () => {
    await open()
    const level = { by: 'level' as const, axis: null, level: 1, preRollMs: 0 }
    await expect(backend.call('record/start', { ...take, trigger: level })).rejects.toMatchObject({
      code: 'device/unsupported',
    })
    await expect(
      backend.call('devices/picture', { shot: 1, width: 4, height: 4, bytes: new Uint8Array(47) }),
    ).rejects.toMatchObject({ code: 'data/invalid-sample' })
    await expect(backend.call('devices/connect', { port: 'sim:pico', also: true })).rejects.toThrow('on its own')
  })
})
