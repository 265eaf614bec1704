/** What every loss offers to training. */
import { padded, type Kernels, type Place } from '../kernels.ts'

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
  /** The rows of the batch are these rows of the truth. */
  setTruth(truth: Truth, chosen: Int32Array): void
  /** Makes answers and losses. */
  forward(logits: Place, rows: number): void
  /** Returns the place of ∂loss/∂logits. */
  backward(rows: number): Place
  /** How right the answers are, 0 … 1 a row, in sum: the label, or the share of yes-or-no answers; 0 for values. */
  rightness(rows: number): number
}

export interface LossOptions {
  kernels: Kernels
  outputs: number
  capacity: number
}

/** Copies the values of the chosen rows to `[rows, padded outputs]`. */
export function setTargets(
  floats: Float32Array,
  { targets }: Truth,
  { chosen, outputs, to }: { chosen: Int32Array; outputs: number; to: Place },
): void {
  if (!targets) return
  const stride = padded(outputs)
  for (let row = 0; row < chosen.length; row++)
    for (let i = 0; i < outputs; i++) floats[to + row * stride + i] = targets[chosen[row]! * outputs + i]!
}
