/** What a person should know about a run, in sentences with their evidence. */
import {
  finding,
  jumpyLoss,
  kindSplit,
  overfitting,
  percent,
  risingLoss,
  stillLearning,
  stoppedEarly,
  windowCount,
  type Course,
  type Finding,
} from './course-findings.ts'

export interface FindingsInput extends Course {
  labels: readonly string[]
  /** Training windows of each label, in the order of `labels`. */
  windowsPerLabel: readonly number[]
}

/** A label with fewer windows than this learns by luck. */
const FEW_WINDOWS = 20
/** A label this many times rarer than the most frequent one is easily ignored. */
const LOPSIDED = 5
const WEAK_RECALL = 0.5
/** Below this many windows a share says little. */
const FEW_VALIDATION_WINDOWS = 10

export function findingsOf(input: FindingsInput): Finding[] {
  return [
    oneAnswer(input),
    jumpyLoss(input),
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
