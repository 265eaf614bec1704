/** The learning rate between epochs, and the end, as somebody outside decides after each of them. */
import type { Epoch } from '../model/run.ts'

/** Asked after every epoch with the rate that it learned with; what it answers counts from the next epoch on. */
export type EpochControl = (
  epoch: Epoch,
  learningRate: number,
) => { learningRate?: number | undefined; stop?: boolean | undefined } | null

export interface Pace {
  learningRate: number
  ended: boolean
  after(epoch: Epoch): void
}

/** `before`: epochs of a training that goes on; they are told again, so that the control knows what it knew. */
export function createPace(learningRate: number, control: EpochControl | undefined, before: readonly Epoch[]): Pace {
  const pace: Pace = {
    learningRate,
    ended: false,
    after(epoch) {
      const choice = control?.(epoch, pace.learningRate)
      if (choice?.learningRate !== undefined) pace.learningRate = choice.learningRate
      if (choice?.stop) pace.ended = true
    },
  }
  for (const epoch of before) pace.after(epoch)
  return pace
}
