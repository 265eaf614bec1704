/** What turns gradients into smaller losses. State lies beside the parameters in the kernels' memory. */
import type { Kernels } from './kernels.ts'
import type { Parameter } from './layers/layer.ts'

export type OptimizerChoice = { kind: 'adam' } | { kind: 'momentum'; momentum: number }

export interface Optimizer {
  /** One step down the gradients that lie in the parameters. */
  step(): void
}

export interface OptimizerOptions {
  kernels: Kernels
  parameters: readonly Parameter[]
  learningRate: number
  choice: OptimizerChoice
}

/** As the kernels see them: the corrections must undo exactly the shares that were left out. */
const BETA_1 = Math.fround(0.9)
const BETA_2 = Math.fround(0.999)
const EPSILON = 1e-7

export function createOptimizer(options: OptimizerOptions): Optimizer {
  return options.choice.kind === 'adam' ? adamOptimizer(options) : momentumOptimizer(options, options.choice.momentum)
}

function adamOptimizer({ kernels, parameters, learningRate }: OptimizerOptions): Optimizer {
  const moments = parameters.map(({ length }) => ({
    first: kernels.allocate(length),
    second: kernels.allocate(length),
  }))
  // Powers by repeated multiplication: Math.pow may differ in its last bit between engines.
  let power1 = 1
  let power2 = 1
  return {
    step() {
      power1 *= BETA_1
      power2 *= BETA_2
      parameters.forEach(({ values, gradient, length }, index) =>
        kernels.adam({
          values,
          gradient,
          firstMoment: moments[index]!.first,
          secondMoment: moments[index]!.second,
          length,
          rate: learningRate,
          beta1: BETA_1,
          beta2: BETA_2,
          correction1: 1 / (1 - power1),
          correction2: 1 / (1 - power2),
          epsilon: EPSILON,
        }),
      )
    },
  }
}

function momentumOptimizer({ kernels, parameters, learningRate }: OptimizerOptions, momentum: number): Optimizer {
  const velocities = parameters.map(({ length }) => kernels.allocate(length))
  return {
    step() {
      parameters.forEach(({ values, gradient, length }, index) =>
        kernels.momentum({ values, gradient, velocity: velocities[index]!, length, rate: learningRate, momentum }),
      )
    },
  }
}

/** Adds the gradient of l2 · Σ w², for the parameters that decay. */
export function addWeightDecay(kernels: Kernels, parameters: readonly Parameter[], l2: number): void {
  if (l2 === 0) return
  for (const { values, gradient, length, decays } of parameters)
    if (decays) kernels.addScaled({ out: gradient, values, factor: 2 * l2, length })
}
