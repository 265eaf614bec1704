import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../shared/contract/client.ts'
import { createMemoryTransportPair } from '../shared/contract/memory-transport.ts'
import { serve } from '../shared/contract/server.ts'
import { newDspBlock } from '../shared/dsp/registry.ts'
import { createBackend } from './backend.ts'
import { SIMULATED_PICO } from './devices/port-lister.ts'

it('judges live with a block of TypeScript on this computer, and not on a board', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-custom-live-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const settingsFile = join(folder, 'settings.json')
  const backend = await createBackend({ host: 'cli', settingsFile, projectsFolder: folder })
  onTestFinished(() => backend.close())
  const [near, far] = createMemoryTransportPair()
  serve(backend, far)
  const client = connect(near)
  onTestFinished(() => client.close())
  await client.call('project/create', { path: join(folder, 'wand.tinyml'), name: 'Wand', template: 'empty' })
  await client.call('samples/generate', { perLabel: 8, seed: 1 })
  const { impulse } = await client.call('impulse/get', {})
  if (!impulse) throw new Error('There is no impulse.')
  const block = newDspBlock('custom')
  const draft = { ...impulse, dsp: [block], learn: impulse.learn.map((one) => ({ ...one, inputs: [block.id] })) }
  const { block: ran } = await client.call('dsp/run-code', { sampleId: null, startMs: 0, impulse: draft, block })
  await client.call('impulse/set', { impulse: { ...draft, dsp: [ran] } })
  const { labels } = await client.call('training/train', { epochs: 10 })
  await client.call('devices/connect', { port: SIMULATED_PICO })
  const scores: number[][] = []
  const three = new Promise<void>((resolve) => {
    client.on('live/result', ({ payload }) => {
      scores.push(payload.scores.map(({ score }) => score))
      if (scores.length === 3) resolve()
    })
  })
  await client.call('live/start', { on: 'computer', threshold: 0.6 })
  await three
  for (const one of scores.slice(0, 3)) {
    expect(one).toHaveLength(labels.length)
    expect(one.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 1)
  }
  await expect(client.call('live/start', { on: 'board', threshold: 0.6 })).rejects.toMatchObject({
    code: 'code/no-board',
  })
})
