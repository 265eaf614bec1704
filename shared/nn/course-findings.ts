/** What the course of a training says, whatever was learned. */
import type { Epoch, Evaluation, Run } from '../model/run.ts'
import { smallerRate } from './divergence.ts'

export type Finding = Run['findings'][number]

export interface Course {
  epochs: readonly Epoch[]
  bestEpoch: number
  /** Epochs asked for. */
  trainingCycles: number
  learningRate: number
  stopped: boolean
  splitRule: Run['splitRule']
  validation: Evaluation
}

const OVERFIT_ACCURACY_GAP = 0.15
const RISEN_LOSS = 1.2
/** A loss that rises by less than this share, or this share of the first one, trembles and does not jump. */
const JUMP = 0.05
const FEWEST_JUMPS = 3
/** Jumps in this share of the epochs come from steps that are too big. */
const JUMPY = 0.15

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

export function windowCount(count: number): string {
  return count === 1 ? '1 window' : `${count} windows`
}

export function finding(severity: Finding['severity'], sentence: string): Finding {
  return { severity, sentence }
}

export function overfitting({ epochs, bestEpoch }: Course): Finding | undefined {
  const best = epochs[bestEpoch - 1]
  if (best?.validationAccuracy === undefined) return undefined
  if (best.accuracy - best.validationAccuracy < OVERFIT_ACCURACY_GAP) return undefined
  const [learnt, fresh] = [percent(best.accuracy), percent(best.validationAccuracy)]
  return finding(
    'warning',
    `It learned your samples by heart: ${learnt} on them, ${fresh} on new ones. Record more people or places.`,
  )
}

export function risingLoss({ epochs, bestEpoch }: Course): Finding | undefined {
  const [best, last] = [epochs[bestEpoch - 1], epochs.at(-1)]
  if (!best || !last) return undefined
  const [from, to] = [best.validationLoss ?? best.loss, last.validationLoss ?? last.loss]
  if (last.epoch === best.epoch || to < from * RISEN_LOSS || to - from < 0.05) return undefined
  const kept = `The weights of epoch ${bestEpoch} are kept.`
  if (last.validationLoss === undefined)
    return finding(
      'warning',
      `The loss rose again from ${from.toFixed(2)} to ${to.toFixed(2)}. ${kept} Try a smaller learning rate.`,
    )
  return finding(
    'info',
    `After epoch ${bestEpoch} it got worse on new samples: loss ${from.toFixed(2)} to ${to.toFixed(2)}. ${kept}`,
  )
}

export function stillLearning({ epochs, bestEpoch, trainingCycles, stopped }: Course): Finding | undefined {
  const [last, earlier] = [epochs.at(-1), epochs.at(-6)]
  if (stopped || !last || !earlier || bestEpoch !== trainingCycles) return undefined
  const [to, from] = [last.validationLoss ?? last.loss, earlier.validationLoss ?? earlier.loss]
  if (to > from * 0.9 || to < 0.02) return undefined
  const advice = `Train for ${trainingCycles * 2} cycles.`
  return finding(
    'info',
    `It was still getting better: loss ${from.toFixed(2)} to ${to.toFixed(2)} in the last 5 epochs. ${advice}`,
  )
}

export function stoppedEarly({ stopped, epochs, trainingCycles, bestEpoch }: Course): Finding | undefined {
  if (!stopped) return undefined
  return finding(
    'info',
    `Stopped after ${epochs.length} of ${trainingCycles} epochs. The weights of epoch ${bestEpoch} are kept.`,
  )
}

export function kindSplit({ splitRule, validation }: Course): Finding | undefined {
  if (splitRule === 'none')
    return finding('info', 'Nothing was kept for validation, so nobody knows how it does on new samples.')
  if (splitRule !== 'sample' || validation.windows === 0) return undefined
  const wanted = validation.confusion.labels.length > 0 ? ' with all labels' : ''
  return finding(
    'info',
    `Validation samples come from the sessions it learned from, so this score is too kind. Record a second session${wanted}.`,
  )
}

/** Steps so big that the network keeps jumping out of what it found. */
export function jumpyLoss({ epochs, learningRate }: Course): Finding | undefined {
  const first = epochs[0]?.loss ?? 0
  const rises = epochs.filter((epoch, at) => {
    const before = epochs[at - 1]?.loss ?? Infinity
    return epoch.loss > before * (1 + JUMP) && epoch.loss - before > JUMP * first
  }).length
  if (rises < FEWEST_JUMPS || rises < JUMPY * epochs.length) return undefined
  return finding(
    'warning',
    `Learning rate too high: the loss rose ${rises} times in ${epochs.length} epochs. Try ${smallerRate(learningRate)}.`,
  )
}
