/** The sample project about anomalies, from one click to files that a web page runs. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pathToFileURL } from 'node:url'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

interface Loaded {
  rawLength: number
  anomalyThreshold: number | null
  classify(readings: Float32Array): { label: string; anomaly: number; isAnomaly: boolean }
}

let backend: TestBackend
beforeAll(async () => {
  backend = await openTestBackend()
})
afterAll(async () => {
  await backend.close()
})

it('finds faults that nobody taught, and leaves a machine alone that runs well', async () => {
  await backend.call('project/open-sample', { sample: 'anomaly' })
  const run = await backend.call('training/train', {})
  expect(run.labels).toEqual(['fast', 'off', 'slow'])
  const { anomaly, windows, accuracy } = await backend.call('testing/run', { precision: 'int8', split: 'test' })
  expect(accuracy).toBeGreaterThan(0.95)
  expect((anomaly?.windows ?? windows) / windows).toBeLessThan(0.1)
  expect(anomaly?.others).toEqual([
    { label: 'out of balance', windows: 20, strange: 20 },
    { label: 'worn bearing', windows: 20, strange: 20 },
  ])
})

it('judges alike in a web page', async () => {
  const out = backend.path('web')
  await backend.call('deploy/export', { target: 'wasm', out })
  const module: { loadClassifier(): Promise<Loaded> } = await import(pathToFileURL(`${out}/classifier.js`).href)
  const classifier = await module.loadClassifier()
  const samples = await backend.call('samples/list', {})
  const answersOf = async (label: string, split: string): Promise<boolean[]> =>
    Promise.all(
      samples
        .filter((one) => one.label === label && one.split === split)
        .map(async ({ id }) => {
          const { values } = await backend.call('samples/get', { id })
          return classifier.classify(values.slice(0, classifier.rawLength)).isAnomaly
        }),
    )
  expect(await answersOf('worn bearing', 'test')).toEqual([true, true, true, true])
  expect(await answersOf('slow', 'test')).toEqual([false, false, false, false])
})
