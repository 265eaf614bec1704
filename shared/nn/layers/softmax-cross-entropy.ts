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
  /** Share of the truth that is spread over all labels, 0 ≤ share < 1. */
  labelSmoothing: number
}

export function softmaxCrossEntropy({ kernels, classes, capacity, labelSmoothing }: LossOptions): SoftmaxCrossEntropy {
  const stride = padded(classes)
  const labels = kernels.allocate(capacity)
  const rowWeights = kernels.allocate(capacity)
  const probabilities = kernels.allocate(capacity * stride)
  const losses = kernels.allocate(capacity)
  const gradient = kernels.allocate(capacity * stride)

  /** −ln p of the label, plus the share times (logit of the label − mean logit). */
  function smoothLosses(logits: Place, rows: number): void {
    const floats = kernels.floats()
    for (let row = 0; row < rows; row++) {
      const at = logits + row * stride
      let sum = 0
      for (let i = 0; i < classes; i++) sum += floats[at + i]!
      const own = floats[at + kernels.integers()[labels + row]!]!
      floats[losses + row] = floats[losses + row]! + labelSmoothing * (own - sum / classes)
    }
  }

  function smoothGradient(rows: number): void {
    const floats = kernels.floats()
    for (let row = 0; row < rows; row++) {
      const at = gradient + row * stride
      const moved = labelSmoothing * floats[rowWeights + row]!
      for (let i = 0; i < classes; i++) floats[at + i] = floats[at + i]! - moved / classes
      const own = at + kernels.integers()[labels + row]!
      floats[own] = floats[own]! + moved
    }
  }

  return {
    labels,
    rowWeights,
    probabilities,
    losses,
    forward(logits, rows) {
      kernels.softmaxCrossEntropy({ probabilities, losses, logits, labels, rows, classes, stride })
      if (labelSmoothing > 0) smoothLosses(logits, rows)
    },
    backward(rows) {
      kernels.crossEntropyGradient({ gradient, probabilities, labels, rowWeights, rows, stride })
      if (labelSmoothing > 0) smoothGradient(rows)
      return gradient
    },
  }
}
