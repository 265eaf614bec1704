import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
})
afterEach(() => backend.close())

async function sensors(): Promise<void> {
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'A', template: 'sensors' })
}

describe('several impulses', () => {
  it('start with one, and each has its own settings', async () => {
    await sensors()
    expect(await backend.call('impulses/list', {})).toMatchObject({ active: 1, list: [{ id: 1, name: 'Impulse 1' }] })
    const made = await backend.call('impulses/create', { name: 'Two sensors' })
    expect(made).toMatchObject({ active: 2, list: [{ id: 1 }, { id: 2, name: 'Two sensors' }] })
    const { impulse } = await backend.call('impulse/get', {})
    if (!impulse) throw new Error('nothing was proposed')
    const axes = impulse.input.axes.slice(0, 2)
    await backend.call('impulse/set', { impulse: { ...impulse, input: { ...impulse.input, axes } } })
    await backend.call('impulses/activate', { id: 1 })
    expect((await backend.call('impulse/get', {})).impulse?.input.axes).toHaveLength(6)
    await backend.call('impulses/activate', { id: 2 })
    expect((await backend.call('impulse/get', {})).impulse?.input.axes).toEqual(axes)
  })

  it('can be copied, named, deleted and restored, and every act undone', async () => {
    await sensors()
    await backend.call('impulses/duplicate', { id: 1 })
    await backend.call('impulses/rename', { id: 2, name: 'Smaller' })
    const deleted = await backend.call('impulses/delete', { id: 2 })
    expect(deleted).toMatchObject({ active: 1, list: [{ id: 1 }, { id: 2, name: 'Smaller', deleted: true }] })
    await expect(backend.call('impulses/activate', { id: 2 })).rejects.toThrow(/Restore it first/)
    await expect(backend.call('impulses/delete', { id: 1 })).rejects.toThrow(/at least one/)
    expect(await backend.call('impulses/restore', { id: 2 })).toMatchObject({ active: 2 })
    const undone: (string | null)[] = []
    for (let step = 0; step < 4; step += 1) undone.push((await backend.call('project/undo', {})).undone)
    expect(undone).toEqual([
      'restored “Smaller”',
      'deleted “Smaller”',
      'renamed “Impulse 1 copy”',
      'copied “Impulse 1”',
    ])
    expect((await backend.call('impulses/list', {})).list).toHaveLength(1)
  })

  it('keep their own models and are compared by what differs', async () => {
    await sensors()
    const run = await backend.call('training/train', { epochs: 3 })
    expect(run.impulseId).toBe(1)
    await backend.call('impulses/duplicate', { id: 1 })
    expect(await backend.call('training/runs', {})).toEqual([])
    expect((await backend.state(({ model }) => model === null)).steps.training.state).toBe('empty')
    const { impulse } = await backend.call('impulse/get', {})
    if (!impulse) throw new Error('the copy is empty')
    Object.assign(impulse.dsp[0]!.params, { 'scale-axes': 2 })
    await backend.call('impulse/set', { impulse })
    const { impulses, differences } = await backend.call('impulses/compare', {})
    expect(differences).toEqual([{ setting: 'raw: Scale axes', values: ['1', '2'] }])
    expect(impulses).toMatchObject([
      { name: 'Impulse 1', run: { modelHash: run.modelHash, testAccuracy: run.test.int8.accuracy } },
      { name: 'Impulse 1 copy', run: null },
    ])
    await backend.call('impulses/activate', { id: 1 })
    expect(await backend.call('training/runs', {})).toMatchObject([{ modelHash: run.modelHash }])
  })
})
