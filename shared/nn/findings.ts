/** What a person should know about a run, in sentences with their evidence. */
import type { Epoch, Evaluation, Run } from '../model/run.ts'

export type Finding = Run['findings'][number]

export interface FindingsInput {
  labels: readonly string[]
  /** Training windows of each label, in the order of `labels`. */
  windowsPerLabel: readonly number[]
  epochs: readonly Epoch[]
  bestEpoch: number
  /** Epochs asked for. */
  trainingCycles: number
  stopped: boolean
  splitRule: Run['splitRule']
  validation: Evaluation
}

/** A label with fewer windows than this learns by luck. */
const FEW_WINDOWS = 20
/** A label this many times rarer than the most frequent one is easily ignored. */
const LOPSIDED = 5
const OVERFIT_ACCURACY_GAP = 0.15
const RISEN_LOSS = 1.2
const WEAK_RECALL = 0.5
/** Below this many windows a share says little. */
const FEW_VALIDATION_WINDOWS = 10

export function findingsOf(input: FindingsInput): Finding[] {
  return [
    oneAnswer(input),
    overfitting(input),
    risingLoss(input),
    stillLearning(input),
    fewWindows(input),
    lopsided(input),
    weakLabel(input),
    kindSplit(input),
    fewValidationWindows(input),
    stoppedEarly(input),
  ].filter((finding) => finding !== undefined)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function windowCount(count: number): string {
  return count === 1 ? '1 window' : `${count} windows`
}

function finding(severity: Finding['severity'], sentence: string): Finding {
  return { severity, sentence }
}

function oneAnswer({ validation }: FindingsInput): Finding | undefined {
  const { labels, matrix } = validation.confusion
  const answers = [...labels, 'UNCERTAIN'].map((_name, column) => matrix.reduce((sum, row) => sum + row[column]!, 0))
  const only = answers.findIndex((count) => count === validation.windows)
  if (only < 0 || validation.windows < 2) return undefined
  const seen = validation.perLabel.filter((one) => one.support > 0).length
  if (only === labels.length)
    return finding(
      'problem',
      `It is certain of none of ${windowCount(validation.windows)}. Train longer, or record clearer samples.`,
    )
  if (seen < 2) return undefined
  return finding(
    'problem',
    `All ${validation.windows} answers are "${labels[only]}". Try a smaller learning rate, or balance the labels.`,
  )
}

function overfitting({ epochs, bestEpoch }: FindingsInput): Finding | undefined {
  const best = epochs[bestEpoch - 1]
  if (best?.validationAccuracy === undefined) return undefined
  if (best.accuracy - best.validationAccuracy < OVERFIT_ACCURACY_GAP) return undefined
  const [learnt, fresh] = [percent(best.accuracy), percent(best.validationAccuracy)]
  return finding(
    'warning',
    `It learned your samples by heart: ${learnt} on them, ${fresh} on new ones. Record more people or places.`,
  )
}

function risingLoss({ epochs, bestEpoch }: FindingsInput): Finding | undefined {
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

function stillLearning({ epochs, bestEpoch, trainingCycles, stopped }: FindingsInput): Finding | undefined {
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

function fewWindows({ labels, windowsPerLabel }: FindingsInput): Finding | undefined {
  const fewest = Math.min(...windowsPerLabel)
  if (fewest >= FEW_WINDOWS) return undefined
  const label = labels[windowsPerLabel.indexOf(fewest)]
  return finding(
    'warning',
    `"${label}" has ${windowCount(fewest)} to learn from. Record more of it: ${FEW_WINDOWS} or more help.`,
  )
}

function lopsided({ labels, windowsPerLabel }: FindingsInput): Finding | undefined {
  const [fewest, most] = [Math.min(...windowsPerLabel), Math.max(...windowsPerLabel)]
  if (fewest === 0 || most < fewest * LOPSIDED) return undefined
  const [rare, frequent] = [labels[windowsPerLabel.indexOf(fewest)], labels[windowsPerLabel.indexOf(most)]]
  const counts = `"${frequent}" has ${windowCount(most)}, "${rare}" only ${fewest}.`
  return finding('warning', `${counts} Record more of "${rare}", or switch on class weights.`)
}

function weakLabel(input: FindingsInput): Finding | undefined {
  if (oneAnswer(input)) return undefined
  const { validation } = input
  const weak = validation.perLabel
    .filter((one) => one.recall !== undefined && one.support >= 5 && one.recall < WEAK_RECALL)
    .toSorted((a, b) => (a.recall ?? 0) - (b.recall ?? 0))[0]
  if (!weak || weak.recall === undefined) return undefined
  const { labels, matrix } = validation.confusion
  const row = matrix[labels.indexOf(weak.label)] ?? []
  const others = row.map((count, column) => (labels[column] === weak.label ? -1 : count))
  const taken = others.indexOf(Math.max(...others))
  const right = `"${weak.label}" is recognised in ${row[labels.indexOf(weak.label)]} of ${windowCount(weak.support)}`
  const other = labels[taken]
  if (other === undefined)
    return finding('warning', `${right}; of ${others[taken]} it is not certain. Record more of it.`)
  return finding('warning', `${right}; ${others[taken]} are taken for "${other}". Record more of both.`)
}

function kindSplit({ splitRule, validation }: FindingsInput): Finding | undefined {
  if (splitRule === 'none')
    return finding('info', 'Nothing was kept for validation, so nobody knows how it does on new samples.')
  if (splitRule !== 'sample' || validation.windows === 0) return undefined
  return finding(
    'info',
    'Validation samples come from the sessions it learned from, so this score is too kind. Record a second session with all labels.',
  )
}

function fewValidationWindows({ splitRule, validation }: FindingsInput): Finding | undefined {
  const { windows, accuracyLow, accuracyHigh } = validation
  if (splitRule === 'none' || windows >= FEW_VALIDATION_WINDOWS) return undefined
  if (accuracyLow === undefined || accuracyHigh === undefined)
    return finding('warning', 'No window is left for validation. Record more samples, or use a shorter window.')
  const range = `${percent(accuracyLow)} to ${percent(accuracyHigh)}`
  return finding(
    'warning',
    `Only ${windowCount(windows)} judge this model: its accuracy may be ${range}. Record more samples.`,
  )
}

function stoppedEarly({ stopped, epochs, trainingCycles, bestEpoch }: FindingsInput): Finding | undefined {
  if (!stopped) return undefined
  return finding(
    'info',
    `Stopped after ${epochs.length} of ${trainingCycles} epochs. The weights of epoch ${bestEpoch} are kept.`,
  )
}
