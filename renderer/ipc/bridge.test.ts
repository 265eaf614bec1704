import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryTransportPair } from '../../shared/contract/memory-transport.ts'
import { serve } from '../../shared/contract/server.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { type FakeBackend, fakeBackend } from '../../test/support/fake-backend.ts'
import { type Bridge, createBridge } from './bridge.ts'
import type { Link } from './link.ts'

let backend: FakeBackend
let far: Transport
/** Whether the backend can be reached. */
let up: boolean
let tries: number

const link: Link = {
  open() {
    tries += 1
    if (!up) return Promise.reject(new Error('nobody there'))
    const [near, other] = createMemoryTransportPair()
    far = other
    serve(backend, far)
    return Promise.resolve(near)
  },
}

function start(): Bridge {
  return createBridge({ link, host: null })
}

beforeEach(() => {
  vi.useFakeTimers()
  up = true
  tries = 0
  backend = fakeBackend({ 'project/undo': () => ({ undone: 'a step' }) })
})
afterEach(() => vi.useRealTimers())

describe('bridge of the page', () => {
  it('lets a call wait for the first connection', async () => {
    const bridge = start()
    expect(bridge.connection.get()).toBe('connecting')
    expect(await bridge.client.call('project/undo', {})).toEqual({ undone: 'a step' })
    expect(bridge.connection.get()).toBe('open')
  })

  it('tells that the engine stopped, and goes on by itself once it is back', async () => {
    const bridge = start()
    await bridge.client.call('project/undo', {})
    const seen: string[] = []
    bridge.connection.subscribe(() => seen.push(bridge.connection.get()))
    up = false
    far.close()
    await vi.advanceTimersByTimeAsync(2500)
    expect(seen).toEqual(['closed'])
    await expect(bridge.client.call('project/undo', {})).rejects.toMatchObject({ code: 'bridge/closed' })
    up = true
    await vi.advanceTimersByTimeAsync(1000)
    expect(seen).toEqual(['closed', 'open'])
    expect(await bridge.client.call('project/undo', {})).toEqual({ undone: 'a step' })
  })

  it('keeps its subscriptions across a restart', async () => {
    const bridge = start()
    const ids: number[] = []
    const end = bridge.client.on('samples/changed', ({ payload }) => ids.push(...payload.ids))
    await bridge.client.call('project/undo', {})
    backend.publish('samples/changed', { ids: [1] })
    // Frames come in order: the event is there before this answer.
    await bridge.client.call('project/undo', {})
    far.close()
    await vi.advanceTimersByTimeAsync(10)
    await bridge.client.call('project/undo', {})
    backend.publish('samples/changed', { ids: [2] })
    await bridge.client.call('project/undo', {})
    end()
    await bridge.client.call('project/undo', {})
    backend.publish('samples/changed', { ids: [3] })
    await bridge.client.call('project/undo', {})
    expect(ids).toEqual([1, 2])
  })

  it('tries again about once a second and not more often', async () => {
    up = false
    start()
    await vi.advanceTimersByTimeAsync(5500)
    expect(tries).toBeLessThanOrEqual(7)
    expect(tries).toBeGreaterThanOrEqual(5)
  })
})
