/** What training makes small. Each loss also turns logits into answers: probabilities, or the values themselves. */
import { padded } from './kernels.ts'
import { mostLikely } from './most-likely.ts'
import { distillationLoss, type DistillationChoice } from './layers/distillation.ts'
import { softmaxCrossEntropy } from './layers/softmax-cross-entropy.ts'
import type { LossOptions, RunningLoss } from './layers/running-loss.ts'
import { valueLoss, type ValueLossChoice } from './layers/value-losses.ts'

export type LossChoice =
  /** One label a row; a share of `labelSmoothing` of the truth is spread over all labels. */
  | { kind: 'cross-entropy'; labelSmoothing?: number }
  /** Part of the truth is what a teacher answers: its logits are the targets. */
  | DistillationChoice
  | ValueLossChoice

export function createLoss(options: LossOptions, choice: LossChoice): RunningLoss {
  if (choice.kind === 'distillation') return distillationLoss(options, choice, classLoss(options, 0))
  return choice.kind === 'cross-entropy' ? classLoss(options, choice.labelSmoothing ?? 0) : valueLoss(options, choice)
}

function classLoss(options: LossOptions, labelSmoothing: number): RunningLoss {
  const { kernels, outputs: classes, capacity } = options
  const loss = softmaxCrossEntropy({ kernels, classes, capacity, labelSmoothing })
  return {
    ...loss,
    answers: loss.probabilities,
    setTruth({ labels }, chosen) {
      const integers = kernels.integers()
      for (let row = 0; row < chosen.length; row++) integers[loss.labels + row] = labels[chosen[row]!]!
    },
    rightness(rows) {
      const [floats, integers] = [kernels.floats(), kernels.integers()]
      const stride = padded(classes)
      let right = 0
      for (let row = 0; row < rows; row++)
        if (mostLikely(floats, loss.probabilities + row * stride, classes) === integers[loss.labels + row]) right += 1
      return right
    },
  }
}
