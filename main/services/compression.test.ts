import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'a', template: 'empty' })
  await backend.call('samples/generate', { perLabel: 15, seed: 1 })
})
afterEach(async () => {
  await backend.close()
})

const small = { pruning: { sparsity: 0.5 }, quantizationAware: true, epochs: 4 }

describe('making the model smaller', () => {
  it('says what to do first where there is no model', async () => {
    await expect(backend.call('compression/run', { compression: small })).rejects.toMatchObject({
      code: 'training/no-model',
    })
  })

  it('makes a run of its own, which is then in use, until another is chosen or trained', async () => {
    const trained = await backend.call('training/train', { epochs: 10 })
    const made = await backend.call('compression/run', { compression: small })
    expect(made.parentId).toBe(trained.id)
    expect(made.compression).toMatchObject(small)
    expect(made.modelHash).not.toBe(trained.modelHash)
    const inUse = async (): Promise<string | undefined> => (await backend.call('app/state', {})).model?.modelHash
    expect(await inUse()).toBe(made.modelHash)
    await backend.call('compression/use', { runId: trained.id })
    expect(await inUse()).toBe(trained.modelHash)
    const newer = await backend.call('training/train', { epochs: 11 })
    expect(await inUse()).toBe(newer.modelHash)
  })

  it('shows every model on the same samples, with what changed', async () => {
    const trained = await backend.call('training/train', { epochs: 10 })
    await backend.call('compression/run', { compression: small })
    await backend.call('compression/run', { runId: trained.id, compression: { channels: { share: 0.5 }, epochs: 3 } })
    const { rungs, samples } = await backend.call('compression/ladder', { split: 'validation' })
    expect(rungs.map(({ name }) => name)).toEqual([
      'float',
      'int8',
      'int8, 50 % zeros, trained for rounding',
      'int8, 50 % fewer channels',
    ])
    expect(samples).toBeGreaterThan(0)
    const [float, int8, zeros, channels] = rungs
    expect(new Set(rungs.map(({ evaluation }) => evaluation.windows)).size).toBe(1)
    expect(float!.changed).toEqual([])
    expect(float!.flashBytes).toBeNull()
    expect(int8!.weightBytes).toBeLessThan(float!.weightBytes / 3)
    expect(zeros!.zeros).toBeGreaterThan(0.49)
    expect(zeros!.compressedBytes).toBeLessThan(0.8 * int8!.compressedBytes)
    expect(channels!.macs).toBeLessThan(int8!.macs)
    expect(rungs.map(({ inUse }) => inUse)).toEqual([false, false, false, true])
  })

  it('converts once more with other ranges, without training', async () => {
    const trained = await backend.call('training/train', { epochs: 5 })
    const conversion = { calibration: 'percentile', biasCorrection: true } as const
    const made = await backend.call('compression/run', { compression: { conversion } })
    expect(made.modelHash).not.toBe(trained.modelHash)
    expect(made.settings.conversion).toEqual({ ...conversion, equalization: false })
    expect(made.validation.float).toEqual(trained.validation.float)
    const same = await backend.call('compression/run', {
      runId: trained.id,
      compression: { conversion: { calibration: 'min-max' } },
    })
    expect(same.modelHash).toBe(trained.modelHash)
    const { rungs } = await backend.call('compression/ladder', { split: 'validation' })
    expect(rungs.map(({ name }) => name)).toContain('int8, nearly all values, biases corrected')
  })

  it('gives the same model for the same request', async () => {
    const trained = await backend.call('training/train', { epochs: 5 })
    const compression = { clustering: { clusters: 8 }, epochs: 3 }
    const first = await backend.call('compression/run', { runId: trained.id, compression })
    const second = await backend.call('compression/run', { runId: trained.id, compression })
    expect(second.modelHash).toBe(first.modelHash)
  })
})
