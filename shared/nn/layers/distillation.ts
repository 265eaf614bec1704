/**
 * Learning from a teacher (Hinton, Vinyals and Dean, 2015): loss = (1 − w) · cross-entropy with the label
 * + w · T² · Σ q ln(q / p), where q and p are teacher's and student's answers, both softened by the temperature T.
 * Rows are short, so both kinds of kernels share these lines.
 */
import { expFloat, logFloat } from '../float-math.ts'
import { padded, type Place } from '../kernels.ts'
import { setTargets, type LossOptions, type RunningLoss } from './running-loss.ts'

export interface DistillationChoice {
  kind: 'distillation'
  /** 1 … 100. */
  temperature: number
  /** Share of the teacher, 0 … 1. */
  weight: number
}

/** @param hard The loss against the labels; the truth's `targets` are the teacher's logits `[rows, outputs]`. */
export function distillationLoss(
  { kernels, outputs, capacity }: LossOptions,
  { temperature, weight }: DistillationChoice,
  hard: RunningLoss,
): RunningLoss {
  const stride = padded(outputs)
  const teacher = kernels.allocate(capacity * stride)
  /** p − q of each row. */
  const differences = kernels.allocate(capacity * stride)

  function judge(logits: Place, row: number): void {
    const floats = kernels.floats()
    const at = row * stride
    const q = softened(floats, teacher + at)
    const p = softened(floats, logits + at)
    let divergence = 0
    for (let i = 0; i < outputs; i++) {
      floats[differences + at + i] = p.shares[i]! - q.shares[i]!
      divergence += q.shares[i]! * (q.logs[i]! - p.logs[i]!)
    }
    const losses = hard.losses + row
    floats[losses] = (1 - weight) * floats[losses]! + weight * temperature * temperature * divergence
  }

  function softened(floats: Float32Array, from: Place): { shares: Float64Array; logs: Float64Array } {
    const values = Float64Array.from({ length: outputs }, (_, i) => floats[from + i]! / temperature)
    const largest = values.reduce((best, value) => Math.max(best, value), -Infinity)
    const powers = values.map((value) => expFloat(Math.fround(value - largest)))
    const sum = powers.reduce((total, power) => total + power, 0)
    const log = largest + logFloat(Math.fround(sum))
    return { shares: powers.map((power) => power / sum), logs: values.map((value) => value - log) }
  }

  return {
    ...hard,
    setTruth(truth, chosen) {
      hard.setTruth(truth, chosen)
      setTargets(kernels.floats(), truth, { chosen, outputs, to: teacher })
    },
    forward(logits, rows) {
      hard.forward(logits, rows)
      for (let row = 0; row < rows; row++) judge(logits, row)
    },
    backward(rows) {
      const gradient = hard.backward(rows)
      const floats = kernels.floats()
      for (let row = 0; row < rows; row++) {
        const soft = weight * temperature * floats[hard.rowWeights + row]!
        for (let at = row * stride; at < row * stride + outputs; at++)
          floats[gradient + at] = (1 - weight) * floats[gradient + at]! + soft * floats[differences + at]!
      }
      return gradient
    },
  }
}
