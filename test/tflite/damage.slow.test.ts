import { describe, expect, it } from 'vitest'
import { NO_RUNTIME } from '../support/runtime.ts'
import { NO_DATA } from '../support/shared-data.ts'
import { floatFiles, tryDamaged } from './damage.ts'
import { operatorModels } from './operator-models.ts'
import { publishedModel } from './published.ts'

describe.skipIf(NO_RUNTIME)(`damaged models at length${NO_RUNTIME}`, () => {
  it('are refused with a reason or run, 100,000 of them', { timeout: 900_000 }, () => {
    const { refused, ran, slowestMs } = tryDamaged(
      operatorModels().map(({ model }) => model),
      100_000,
      9,
    )
    expect(refused + ran).toBe(100_000)
    expect(slowestMs).toBeLessThan(5000)
  })

  it.skipIf(NO_DATA)(`made of float files, 100,000 of them${NO_DATA}`, { timeout: 900_000 }, () => {
    const { refused, ran } = tryDamaged(floatFiles(), 100_000, 4)
    expect(refused + ran).toBe(100_000)
  })

  it.skipIf(NO_DATA)(`made of published files, 10,000 of them${NO_DATA}`, { timeout: 900_000 }, () => {
    const models = ['hello_world_int8', 'magic_wand_quantized_model', 'micro_speech_quantized', 'mnist_lstm_int8'].map(
      (name) => publishedModel(name).bytes,
    )
    const { refused, ran } = tryDamaged(models, 10_000, 3)
    expect(refused + ran).toBe(10_000)
  })
})
