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

describe('float and int8 side by side', () => {
  it('says what to do first where there is no model', async () => {
    await expect(backend.call('quantize/report', {})).rejects.toMatchObject({ code: 'training/no-model' })
  })

  it('tells every layer, what it costs and which windows differ', async () => {
    const run = await backend.call('training/train', { epochs: 10 })
    const report = await backend.call('quantize/report', { split: 'validation', limit: 20 })
    expect(report.modelHash).toBe(run.modelHash)
    expect(report.layers.map(({ name }) => name)).toEqual(['features', '1 dense', '2 dense', '3 dense'])
    for (const { low, high, scale, channels, worstChannels, snrDb } of report.layers) {
      expect(low).toBeLessThan(high)
      expect(scale).toBeGreaterThan(0)
      expect(snrDb).toBeGreaterThan(10)
      for (const { channel } of worstChannels) expect(channel).toBeLessThan(channels)
    }
    expect(report.layers.map(({ name }) => name)).toContain(report.costliest)
    expect(report.windows).toBeGreaterThan(5)
    expect(report.windows).toBeLessThanOrEqual(20)
    expect(report.agree).toBe(report.windows - report.worst.filter(({ changed }) => changed).length)
    const differences = report.worst.filter(({ changed }) => !changed).map(({ difference }) => difference)
    expect(differences).toEqual(differences.toSorted((a, b) => b - a))
    expect(report.worst[0]?.noise).toHaveLength(4)
  })

  it('names the operators of the int8 model with their work', async () => {
    const run = await backend.call('training/train', { epochs: 2 })
    const { operators, arenaBytes } = await backend.call('quantize/operators', {})
    expect(operators.map(({ name }) => name)).toEqual([...Array(3).fill('FULLY_CONNECTED'), 'SOFTMAX'])
    const [first] = operators
    expect(first?.macs).toBe(first!.inputShape.at(-1)! * first!.outputShape.at(-1)!)
    expect(operators.reduce((sum, { macs }) => sum + macs, 0)).toBeLessThan(run.macs)
    expect(operators.at(-1)?.outputShape).toEqual([1, run.labels.length])
    expect(arenaBytes).toBeGreaterThan(0)
    expect(arenaBytes).toBeLessThan(run.ramBytes)
  })
})
