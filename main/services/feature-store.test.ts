/** What is computed again and what is not, counted where it is computed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newDspBlock } from '../../shared/dsp/registry.ts'
import type { DspBlock, Impulse } from '../../shared/model/impulse.ts'
import { randomSignal, testImpulse } from '../../test/support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../../test/support/runtime.ts'
import { type ComputeClient, createComputeClient } from '../jobs/compute-client.ts'
import { blockFeaturesTask } from '../jobs/feature-task.ts'
import type { TaskContext, Tasks } from '../jobs/tasks.ts'
import { createProject, openProject, type ProjectFile } from '../project/project-file.ts'
import { type TestFolder, testFolder, testSample } from '../project/test-support.ts'
import { createFeatureStore } from './feature-store.ts'

const signal = new AbortController().signal
let folder: TestFolder
let project: ProjectFile
beforeEach(() => {
  folder = testFolder()
  project = createProject(folder.path('p.tinyml'), 'p')
})
afterEach(() => {
  project.close()
  folder.remove()
})

function addSamples(numbers: number[]): void {
  const values = (number: number): Float32Array => randomSignal(2000, number)
  project.addSamples(numbers.map((number) => testSample(number, { values: values(number) })))
}

const flatten = newDspBlock('flatten')
const spectral = newDspBlock('spectral-analysis')
function impulseOf(...dsp: DspBlock[]): Impulse {
  return testImpulse(dsp, { axes: ['accX', 'accY'], windowSizeMs: 500, windowIncreaseMs: 100 })
}

/** Computes here, and notes how many samples went through which block. */
function countingClient(): { client: ComputeClient; counts: Record<string, number> } {
  const counts: Record<string, number> = {}
  const context: TaskContext<{ done: number }> = {
    progress: () => {},
    cancelled: () => false,
    stopped: () => false,
    beat: () => {},
  }
  const client = {
    workers: 2,
    runParts: (_task: string, parts: Tasks['blockFeatures']['input'][]) => {
      for (const { blocks, samples } of parts) {
        for (const { id } of blocks) counts[id] = (counts[id] ?? 0) + samples.length
      }
      return Promise.resolve(parts.map((input) => blockFeaturesTask(input, context, testRuntime())))
    },
  }
  return { client: client as unknown as ComputeClient, counts }
}

describe.skipIf(NO_RUNTIME)(`features are kept${NO_RUNTIME}`, () => {
  it('computes a block again only when its own settings change, also after the project was closed', async () => {
    addSamples([1, 2, 3])
    const { client, counts } = countingClient()
    const store = createFeatureStore(client)
    const first = await store.compute(project, impulseOf(flatten, spectral), { signal })
    expect([first.cached, counts]).toEqual([false, { flatten: 3, 'spectral-analysis': 3 }])

    const changed = { ...spectral, params: { ...spectral.params, 'fft-length': 32 } }
    const second = await store.compute(project, impulseOf(flatten, changed), { signal })
    expect(counts).toEqual({ flatten: 3, 'spectral-analysis': 6 })
    expect(second.windows.featureCount).toBe(first.windows.featureCount + 2 * 8)
    const wholeRow = (at: number): Float32Array => second.windows.features.slice(at * second.windows.featureCount)
    const oldRow = (at: number): Float32Array => first.windows.features.slice(at * first.windows.featureCount)
    expect(wholeRow(5).slice(0, 14)).toEqual(oldRow(5).slice(0, 14))

    project.close()
    project = openProject(folder.path('p.tinyml'))
    const again = createFeatureStore(client)
    const third = await again.compute(project, impulseOf(flatten, spectral), { signal })
    expect([third.cached, counts]).toEqual([true, { flatten: 3, 'spectral-analysis': 6 }])
    expect(third.windows).toEqual(first.windows)
  })

  it('computes new samples only, and nothing where one goes or gets another name or label', async () => {
    addSamples([1, 2, 3])
    const { client, counts } = countingClient()
    const store = createFeatureStore(client)
    const before = await store.compute(project, impulseOf(flatten), { signal })
    addSamples([4])
    const after = await store.compute(project, impulseOf(flatten), { signal })
    expect(counts).toEqual({ flatten: 4 })
    expect(after.windows.sampleIds.length).toBe((before.windows.sampleIds.length / 3) * 4)
    const fresh = await createFeatureStore(countingClient().client).compute(project, impulseOf(flatten), { signal })
    expect(after.windows).toEqual(fresh.windows)

    const [one] = project.samples()
    project.updateSamples([one!.id], { label: 'other', name: 'else' })
    expect((await store.compute(project, impulseOf(flatten), { signal })).cached).toBe(true)
    project.updateSamples([one!.id], { enabled: false })
    expect((await store.compute(project, impulseOf(flatten), { signal })).windows.sampleIds).not.toContain(one!.id)
    expect(counts).toEqual({ flatten: 4 })
  })

  it('does not care what a block is called', async () => {
    addSamples([1])
    const { client, counts } = countingClient()
    const store = createFeatureStore(client)
    const first = await store.compute(project, impulseOf(flatten), { signal })
    const renamed = await store.compute(project, impulseOf({ ...flatten, id: 'shape' }), { signal })
    expect(renamed.windows).toEqual(first.windows)
    expect(counts).toEqual({ flatten: 1 })
  })
})

describe.skipIf(NO_RUNTIME)(`several workers${NO_RUNTIME}`, () => {
  const clients: ComputeClient[] = []
  const client = (workers: number): ComputeClient => {
    const made = createComputeClient({ workers })
    clients.push(made)
    return made
  }
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((one) => one.close()))
  })

  it('give the same as one, in the same order, and tell how far they are', async () => {
    addSamples([5, 6, 7, 8, 9])
    const impulse = impulseOf(flatten, spectral)
    const one = await createFeatureStore(client(1)).compute(project, impulse, { signal })
    const other = createProject(folder.path('other.tinyml'), 'other')
    other.addSamples([5, 6, 7, 8, 9].map((number) => testSample(number, { values: randomSignal(2000, number) })))
    const told: [number, number][] = []
    const onProgress = (done: number, total: number): void => void told.push([done, total])
    const three = await createFeatureStore(client(3)).compute(other, impulse, { signal, onProgress })
    other.close()
    expect(three.windows).toEqual(one.windows)
    expect(told.every(([done, total]) => done < 5 && total === 5)).toBe(true)
    expect(told.length).toBeGreaterThan(0)
  })

  it('end together soon after the calculation is cancelled', async () => {
    const long = { rateHz: 16_000, axes: [{ name: 'audio', unit: '' }], values: new Float32Array(16_000 * 60) }
    project.addSamples([1, 2].map((number) => testSample(number, { ...long, values: long.values.fill(number) })))
    const impulse = testImpulse([newDspBlock('mfcc')], { axes: ['audio'], frequencyHz: 16_000, windowIncreaseMs: 2 })
    const cancel = new AbortController()
    const store = createFeatureStore(client(2))
    let cancelledAt = 0
    const onProgress = (): void => {
      cancelledAt ||= performance.now()
      cancel.abort()
    }
    await expect(store.compute(project, impulse, { signal: cancel.signal, onProgress })).rejects.toMatchObject({
      code: 'app/cancelled',
    })
    expect(performance.now() - cancelledAt).toBeLessThan(1000)
    expect(store.latest(project)).toBeNull()
  })
})
