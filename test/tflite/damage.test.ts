import { describe, expect, it } from 'vitest'
import { NO_RUNTIME } from '../support/runtime.ts'
import { NO_DATA } from '../support/shared-data.ts'
import { floatFiles, tryDamaged } from './damage.ts'
import { operatorModels } from './operator-models.ts'

describe.skipIf(NO_RUNTIME)(`damaged models${NO_RUNTIME}`, () => {
  it('are refused with a reason or run, 5,000 of them, and none takes long', () => {
    const models = operatorModels().map(({ model }) => model)
    const { refused, ran, slowestMs } = tryDamaged(models, 5000, 5)
    expect(refused).toBeGreaterThan(1000)
    expect(ran).toBeGreaterThan(500)
    expect(slowestMs).toBeLessThan(2000)
  })

  it.skipIf(NO_DATA)(`made of float files are refused with a reason or read, 3,000 of them${NO_DATA}`, () => {
    const { refused, ran } = tryDamaged(floatFiles(), 3000, 8)
    expect(refused).toBeGreaterThan(50)
    expect(ran).toBeGreaterThan(50)
  })
})
