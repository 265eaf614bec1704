/** The end of a classifier: softmax over the logits, cross-entropy with the labels, and their common gradient. */
import { padded, type Kernels, type Place } from '../kernels.ts'

export interface SoftmaxCrossEntropy {
  /** `[capacity]` of int32: the class of each row. */
  readonly labels: Place
  /** `[capacity]`: what each row's loss is multiplied by in the gradient, already divided by the batch's size. */
  readonly rowWeights: Place
  /** `[capacity, padded classes]`. */
  readonly probabilities: Place
  /** `[capacity]`, before the weights. */
  readonly losses: Place
  forward(logits: Place, rows: number): void
  /** Returns the place of ∂loss/∂logits. */
  backward(rows: number): Place
}

export interface LossOptions {
  kernels: Kernels
  classes: number
  capacity: number
}

export function softmaxCrossEntropy({ kernels, classes, capacity }: LossOptions): SoftmaxCrossEntropy {
  const stride = padded(classes)
  const labels = kernels.allocate(capacity)
  const rowWeights = kernels.allocate(capacity)
  const probabilities = kernels.allocate(capacity * stride)
  const losses = kernels.allocate(capacity)
  const gradient = kernels.allocate(capacity * stride)
  return {
    labels,
    rowWeights,
    probabilities,
    losses,
    forward: (logits, rows) =>
      kernels.softmaxCrossEntropy({ probabilities, losses, logits, labels, rows, classes, stride }),
    backward(rows) {
      kernels.crossEntropyGradient({ gradient, probabilities, labels, rowWeights, rows, stride })
      return gradient
    },
  }
}
