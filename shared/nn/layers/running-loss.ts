/** What every loss offers to training. */
import type { Kernels, Place } from '../kernels.ts'

/** What is true of the rows: labels for cross-entropy, else values `[rows, outputs]`. */
export interface Truth {
  labels: Int32Array
  targets?: Float32Array
}

export interface RunningLoss {
  /** `[capacity]`: what each row's loss is multiplied by in the gradient, already divided by the batch's size. */
  readonly rowWeights: Place
  /** `[capacity]`, before the weights. */
  readonly losses: Place
  /** `[capacity, padded outputs]`. */
  readonly answers: Place
  /** Row `row` of the batch is row `from` of the truth. */
  setTruth(row: number, truth: Truth, from: number): void
  /** Makes answers and losses. */
  forward(logits: Place, rows: number): void
  /** Returns the place of ∂loss/∂logits. */
  backward(rows: number): Place
  /** How right the answer of a row is, 0 … 1: the label, or the share of its yes-or-no answers; 0 for values. */
  rightness(row: number): number
}

export interface LossOptions {
  kernels: Kernels
  outputs: number
  capacity: number
}
