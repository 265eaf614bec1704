/**
 * Losses against values: regression, and yes-or-no answers where several labels can be true. Each row's loss is the
 * mean over its outputs. Rows are short, so both kinds of kernels share these lines.
 */
import { expFloat, logFloat } from '../float-math.ts'
import { padded, type Place } from '../kernels.ts'
import { setTargets, type LossOptions, type RunningLoss } from './running-loss.ts'

export type ValueLossChoice =
  | { kind: 'binary-cross-entropy' }
  | { kind: 'mean-squared-error' }
  | { kind: 'mean-absolute-error' }
  /** Squared up to an error of `delta`, straight beyond (Huber, 1964). */
  | { kind: 'huber'; delta: number }

interface Judgement {
  answer: number
  loss: number
  /** ∂loss/∂logit. */
  slope: number
}

type Judge = (logit: number, target: number) => Judgement

function judgeOf(choice: ValueLossChoice): Judge {
  switch (choice.kind) {
    case 'binary-cross-entropy':
      return judgeYesOrNo
    case 'mean-squared-error':
      return (answer, target) => ({ answer, loss: (answer - target) ** 2, slope: 2 * (answer - target) })
    case 'mean-absolute-error':
      return (answer, target) => ({ answer, loss: Math.abs(answer - target), slope: Math.sign(answer - target) })
    case 'huber':
      return (answer, target) => judgeHuber(answer, target, choice.delta)
  }
}

/** −t ln p − (1 − t) ln (1 − p) with p = sigmoid(logit), written so that nothing overflows. */
function judgeYesOrNo(logit: number, target: number): Judgement {
  const power = expFloat(Math.fround(-Math.abs(logit)))
  const answer = (logit < 0 ? power : 1) / (1 + power)
  const loss = Math.max(logit, 0) - logit * target + logFloat(Math.fround(1 + power))
  return { answer, loss, slope: answer - target }
}

function judgeHuber(answer: number, target: number, delta: number): Judgement {
  const error = answer - target
  const size = Math.abs(error)
  if (size <= delta) return { answer, loss: 0.5 * error * error, slope: error }
  return { answer, loss: delta * (size - 0.5 * delta), slope: delta * Math.sign(error) }
}

interface Room {
  targets: Place
  rowWeights: Place
  losses: Place
  answers: Place
  slopes: Place
}

export function valueLoss({ kernels, outputs, capacity }: LossOptions, choice: ValueLossChoice): RunningLoss {
  const stride = padded(outputs)
  const judge = judgeOf(choice)
  const block = (): Place => kernels.allocate(capacity * stride)
  const rowWeights = kernels.allocate(capacity)
  const losses = kernels.allocate(capacity)
  const room: Room = { targets: block(), rowWeights, losses, answers: block(), slopes: block() }
  return {
    rowWeights,
    losses,
    answers: room.answers,
    setTruth: (truth, chosen) => setTargets(kernels.floats(), truth, { chosen, outputs, to: room.targets }),
    forward(logits, rows) {
      const floats = kernels.floats()
      for (let row = 0; row < rows; row++) judgeRow(floats, room, { judge, logits, outputs, row })
    },
    backward(rows) {
      const floats = kernels.floats()
      for (let row = 0; row < rows; row++)
        for (let i = 0; i < outputs; i++) floats[room.slopes + row * stride + i]! *= floats[rowWeights + row]! / outputs
      return room.slopes
    },
    rightness(rows) {
      if (choice.kind !== 'binary-cross-entropy') return 0
      const floats = kernels.floats()
      let right = 0
      for (let row = 0; row < rows; row++)
        for (let i = row * stride; i < row * stride + outputs; i++)
          if (floats[room.answers + i]! > 0.5 === floats[room.targets + i]! > 0.5) right += 1
      return right / outputs
    },
  }
}

interface Row {
  judge: Judge
  logits: Place
  outputs: number
  row: number
}

function judgeRow(floats: Float32Array, room: Room, { judge, logits, outputs, row }: Row): void {
  const start = row * padded(outputs)
  let sum = 0
  for (let i = start; i < start + outputs; i++) {
    const { answer, loss, slope } = judge(floats[logits + i]!, floats[room.targets + i]!)
    floats[room.answers + i] = answer
    floats[room.slopes + i] = slope
    sum += loss
  }
  floats[room.losses + row] = sum / outputs
}
