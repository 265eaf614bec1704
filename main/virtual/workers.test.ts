import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

/** Of each board; `npm run test:slow` takes its time. */
const CYCLES = process.env['TINYML_SLOW'] === '1' ? 500 : 5

let backend: TestBackend
let alive: number
const count = (worker: Worker): void => {
  alive += 1
  worker.once('exit', () => (alive -= 1))
}
beforeEach(async () => {
  alive = 0
  process.on('worker', count)
  backend = await openTestBackend()
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'a', template: 'empty' })
})
afterEach(async () => {
  await backend.close()
  process.off('worker', count)
})

describe('simulated boards that come and go with faults', () => {
  it('leave no worker behind', { timeout: 1_200_000 }, async () => {
    for (let cycle = 0; cycle < CYCLES; cycle++)
      for (const port of ['sim:pico', 'sim:uno']) {
        await backend.call('devices/connect', { port })
        const acts = cycle % 2 === 0 ? (['reset'] as const) : (['stall', 'unplug', 'plug'] as const)
        for (const act of acts) await backend.call('devices/fault', { port, act })
        await backend.call('devices/disconnect', {})
        // The one that was left may go on as long as its program does; no others.
        expect(alive).toBeLessThanOrEqual(2)
      }
    await backend.close()
    await expect.poll(() => alive).toBe(0)
  })
})
