import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newDspBlock } from '../shared/dsp/registry.ts'
import type { DspBlock, Impulse } from '../shared/model/impulse.ts'
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

async function proposed(): Promise<Impulse> {
  const { impulse } = await backend.call('impulse/get', {})
  if (!impulse) throw new Error('There is no impulse.')
  return impulse
}

function withBlock(impulse: Impulse, block: DspBlock): Impulse {
  return { ...impulse, dsp: [block], learn: impulse.learn.map((learn) => ({ ...learn, inputs: [block.id] })) }
}

/** The code has run on the first sample, and the impulse is saved with it. */
async function runAndSave(text?: string): Promise<Impulse> {
  const impulse = await proposed()
  const fresh = newDspBlock('custom')
  const block = text === undefined ? fresh : { ...fresh, code: { language: 'typescript' as const, text } }
  const [sample] = await backend.call('samples/list', {})
  const answer = await backend.call('dsp/run-code', {
    sampleId: sample?.id ?? null,
    startMs: 0,
    impulse: withBlock(impulse, block),
    block,
  })
  const saved = withBlock(impulse, answer.block)
  await backend.call('impulse/set', { impulse: saved })
  return saved
}

describe('a custom block in a project', () => {
  it('runs on a window, computes all windows, and trains a model that tells the labels apart', async () => {
    const impulse = await runAndSave()
    expect(impulse.dsp[0]?.code?.declared?.featureNames).toContain('accX energy')
    const { windows, featuresPerWindow } = await backend.call('features/compute', {})
    expect(windows).toBeGreaterThan(20)
    expect(featuresPerWindow).toBe(2 * impulse.input.axes.length)
    const run = await backend.call('training/train', { epochs: 20 })
    expect(run.modelHash).toMatch(/^[0-9a-f]{64}$/)
    const test = await backend.call('testing/run', { precision: 'int8', split: 'train' })
    expect(test.accuracy).toBeGreaterThan(0.7)
  })

  it('runs on silence where there is no sample, and shows what the code printed', async () => {
    const impulse = await proposed()
    const code = {
      language: 'typescript' as const,
      text: 'function features(window) { console.log("hello"); return [window.rows] }',
    }
    const block = { ...newDspBlock('custom'), code }
    const answer = await backend.call('dsp/run-code', {
      sampleId: null,
      startMs: 0,
      impulse: withBlock(impulse, block),
      block,
    })
    expect(answer.lines).toContain('hello')
    expect(answer.featureNames).toEqual(['feature 1'])
  })

  it('keeps what a person set, and drops settings the code no longer has', async () => {
    const impulse = await proposed()
    const text =
      "const parameters = [{ id: 'a', type: 'int', default: 3 }, { id: 'b', type: 'float', default: 0.5 }]\nfunction features(w, c) { return [c.params.a, c.params.b] }"
    const block = {
      ...newDspBlock('custom'),
      params: { a: 7, old: 1 },
      code: { language: 'typescript' as const, text },
    }
    const answer = await backend.call('dsp/run-code', {
      sampleId: null,
      startMs: 0,
      impulse: withBlock(impulse, block),
      block,
    })
    expect(answer.block.params).toEqual({ a: 7, b: 0.5 })
    expect([...answer.features]).toEqual([7, 0.5])
  })

  it('does not compute with code that has not run as it stands', async () => {
    await backend.call('impulse/set', { impulse: withBlock(await proposed(), newDspBlock('custom')) })
    await expect(backend.call('features/compute', {})).rejects.toMatchObject({
      code: 'impulse/invalid',
      message: expect.stringContaining('press Run') as string,
    })
  })

  it('tells when a window gives other features than the code declared', async () => {
    await runAndSave(
      'let first = 0\nfunction features(window) { first ||= window.values[0]; return first === window.values[0] ? [1] : [1, 2] }',
    )
    await expect(backend.call('features/compute', {})).rejects.toMatchObject({ code: 'code/not-run' })
  })

  it('stops the code of all windows when it is cancelled, and goes on working', async () => {
    await runAndSave(
      'function features(window) { const t = window.rows; for (let i = 0; i < 3e5; i++) t + i; return [t] }',
    )
    const controller = new AbortController()
    const computing = backend.call(
      'features/compute',
      {},
      { signal: controller.signal, onProgress: () => controller.abort() },
    )
    await expect(computing).rejects.toMatchObject({ code: 'app/cancelled' })
    await runAndSave('function features(window) { return [window.rows] }')
    expect(await backend.call('features/compute', {})).toMatchObject({ featuresPerWindow: 1 })
  })

  it(
    'ends a window that no limit inside the interpreter can end, and goes on working',
    { timeout: 20_000 },
    async () => {
      const stuck = 'function features() { return [Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)] }'
      await expect(runAndSave(stuck)).rejects.toMatchObject({ code: 'code/limit' })
      await runAndSave('function features(window) { return [window.rows] }')
    },
  )

  it('does nothing with the code of a project that is opened, looked at and described', async () => {
    const impulse = await proposed()
    const declared = { parameters: [], featureNames: ['a'] }
    const hostile = { language: 'typescript' as const, text: 'for (;;);', declared }
    const block = { ...newDspBlock('custom'), code: hostile }
    const file = backend.path('wand.tinyml')
    await backend.call('impulse/set', { impulse: withBlock(impulse, block) })
    await backend.call('project/close', {})
    await backend.call('project/open', { path: file })
    const state = await backend.call('app/state', {})
    expect(state.project?.path).toBe(file)
    const { impulse: read } = await backend.call('impulse/get', {})
    expect(read?.dsp[0]?.code?.text).toBe('for (;;);')
    expect(await backend.call('impulse/describe', { impulse: withBlock(impulse, block) })).toMatchObject({
      features: 1,
    })
    await expect(backend.call('features/compute', {})).rejects.toMatchObject({ code: 'code/limit' })
  })
})
