import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isNetworkBlock, type Impulse, type NetworkBlock } from '../shared/model/impulse.ts'
import { modelText } from '../shared/nn/model-text.ts'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('wand.tinyml'), name: 'Wand', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 8, seed: 1 })
})
afterEach(async () => {
  await backend.close()
})

async function draft(): Promise<{ impulse: Impulse; learn: NetworkBlock }> {
  const { impulse } = await backend.call('impulse/get', {})
  const learn = impulse?.learn.find(isNetworkBlock)
  if (!impulse || !learn) throw new Error('There is no network.')
  return { impulse, learn }
}

async function run(text: string) {
  const { impulse, learn } = await draft()
  const coded: Impulse = { ...impulse, learn: [{ ...learn, code: { text } }] }
  const answer = await backend.call('training/run-code', { impulse: coded, learnId: learn.id })
  return { ...answer, impulse: { ...coded, learn: [answer.block] } }
}

async function runAndSave(text: string): Promise<void> {
  const { impulse } = await run(text)
  await backend.call('impulse/set', { impulse })
}

describe('expert mode', () => {
  it('begins with code that describes the very same network, and trains to the same bytes', async () => {
    const { learn } = await draft()
    const visual = await backend.call('training/train', { epochs: 5 })
    const answer = await run(modelText(learn))
    expect(answer.block).toEqual({ ...learn, code: { text: modelText(learn) } })
    expect(answer.parameters).toBe(visual.parameters)
    expect(answer.problems).toEqual([])
    await backend.call('impulse/set', { impulse: answer.impulse })
    const coded = await backend.call('training/train', { epochs: 5 })
    expect(coded.epochs).toEqual(visual.epochs)
    expect(coded.modelHash).toBe(visual.modelHash)
  })

  it('trains what the code describes, for the features and labels there are', async () => {
    await runAndSave(`
      function model({ inputs, labels }: ModelContext): Model {
        console.log('for', labels.length)
        return { layers: [{ type: 'dense', units: labels.length * 3 }, { type: 'dropout', rate: 0.1 }], training: { trainingCycles: 4, learningRate: 0.01 } }
      }`)
    const { impulse, learn } = await draft()
    expect(learn.layers[0]).toMatchObject({ type: 'dense', units: 12, activation: 'relu' })
    const trained = await backend.call('training/train', {})
    expect(trained.epochs).toHaveLength(4)
    expect(trained.settings.learningRate).toBe(0.01)
    const described = await backend.call('impulse/describe', { impulse })
    expect(described.model.parameters).toBe(trained.parameters)
  })

  it('asks the hook after every epoch, which may change the rate and end the training', async () => {
    const head = "const model = { layers: [{ type: 'dense', units: 8 }], training: { trainingCycles: 20 } }\n"
    await runAndSave(`${head}function onEpoch(e) { return e.epoch >= 6 ? { stop: true } : {} }`)
    const constant = await backend.call('training/train', {})
    expect(constant.epochs).toHaveLength(6)
    await runAndSave(`${head}function onEpoch(e) { return { learningRate: e.learningRate * 0.1, stop: e.epoch >= 6 } }`)
    const falling = await backend.call('training/train', {})
    expect(falling.epochs[0]).toEqual(constant.epochs[0])
    expect(falling.epochs[5]?.loss).not.toBe(constant.epochs[5]?.loss)
    const again = await backend.call('training/train', {})
    expect(again.epochs).toEqual(falling.epochs)
  })

  it('stops a hook that never ends, with the project as it was', async () => {
    await runAndSave('const model = { layers: [] }\nfunction onEpoch() { for (;;); }')
    await expect(backend.call('training/train', {})).rejects.toMatchObject({ code: 'code/limit' })
    expect(await backend.call('training/runs', {})).toEqual([])
  })

  it.each([
    ['nothing', '', /^model: nothing is there/],
    ['a layer that does not exist', "const model = { layers: [{ type: 'transformer' }] }", /^model\.layers\.0/],
    ['a layer of no units', "const model = { layers: [{ type: 'dense', units: 0 }] }", /^model\.layers\.0\.units/],
    ['a setting that does not exist', 'const model = { layers: [], training: { speed: 9 } }', /no such setting/],
    [
      'a rate below nought',
      'const model = { layers: [], training: { learningRate: -1 } }',
      /^model\.training\.learningRate/,
    ],
    ['layers that do not fit', "const model = { layers: [{ type: 'conv1d', filters: 4, kernelSize: 99 }] }", /Layer 1/],
    ['a fault', '\n\nconst model = nothing.there', /^Line 3/],
  ])('refuses code that describes %s', async (_what, text, reason) => {
    await expect(run(text)).rejects.toMatchObject({ message: expect.stringMatching(reason) as string })
  })

  it('refuses an answer of a hook that is none', async () => {
    await runAndSave("const model = { layers: [] }\nfunction onEpoch() { return { learningRate: 'fast' } }")
    await expect(backend.call('training/train', {})).rejects.toMatchObject({
      message: expect.stringMatching(/^onEpoch\.learningRate/) as string,
    })
  })
})
