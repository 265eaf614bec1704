/** Notices when training runs away, and says which learning rate to try. */
import { AppError } from '../contract/errors.ts'

/** An epoch may be this many times worse than no training at all before anything is said. */
const HOPELESS = 1000
const WORSE_THAN_UNTRAINED = 2
/** Epochs after which a loss must have come back below the untrained one. */
const PATIENCE_EPOCHS = 3
/** Standard-scaled features learn well with this. */
const USUAL_RATE = 0.005

export interface DivergenceWatch {
  /** Throws `training/diverged` where the loss of this epoch shows no hope. */
  check(epoch: number, loss: number): void
}

export interface WatchOptions {
  learningRate: number
  epochs: number
  /** Loss of answering evenly; 0 where there is no such thing. */
  evenLoss: number
  untrainedLoss: number
}

export function watchDivergence({ learningRate, epochs, evenLoss, untrainedLoss }: WatchOptions): DivergenceWatch {
  const reference = Math.max(untrainedLoss, evenLoss)
  const lastChance = Math.min(PATIENCE_EPOCHS, epochs)
  return {
    check(epoch, loss) {
      const limit = epoch >= lastChance ? WORSE_THAN_UNTRAINED : HOPELESS
      // Written so that NaN counts as diverged.
      if (loss <= limit * reference) return
      throw diverged({ learningRate, epoch, loss })
    },
  }
}

/** A tenth with one digit, or the usual rate where that is still far too big. */
export function smallerRate(learningRate: number): number {
  return learningRate > 10 * USUAL_RATE ? USUAL_RATE : Number((learningRate / 10).toPrecision(1))
}

function diverged({ learningRate, epoch, loss }: { learningRate: number; epoch: number; loss: number }): AppError {
  const suggested = smallerRate(learningRate)
  return new AppError('training/diverged', {
    message: `Training ran away: the steps are too big. Try a learning rate of ${suggested}.`,
    hint: `Set the learning rate to ${suggested} and train again. The earlier model is kept.`,
    data: { learningRate, suggestedLearningRate: suggested, epoch, loss: Number.isFinite(loss) ? loss : null },
  })
}
