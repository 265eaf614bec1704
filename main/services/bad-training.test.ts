import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blobs } from '../../test/support/training-blobs.ts'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import { createComputeClient } from '../jobs/compute-client.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('p.tinyml'), name: 'p', template: 'empty' })
})
afterEach(async () => {
  await backend.close()
})

async function change(changed: (learn: NetworkBlock) => object): Promise<void> {
  const { impulse } = await backend.call('impulse/get', {})
  if (!impulse) throw new Error('no impulse')
  const learn = impulse.learn.map((block) => (isNetworkBlock(block) ? { ...block, ...changed(block) } : block))
  await backend.call('impulse/set', { impulse: { ...impulse, learn } as Impulse })
}

const training = (settings: object) => (learn: NetworkBlock) => ({ training: { ...learn.training, ...settings } })

/** Samples and runs as they are now: what goes wrong must change nothing of them. */
async function contents(): Promise<{ samples: unknown; runs: number }> {
  return {
    samples: await backend.call('samples/list', {}),
    runs: (await backend.call('training/runs', {})).length,
  }
}

async function refuses(work: Promise<unknown>, code: string, message: RegExp): Promise<void> {
  const before = await contents()
  await expect(work).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string })
  expect(await contents()).toEqual(before)
}

/** CSV recordings of a second at 50 Hz, one constant value a sample. */
async function importConstant(labels: Record<string, (take: number) => number>, takes = 6): Promise<void> {
  const folder = backend.path('csv')
  mkdirSync(folder)
  for (const [label, valueOf] of Object.entries(labels))
    for (let take = 0; take < takes; take++) {
      const rows = Array.from({ length: 51 }, (_, row) => `${row * 20},${valueOf(take)},${valueOf(take)}`)
      writeFileSync(join(folder, `${label}.${take}.csv`), ['timestamp,accX,accY', ...rows].join('\n'))
    }
  await backend.call('samples/import', { paths: [folder] })
}

describe('settings that cannot work', () => {
  beforeEach(async () => {
    await backend.call('samples/generate', { perLabel: 6, seed: 1 })
  })

  it('a learning rate of 0 is refused where it is set', async () => {
    await expect(change(training({ learningRate: 0 }))).rejects.toMatchObject({ code: 'bridge/refused' })
    expect((await backend.call('training/train', { epochs: 2 })).epochs).toHaveLength(2)
  })

  it('a learning rate of 1e9 runs away: says which one to try', async () => {
    await change(training({ learningRate: 1e9 }))
    await refuses(backend.call('training/train', {}), 'training/diverged', /Try a learning rate of 0.005/)
  })

  it('one epoch gives a model and says what is odd about it', async () => {
    const run = await backend.call('training/train', { epochs: 1 })
    expect(run).toMatchObject({ bestEpoch: 1, epochs: [{ epoch: 1 }] })
    expect(run.validation.int8.accuracy).toBeGreaterThanOrEqual(0)
  })

  it('a network larger than the memory is refused before it begins', async () => {
    const wide = { type: 'dense' as const, units: 65_536, activation: 'relu' as const }
    await change(() => ({ layers: [wide, wide] }))
    await refuses(backend.call('training/train', {}), 'training/out-of-memory', /MB of memory, more than there is/)
    await change(() => ({ layers: [] }))
    expect((await backend.call('training/train', { epochs: 2 })).epochs).toHaveLength(2)
  })

  it('layers that do not fit the features are named', async () => {
    await change(() => ({ layers: [{ type: 'reshape', shape: [7, 11] }] }))
    await refuses(backend.call('training/train', {}), 'impulse/invalid', /Layer 1 \(reshape\): 7 × 11 are 77 values/)
  })
})

