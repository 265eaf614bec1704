import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend({ hasPage: true })
  await backend.call('project/create', { path: backend.path('a.tinyml'), name: 'Plan', template: 'empty' })
})
afterEach(() => backend.close())

async function step(): Promise<string> {
  return (await backend.call('app/state', {})).nextStep.text
}

/** Two shades of noise; a covered lens where `good` is false. */
function look(isGood: () => boolean): void {
  backend.on('devices/shoot', ({ payload: { shot } }) => {
    const bytes = new Uint8Array(16 * 16 * 3).map((_, at) => (isGood() ? ((at + shot) * 37) % 200 : 0))
    void backend.call('devices/picture', { shot, width: 16, height: 16, bytes })
  })
}

const take = (label: string) =>
  backend.call('record/start', { label, seconds: 1, countdownMs: 0, restMs: 0, picture: { width: 16, height: 16 } })

describe('the next step', () => {
  it('follows the sampling plan where there is one, and counts good takes only', async () => {
    let isGood = true
    look(() => isGood)
    await backend.call('record/plan', { want: { cup: 2, plate: 1 } })
    expect(await step()).toBe('Connect a board')
    await backend.call('devices/connect', { port: 'computer:camera' })
    expect(await step()).toBe('Record 2 more ‘cup’')
    await take('cup')
    expect(await step()).toBe('Record 1 more ‘cup’')
    isGood = false
    await take('cup')
    expect(await step()).toBe('Record 1 more ‘cup’')
    isGood = true
    await take('cup')
    expect(await step()).toBe('Record 1 more ‘plate’')
    await take('plate')
    expect(await step()).toBe('Train')
  })

  it('asks for no takes of each label where values are learned', async () => {
    await backend.call('samples/generate', { perLabel: 2, seed: 1 })
    expect(await step()).toMatch(/^Record 1 more/)
    const { impulse } = await backend.call('impulse/get', {})
    const learn = impulse!.learn.map((block) => ({ ...block, block: 'regression' as const }))
    await backend.call('impulse/set', {
      impulse: { ...impulse!, learn: learn as NonNullable<typeof impulse>['learn'] },
    })
    const { nextStep, problems } = await backend.call('app/state', {})
    expect(nextStep.text).toBe('Train')
    expect(problems.filter(({ id }) => id.startsWith('label/'))).toEqual([])
  })
})
