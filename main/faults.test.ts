import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
  await backend.call('devices/connect', { port: 'sim:pico' })
})
afterEach(() => backend.close())

describe('faults of the simulated Pico', () => {
  it('a board that is renamed is found again by its serial number', async () => {
    const back = backend.state(
      ({ connection }) => connection?.state === 'connected' && connection.port === 'sim:pico-2',
    )
    await backend.call('devices/fault', { act: 'rename' })
    expect((await back).devices.map((one) => one.port)).toEqual(expect.arrayContaining(['sim:pico-2']))
    await expect(backend.call('devices/connect', { port: 'sim:pico' })).rejects.toMatchObject({
      code: 'device/not-found',
    })
  })

  it('a line that damages bytes is never called good by the diagnosis', async () => {
    const { line } = await backend.call('devices/fault', { line: { corruptPerThousand: 5 } })
    expect(line).toMatchObject({ corruptPerThousand: 5, dropPerThousand: 0 })
    const { ok, steps } = await backend.call('devices/diagnose', { port: 'sim:pico' })
    expect([ok, steps.find((step) => step.state === 'problem')?.remedy]).toEqual([false, expect.any(String)])
  })
})