describe('data that cannot be learned from', () => {
  it('a label that is only in validation: says which one, and how many windows it needs', async () => {
    await backend.call('samples/generate', { perLabel: 6, seed: 1 })
    const idle = (await backend.call('samples/list', {})).filter(({ label }) => label === 'idle').map(({ id }) => id)
    await backend.call('samples/update', { ids: idle, changes: { split: 'validation' } })
    await refuses(backend.call('training/train', {}), 'training/too-few', /"idle" has no windows to learn from/)
  })

  it('a label that is only in the test set is no answer of the model, and not judged', async () => {
    await backend.call('samples/generate', { perLabel: 6, seed: 1 })
    const idle = (await backend.call('samples/list', {})).filter(({ label }) => label === 'idle').map(({ id }) => id)
    await backend.call('samples/update', { ids: idle, changes: { split: 'test' } })
    const run = await backend.call('training/train', { epochs: 3 })
    expect(run.labels).not.toContain('idle')
    const tested = await backend.call('testing/run', { precision: 'int8' })
    expect(tested.perSample.some(({ label }) => label === 'idle')).toBe(false)
  })

  it('features that are the same in every sample: trains, and says that the answers are worth nothing', async () => {
    await importConstant({ up: (take) => 1 + take, down: (take) => 20 + take })
    const run = await backend.call('training/train', {})
    expect(run.validation.float.accuracy ?? 0).toBeLessThan(0.8)
    expect(run.epochs.every(({ loss }) => Number.isFinite(loss))).toBe(true)
    expect(run.findings.some(({ severity }) => severity !== 'info')).toBe(true)
  })

  it('a regression on labels that are no numbers: names one of them', async () => {
    await importConstant({ up: () => 1, down: () => 2 })
    await change(() => ({ block: 'regression' }))
    await refuses(backend.call('training/train', {}), 'training/no-values', /the label of .* is "(up|down)"/)
  })
})

describe('trouble while it trains', () => {
  it('another project is opened: neither keeps a half-made model', async () => {
    await backend.call('samples/generate', { perLabel: 6, seed: 1 })
    await change(training({ trainingCycles: 500 }))
    let opening: Promise<unknown> | undefined
    const call = backend.call(
      'training/train',
      {},
      {
        onProgress: () => {
          opening ??= backend.call('project/create', { path: backend.path('q.tinyml'), name: 'q', template: 'empty' })
        },
      },
    )
    await expect(call).rejects.toMatchObject({ code: 'app/cancelled' })
    await opening
    expect(await backend.call('training/runs', {})).toEqual([])
    await backend.call('project/open', { path: backend.path('p.tinyml') })
    expect(await backend.call('training/runs', {})).toEqual([])
    expect((await backend.call('training/train', { epochs: 2 })).epochs).toHaveLength(2)
  })

  it('the calculation is killed: says so, and the next one runs', async () => {
    const learn: NetworkBlock = {
      id: 'net',
      block: 'classification',
      inputs: ['raw'],
      normalization: 'none',
      layers: [],
      training: {
        trainingCycles: 10_000,
        learningRate: 0.005,
        batchSize: 4,
        validationShare: 0.2,
        seed: 1,
        autoClassWeights: false,
        minimumConfidence: 0.6,
      },
    }
    const { features, labels } = blobs({ rows: 200, inputs: 4, classes: 2, spread: 0.2 })
    const impulse: Impulse = {
      version: 1,
      input: {
        kind: 'time-series',
        windowSizeMs: 1000,
        windowIncreaseMs: 1000,
        frequencyHz: 4,
        padZeros: false,
        axes: ['x'],
      },
      dsp: [{ id: 'raw', block: 'raw', implementationVersion: 1, params: { 'scale-axes': 1 } }],
      learn: [learn],
    }
    const samples = Array.from(labels, (label, row) => ({
      id: row + 1,
      name: `s${row}`,
      label: `class${label}`,
      split: 'train' as const,
      session: `day ${row % 5}`,
      metadata: {},
    }))
    const windows = {
      featureCount: 4,
      featureNames: ['a', 'b', 'c', 'd'],
      features,
      sampleIds: Int32Array.from(samples, ({ id }) => id),
      startMs: new Float32Array(samples.length),
    }
    const compute = createComputeClient()
    const { signal } = new AbortController()
    try {
      let killed: Promise<void> | undefined
      const call = compute.run(
        'train',
        { impulse, learnId: 'net', windows, samples },
        {
          signal,
          onProgress() {
            killed ??= compute.close()
          },
        },
      )
      await expect(call).rejects.toMatchObject({ message: expect.stringContaining('Your data are safe') as string })
      await killed
      const again = { ...impulse, learn: [{ ...learn, training: { ...learn.training, trainingCycles: 3 } }] }
      const { run } = await compute.run('train', { impulse: again, learnId: 'net', windows, samples }, { signal })
      expect(run.epochs).toHaveLength(3)
    } finally {
      await compute.close()
    }
  })
})
