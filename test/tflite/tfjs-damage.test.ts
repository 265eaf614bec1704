import { describe, expect, it } from 'vitest'
import { tfjsToFloatGraph } from '../../shared/tfjs/to-float-graph.ts'
import { tfjsBytes, tfjsModel, tryDamagedTfjs } from './tfjs-damage.ts'

describe('damaged TensorFlow.js models', () => {
  it('are made of one that can be read', () => {
    const { graph, input } = tfjsToFloatGraph(JSON.stringify(tfjsModel()), tfjsBytes())
    expect([graph.inputs, graph.labels.length, input.channels]).toEqual([128, 3, 2])
  })

  it('are refused with a reason or read, 3,000 of them', () => {
    const { refused, read, slowestMs } = tryDamagedTfjs(3000, 5)
    expect(refused).toBeGreaterThan(1000)
    expect(read).toBeGreaterThan(200)
    expect(slowestMs).toBeLessThan(5000)
  })
})
