/** How the learning rate changes while training; without Math.cos, whose last bits differ between engines. */
import type { TrainingSettings } from '../model/impulse.ts'

/**
 * `cosine`: down to 0 along half a cosine (Loshchilov and Hutter, 2017). `step`: times `factor` after every so many
 * epochs. `warmUpEpochs`: epochs over which the rate grows evenly from 0 first; may be broken.
 */
export type ScheduleChoice = NonNullable<TrainingSettings['schedule']>

export interface ScheduleSizes {
  learningRate: number
  stepsPerEpoch: number
  epochs: number
}

/** The rate of a step; steps count from 0 over all epochs. */
export function rateAt(choice: ScheduleChoice, step: number, sizes: ScheduleSizes): number {
  const { learningRate, stepsPerEpoch, epochs } = sizes
  const warmSteps = Math.round((choice.warmUpEpochs ?? 0) * stepsPerEpoch)
  if (step < warmSteps) return (learningRate * (step + 1)) / warmSteps
  switch (choice.kind) {
    case 'constant':
      return learningRate
    case 'cosine': {
      const rest = Math.max(1, epochs * stepsPerEpoch - warmSteps)
      return learningRate * 0.5 * (1 + cosineOfTurn(Math.min(1, (step - warmSteps) / rest)))
    }
    case 'step': {
      let rate = learningRate
      const drops = Math.floor(step / stepsPerEpoch / choice.everyEpochs)
      for (let i = 0; i < drops; i++) rate *= choice.factor
      return rate
    }
  }
}

/** cos(π · share) for shares of 0 … 1, by its series around the middle; wrong by less than 1e-12. */
export function cosineOfTurn(share: number): number {
  const x = Math.PI * (0.5 - share)
  let [term, sum] = [x, x]
  for (let k = 1; k <= 9; k++) {
    term *= (-x * x) / (2 * k * (2 * k + 1))
    sum += term
  }
  return sum
}
