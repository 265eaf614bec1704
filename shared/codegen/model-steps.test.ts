import { describe, expect, it } from 'vitest'
import { createNetwork, exportLayers } from '../nn/network.ts'
import { plainKernels } from '../nn/plain-kernels.ts'
import { planLayers } from '../nn/plan.ts'
import { sketchModel } from '../quantize/convert.ts'
import { deployedGraph } from '../quantize/quant-model.ts'
import { modelCost } from './cost.ts'
import { modelSteps } from './model-steps.ts'

const planned = planLayers(
  64,
  [
    { type: 'reshape', shape: [8, 8, 1] },
    { type: 'conv2d', filters: 4, kernelSize: [3, 3], strides: [1, 1], padding: 'same', activation: 'relu' },
    { type: 'max-pool2d', poolSize: [2, 2], padding: 'valid' },
    { type: 'flatten' },
    { type: 'dense', units: 10, activation: 'relu' },
  ],
  { outputs: 3, activation: 'softmax' },
)
const network = createNetwork({ kernels: plainKernels(), layers: planned, capacity: 1, seed: 1, learns: false })
const model = sketchModel({ inputs: 64, layers: exportLayers(network), labels: ['a', 'b', 'c'] })

describe('steps of a model', () => {
  const steps = modelSteps(deployedGraph(model))
  const cost = modelCost(model)

  it('add up to what the cost model says of the whole', () => {
    expect(steps.reduce((sum, step) => sum + step.macs, 0)).toBe(cost.macs)
    expect(steps.reduce((sum, step) => sum + step.parameters, 0)).toBe(cost.parameters)
  })

  it('never need more memory at once than the board keeps for it', () => {
    const most = Math.max(...steps.map(({ ramBytes }) => ramBytes))
    expect(most).toBeLessThanOrEqual(cost.ramBytes)
    // The convolution holds its input of 64 and its output of 256 values.
    expect(steps.find(({ operation }) => operation === 'conv-2d')?.ramBytes).toBeGreaterThanOrEqual(64 + 256)
  })
})
