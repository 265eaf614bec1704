/** What turns gradients into smaller losses. State lies beside the parameters in the kernels' memory. */
import type { Kernels, Place } from './kernels.ts'
import type { Parameter } from './layers/layer.ts'

export type OptimizerChoice =
  | { kind: 'adam' }
  /** Adam whose weights shrink by themselves (Loshchilov and Hutter, 2019), by rate · weightDecay a step. */
  | { kind: 'adamw'; weightDecay: number }
  | { kind: 'momentum'; momentum: number }

export interface Optimizer {
  /** One step down the gradients that lie in the parameters. */
  step(rate?: number): void
  /** What it remembers, for going on later. */
  save(): OptimizerState
  restore(state: OptimizerState): void
}

export interface OptimizerState {
  tensors: Float32Array[]
  /** Powers of the betas so far. */
  powers: number[]
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
  const { choice } = options
  if (choice.kind === 'momentum') return momentumOptimizer(options, choice.momentum)
  return adamOptimizer(options, choice.kind === 'adamw' ? choice.weightDecay : 0)
}

function adamOptimizer({ kernels, parameters, learningRate }: OptimizerOptions, weightDecay: number): Optimizer {
  const moments = parameters.map(({ length }) => ({
    first: kernels.allocate(length),
    second: kernels.allocate(length),
  }))
  const places = moments.flatMap(({ first, second }, index) => [
    { place: first, length: parameters[index]!.length },
    { place: second, length: parameters[index]!.length },
  ])
  // Powers by repeated multiplication: Math.pow may differ in its last bit between engines.
  let [power1, power2] = [1, 1]
  return {
    step(rate = learningRate) {
      power1 *= BETA_1
      power2 *= BETA_2
      const correction1 = 1 / (1 - power1)
      const correction2 = 1 / (1 - power2)
      const constants = { rate, beta1: BETA_1, beta2: BETA_2, correction1, correction2, epsilon: EPSILON }
      parameters.forEach(({ values, gradient, length, decays }, index) => {
        const { first: firstMoment, second: secondMoment } = moments[index]!
        if (weightDecay > 0 && decays) kernels.addScaled({ out: values, values, factor: -rate * weightDecay, length })
        kernels.adam({ values, gradient, firstMoment, secondMoment, length, ...constants })
      })
    },
    save: () => ({ tensors: copies(kernels, places), powers: [power1, power2] }),
    restore({ tensors, powers }) {
      putBack(kernels, places, tensors)
      ;[power1, power2] = [powers[0] ?? 1, powers[1] ?? 1]
    },
  }
}

function momentumOptimizer({ kernels, parameters, learningRate }: OptimizerOptions, momentum: number): Optimizer {
  const velocities = parameters.map(({ length }) => ({ place: kernels.allocate(length), length }))
  return {
    step(rate = learningRate) {
      parameters.forEach(({ values, gradient, length }, index) =>
        kernels.momentum({ values, gradient, velocity: velocities[index]!.place, length, rate, momentum }),
      )
    },
    save: () => ({ tensors: copies(kernels, velocities), powers: [] }),
    restore: ({ tensors }) => putBack(kernels, velocities, tensors),
  }
}

interface Piece {
  place: Place
  length: number
}

/** Where the values of tensors lie. */
export function piecesOf(tensors: readonly { values: Place; length: number }[]): Piece[] {
  return tensors.map(({ values, length }) => ({ place: values, length }))
}

/** Plain copies of pieces of the kernels' memory. */
export function copies(kernels: Kernels, pieces: readonly Piece[]): Float32Array[] {
  const floats = kernels.floats()
  return pieces.map(({ place, length }) => floats.slice(place, place + length))
}

export function putBack(kernels: Kernels, pieces: readonly Piece[], values: readonly Float32Array[]): void {
  const floats = kernels.floats()
  pieces.forEach(({ place, length }, index) => {
    const piece = values[index]
    if (piece?.length !== length) throw new Error(`${piece?.length ?? 'no'} numbers for a piece of ${length}`)
    floats.set(piece, place)
  })
}

/** Adds the gradient of l2 · Σ w², for the parameters that decay. */
export function addWeightDecay(kernels: Kernels, parameters: readonly Parameter[], l2: number): void {
  if (l2 === 0) return
  for (const { values, gradient, length, decays } of parameters)
    if (decays) kernels.addScaled({ out: gradient, values, factor: 2 * l2, length })
}

/** Adds the gradient of l1 · Σ |w|, which is nothing at 0. */
export function addLassoDecay(kernels: Kernels, parameters: readonly Parameter[], l1: number): void {
  if (l1 === 0) return
  const floats = kernels.floats()
  for (const { values, gradient, length, decays } of parameters)
    if (decays) for (let i = 0; i < length; i++) floats[gradient + i]! += l1 * Math.sign(floats[values + i]!)
}

/** Shortens the gradient of all parameters together to this length; summed in double in their order. */
export function clipGradients(kernels: Kernels, parameters: readonly Parameter[], longest: number): void {
  const floats = kernels.floats()
  let squares = 0
  for (const { gradient, length } of parameters)
    for (let i = gradient; i < gradient + length; i++) squares += floats[i]! * floats[i]!
  const norm = Math.sqrt(squares)
  if (!(norm > longest)) return
  const share = longest / norm
  for (const { gradient, length } of parameters) for (let i = gradient; i < gradient + length; i++) floats[i]! *= share
}
