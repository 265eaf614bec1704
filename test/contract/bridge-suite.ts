/** What every transport must carry: one suite, run for each of them. */
import { afterEach, describe, expect, it } from 'vitest'
import type { EventMessage, Handlers } from '../../shared/contract/api.ts'
import { connect } from '../../shared/contract/client.ts'
import { decodeClientMessage, encodeMessage } from '../../shared/contract/codec.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { serve } from '../../shared/contract/server.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { type FakeBackend, fakeBackend } from '../support/fake-backend.ts'

export interface Ends {
  near: Transport
  far: Transport
  /** Ends the connection as a crash would, without a goodbye. */
  cut(): void
  close(): Promise<void> | void
}

const READINGS = { tMs: 5, rateHz: 100, axes: ['accX'], units: ['m/s2'], lost: 0 }
const values = Float32Array.of(1.5, -0, 3.4028234e38, 1e-45)

/** Resolves when `count` events have come. */
function collect<T>(count: number): { take: (item: T) => void; all: Promise<T[]> } {
  const items: T[] = []
  let done: (items: T[]) => void = () => undefined
  const all = new Promise<T[]>((resolve) => (done = resolve))
  return {
    take(item) {
      items.push(item)
      if (items.length === count) done(items)
    },
    all,
  }
}

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'not refused',
    (error) => error,
  )

