import { describe, expect, it, vi } from 'vitest'
import type { BridgeClient } from '../../ipc/bridge.ts'
import { createPictureStore } from './picture-store.ts'

function setUp(fails = false) {
  const asked: number[][] = []
  const call = async (_name: string, input: { ids: number[] }) => {
    asked.push(input.ids)
    await Promise.resolve()
    if (fails) throw new Error('deleted')
    return input.ids.map((id) => ({ id, axes: 1, values: new Float32Array([id, id]) }))
  }
  const store = createPictureStore({ call: call as BridgeClient['call'] })
  return { store, asked }
}

describe('picture store', () => {
  it('asks once for all rows of a drawing, and never twice for one', async () => {
    const { store, asked } = setUp()
    const drawn = vi.fn()
    store.subscribe(drawn)
    for (const id of [1, 2, 3]) store.ask(id)
    await vi.waitFor(() => expect(drawn).toHaveBeenCalled())
    store.ask(2)
    await Promise.resolve()
    expect(asked).toEqual([[1, 2, 3]])
    expect(store.picture(3)?.values).toEqual(new Float32Array([3, 3]))
  })

  it('leaves out rows that went out of view before they were read', async () => {
    const { store, asked } = setUp()
    store.ask(1)
    store.ask(2)
    store.forget(1)
    await vi.waitFor(() => expect(store.picture(2)).toBeDefined())
    expect(asked).toEqual([[2]])
  })

  it('reads at most 100 at once', async () => {
    const { store, asked } = setUp()
    for (let id = 1; id <= 150; id++) store.ask(id)
    await vi.waitFor(() => expect(store.picture(150)).toBeDefined())
    expect(asked.map((ids) => ids.length)).toEqual([100, 50])
  })

  it('asks again for a picture that could not be read', async () => {
    const { store, asked } = setUp(true)
    store.ask(1)
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    await Promise.resolve()
    await Promise.resolve()
    store.ask(1)
    await vi.waitFor(() => expect(asked).toHaveLength(2))
  })
})
