import { describe, expect, it } from 'vitest'
import { NO_RUNTIME } from '../support/runtime.ts'
import { tryDamaged } from './damage.ts'
import { operatorModels } from './operator-models.ts'

describe.skipIf(NO_RUNTIME)(`damaged models${NO_RUNTIME}`, () => {
  it('are refused with a reason or run, 5,000 of them, and none takes long', () => {
    const models = operatorModels().map(({ model }) => model)
    const { refused, ran, slowestMs } = tryDamaged(models, 5000, 5)
    expect(refused).toBeGreaterThan(1000)
    expect(ran).toBeGreaterThan(500)
    expect(slowestMs).toBeLessThan(2000)
  })
})