export function describeBridge(name: string, makeEnds: () => Promise<Ends>): void {
  describe(name, () => {
    const closers: (() => Promise<void> | void)[] = []
    afterEach(async () => {
      for (const close of closers.splice(0)) await close()
    })

    async function ends(): Promise<Ends> {
      const made = await makeEnds()
      closers.push(() => made.close())
      return made
    }

    async function start(handlers: Partial<Handlers>, behind: { bytes: number } = { bytes: 0 }) {
      const { near, far, cut } = await ends()
      const backend: FakeBackend = fakeBackend(handlers)
      const measured: Transport = {
        send: (frame) => far.send(frame),
        onFrame: (listener) => far.onFrame(listener),
        onClose: (listener) => far.onClose(listener),
        close: () => far.close(),
        get bufferedBytes() {
          return behind.bytes
        },
      }
      serve(backend, measured, { bufferLimitBytes: 1000 })
      const client = connect(near)
      /** Frames stay in order: once this is answered, all that was sent before has been taken. */
      const settled = (): Promise<unknown> => client.call('settings/get', {}).catch(() => undefined)
      return { backend, client, near, far, cut, settled }
    }

    it('answers a call, and gives a Float32Array back bit by bit', async () => {
      const { client } = await start({
        'samples/thumbnails': ({ ids, columns }) => ids.map((id) => ({ id, axes: columns, values })),
      })
      const answer = await client.call('samples/thumbnails', { ids: [3, 4], columns: 8 })
      expect(answer.map(({ id, axes }) => [id, axes])).toEqual([
        [3, 8],
        [4, 8],
      ])
      expect(answer[0]?.values).toBeInstanceOf(Float32Array)
      expect(answer[1]?.values).toEqual(values)
    })

    it('carries a Float32Array towards the backend, beside other typed arrays', async () => {
      const { near, far } = await ends()
      const arrived = new Promise<Uint8Array>((resolve) => far.onFrame(resolve))
      const input = { values, counts: Int32Array.of(-1, 2 ** 30), bytes: Uint8Array.of(0, 255) }
      near.send(encodeMessage({ kind: 'call', id: 1, name: 'any', input }))
      const message = decodeClientMessage(await arrived)
      expect(message).toEqual({ kind: 'call', id: 1, name: 'any', input: { ...input, bytes: expect.anything() } })
      expect(message.kind === 'call' && message.input).toMatchObject({ values: expect.any(Float32Array) })
    })

    it('carries a frame of several megabytes', async () => {
      const large = new Float32Array(1_500_000).map((_, i) => i)
      const { client } = await start({
        'samples/thumbnails': () => [{ id: 1, axes: 1, values: large }],
      })
      const [first] = await client.call('samples/thumbnails', { ids: [1], columns: 8 })
      expect(first?.values.length).toBe(large.length)
      expect(first?.values.at(-1)).toBe(large.length - 1)
    })

    it('answers calls in the order in which they are done, not asked', async () => {
      let release: () => void = () => undefined
      const gate = new Promise<void>((resolve) => (release = resolve))
      const { client } = await start({
        'project/undo': async () => {
          await gate
          return { undone: 'slow' }
        },
        'project/redo': () => ({ redone: 'fast' }),
      })
      const slow = client.call('project/undo', {})
      expect(await client.call('project/redo', {})).toEqual({ redone: 'fast' })
      release()
      expect(await slow).toEqual({ undone: 'slow' })
    })

    it('tells progress before the result', async () => {
      const { client } = await start({
        'samples/import': (input, { progress }) => {
          progress({ stage: 'reading', done: 1, total: 2 })
          progress({ stage: 'reading', done: 2, total: 2 })
          return {
            taken: input.files[0]?.bytes.length ?? 0,
            skipped: [],
            duplicates: 0,
            notes: [],
            labels: { wave: 3 },
          }
        },
      })
      const told: number[] = []
      const result = await client.call(
        'samples/import',
        { files: [{ name: 'a.csv', bytes: Uint8Array.of(1, 2, 3) }] },
        { onProgress: ({ done }) => told.push(done) },
      )
      expect(told).toEqual([1, 2])
      expect(result.taken).toBe(3)
    })

    it('aborts a running call, which ends as cancelled', async () => {
      let started: () => void = () => undefined
      const isRunning = new Promise<void>((resolve) => (started = resolve))
      const { client } = await start({
        'features/compute': (_input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason), { once: true })
            started()
          }),
      })
      const controller = new AbortController()
      const call = client.call('features/compute', {}, { signal: controller.signal })
      await isRunning
      controller.abort()
      expect(await refusal(call)).toMatchObject({ code: 'app/cancelled' })
    })

    it('does not start a call that was aborted before', async () => {
      let asked = 0
      const { client, settled } = await start({ 'project/undo': () => ({ undone: String(++asked) }) })
      const call = client.call('project/undo', {}, { signal: AbortSignal.abort() })
      expect(await refusal(call)).toMatchObject({ code: 'app/cancelled' })
      await settled()
      expect(asked).toBe(0)
    })

    it('passes subscribed events on, numbered, and no others', async () => {
      const { client, backend, settled } = await start({})
      const { take, all } = collect<EventMessage<'devices/readings'>>(2)
      const end = client.on('devices/readings', take)
      await settled()
      backend.publish('samples/changed', { ids: [1] })
      backend.publish('devices/readings', { ...READINGS, values })
      backend.publish('devices/readings', { ...READINGS, tMs: 6, values })
      const events = await all
      expect(events.map(({ sequence, dropped, payload }) => [sequence, dropped, payload.tMs])).toEqual([
        [1, 0, 5],
        [2, 0, 6],
      ])
      expect(events[0]?.payload.values).toEqual(values)
      let late = 0
      end()
      client.on('samples/changed', () => (late += 1))
      await settled()
      backend.publish('devices/readings', { ...READINGS, values })
      backend.publish('samples/changed', { ids: [2] })
      await settled()
      expect(late).toBe(1)
    })

    it('drops readings for a peer that is behind and tells how many; answers and changes of state still come', async () => {
      const behind = { bytes: 0 }
      const { client, backend, settled } = await start({ 'project/undo': () => ({ undone: null }) }, behind)
      const { take, all } = collect<EventMessage<'devices/readings'>>(2)
      const changed: number[] = []
      client.on('devices/readings', take)
      client.on('samples/changed', ({ payload }) => changed.push(...payload.ids))
      await settled()
      backend.publish('devices/readings', { ...READINGS, values })
      behind.bytes = 1001
      for (let i = 0; i < 3; i++) backend.publish('devices/readings', { ...READINGS, values })
      backend.publish('samples/changed', { ids: [7] })
      expect(await client.call('project/undo', {})).toEqual({ undone: null })
      behind.bytes = 0
      backend.publish('devices/readings', { ...READINGS, values })
      expect((await all).map(({ sequence, dropped }) => [sequence, dropped])).toEqual([
        [1, 0],
        [5, 3],
      ])
      expect(changed).toEqual([7])
    })

    it('gives a typed error with its code, hint and data', async () => {
      const { client } = await start({
        'project/open': () => {
          throw new AppError('project/locked', { message: 'It is open in process 7.', data: { process: 7 } })
        },
      })
      const error = await refusal(client.call('project/open', { path: 'a.tinyml' }))
      expect(error).toBeInstanceOf(AppError)
      expect(error).toMatchObject({
        code: 'project/locked',
        message: 'It is open in process 7.',
        hint: 'Close it there, then open it here.',
        data: { process: 7 },
      })
    })

    it('calls anything else that is thrown a bug', async () => {
      const { client } = await start({
        'project/undo': () => {
          throw new TypeError('undefined is not a function')
        },
      })
      const error = await refusal(client.call('project/undo', {}))
      expect(error).toMatchObject({ code: 'app/bug', data: { detail: expect.stringContaining('not a function') } })
    })

    it('refuses input that the contract does not allow, and names the field', async () => {
      let asked = 0
      const { client } = await start({
        'samples/delete': () => {
          asked += 1
          return {}
        },
      })
      const error = await refusal(client.call('samples/delete', { ids: [1, -2] }))
      expect(error).toMatchObject({ code: 'bridge/refused', data: { field: 'ids.1' } })
      expect((error as AppError).message).toContain('samples/delete')
      expect(asked).toBe(0)
    })

    it('does not pass an answer on that the contract does not allow', async () => {
      const { client } = await start({ 'project/undo': () => ({ undone: 5 }) as never })
      expect(await refusal(client.call('project/undo', {}))).toMatchObject({
        code: 'app/bug',
        data: { field: 'undone' },
      })
    })

    it('refuses an operation that does not exist', async () => {
      const { client } = await start({})
      const call = client.call('constructor' as 'project/undo', {})
      expect(await refusal(call)).toMatchObject({ code: 'bridge/unknown-operation', data: { name: 'constructor' } })
    })

    it('fails open calls at a malformed frame and goes on afterwards', async () => {
      const { client, near, far } = await start({
        'project/undo': () => new Promise(() => undefined),
        'project/redo': () => ({ redone: 'again' }),
      })
      for (const damaged of [
        Uint8Array.of(0xff),
        Uint8Array.of(0xa1, 0x61),
        encodeMessage({ kind: 'abort', id: 1 }).subarray(3),
      ]) {
        const towards = client.call('project/undo', {})
        near.send(damaged)
        expect(await refusal(towards)).toMatchObject({ code: 'bridge/malformed' })
        const back = client.call('project/undo', {})
        far.send(damaged)
        expect(await refusal(back)).toMatchObject({ code: 'bridge/malformed' })
      }
      expect(await client.call('project/redo', {})).toEqual({ redone: 'again' })
    })

    it('ends what a page had running when the page is gone, and its subscriptions', async () => {
      let started: () => void = () => undefined
      const isRunning = new Promise<void>((resolve) => (started = resolve))
      let aborted: (reason: unknown) => void = () => undefined
      const wasAborted = new Promise<unknown>((resolve) => (aborted = resolve))
      const { client, backend, cut } = await start({
        'features/compute': (_input, { signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => aborted(signal.reason), { once: true })
            started()
          }),
      })
      const call = client.call('features/compute', {})
      const closed = new Promise<void>((resolve) => client.onClose(resolve))
      await isRunning
      expect(backend.subscribers()).toBe(1)
      cut()
      expect(await refusal(call)).toMatchObject({ code: 'bridge/closed' })
      await closed
      expect(await wasAborted).toMatchObject({ code: 'bridge/closed' })
      expect(backend.subscribers()).toBe(0)
      expect(await refusal(client.call('project/undo', {}))).toMatchObject({ code: 'bridge/closed' })
    })
  })
}
