import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('p.tinyml'), name: 'p', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 6, seed: 1 })
})
afterEach(async () => {
  await backend.close()
})

async function change(changed: (learn: NetworkBlock) => NetworkBlock[]): Promise<Impulse> {
  const { impulse } = await backend.call('impulse/get', {})
  if (!impulse) throw new Error('no impulse')
  const learn = impulse.learn.filter(isNetworkBlock).flatMap(changed)
  return (await backend.call('impulse/set', { impulse: { ...impulse, learn } })).impulse
}

const cycles = (trainingCycles: number, learn: NetworkBlock): NetworkBlock => ({
  ...learn,
  training: { ...learn.training, trainingCycles },
})

describe('training', () => {
  it('goes on to the same model that it would have made in one go', async () => {
    await change((learn) => [cycles(12, learn)])
    const whole = await backend.call('training/train', {})
    await backend.call('training/train', { epochs: 5 })
    const rest = await backend.call('training/train', { resume: true })
    expect(rest.epochs).toHaveLength(12)
    expect(rest.modelHash).toBe(whole.modelHash)
  })

  it('does not go on after the data or the network changed', async () => {
    await backend.call('training/train', { epochs: 3 })
    await change((learn) => [{ ...learn, layers: [] }])
    await expect(backend.call('training/train', { resume: true })).rejects.toMatchObject({
      code: 'training/cannot-resume',
    })
  })

  it('trains every network of the impulse, the first one last, or the one that is named', async () => {
    await change((learn) => [cycles(3, learn), { ...cycles(2, learn), id: 'second', layers: [] }])
    const first = await backend.call('training/train', {})
    expect(first.learnId).toBe('classifier')
    const runs = await backend.call('training/runs', {})
    expect(runs.map(({ learnId, epochs }) => [learnId, epochs.length])).toEqual([
      ['second', 2],
      ['classifier', 3],
    ])
    expect((await backend.call('training/train', { learnId: 'second' })).learnId).toBe('second')
    const tested = await backend.call('testing/run', { precision: 'int8', split: 'train', learnId: 'second' })
    expect(tested.modelHash).not.toBe(first.modelHash)
    const usual = await backend.call('testing/run', { precision: 'int8', split: 'train' })
    expect(usual.modelHash).toBe(first.modelHash)
    await expect(backend.call('training/train', { learnId: 'third' })).rejects.toMatchObject({
      code: 'impulse/invalid',
    })
  })

  it('says that it is out of date when samples change while it learns', async () => {
    await change((learn) => [cycles(400, learn)])
    const [first] = await backend.call('samples/list', {})
    let edit: Promise<unknown> | undefined
    await backend.call(
      'training/train',
      {},
      {
        onProgress: ({ epoch }) => {
          if (epoch) edit ??= backend.call('samples/update', { ids: [first?.id ?? 0], changes: { split: 'test' } })
        },
      },
    )
    await edit
    const { steps } = await backend.state(({ steps: now }) => now.training.state !== 'running')
    expect(steps.training.state).toBe('stale')
  })
})
