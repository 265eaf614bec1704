/** What a person should know about a run that learned values, or several labels at once. */
import {
  finding,
  jumpyLoss,
  kindSplit,
  overfitting,
  risingLoss,
  stillLearning,
  stoppedEarly,
  windowCount,
  type Course,
  type Finding,
} from './course-findings.ts'

/** Fewer windows than this hardly show how a value depends on them. */
const FEW_WINDOWS = 50

export interface ValueCourse extends Course {
  /** What the value is called. */
  name: string
  targets: Float32Array
  /** Samples without a value. */
  leftOut: number
}

/** For networks that answer several labels at once too. */
export function courseFindings(course: Course): Finding[] {
  const found = [jumpyLoss, overfitting, risingLoss, stillLearning, kindSplit, stoppedEarly].map((find) => find(course))
  return found.filter((one) => one !== undefined)
}

export function valueFindings(course: ValueCourse): Finding[] {
  const own = [sameValue(course), noBetterThanMean(course), fewWindows(course), withoutValue(course)]
  return [...own.filter((one) => one !== undefined), ...courseFindings(course)]
}

function sameValue({ targets, name }: ValueCourse): Finding | undefined {
  const first = targets[0]
  if (first === undefined || targets.some((target) => target !== first)) return undefined
  return finding('problem', `Every sample has the same ${name}, ${first}. Record samples with other values.`)
}

function noBetterThanMean({ validation, name }: ValueCourse): Finding | undefined {
  if (validation.r2 === undefined || validation.r2 > 0) return undefined
  return finding(
    'problem',
    `Always answering the mean ${name} would be as good. Train longer, or choose features that show it.`,
  )
}

function fewWindows({ targets }: ValueCourse): Finding | undefined {
  if (targets.length >= FEW_WINDOWS) return undefined
  return finding(
    'warning',
    `There are ${windowCount(targets.length)} to learn from. Record more: ${FEW_WINDOWS} or more help.`,
  )
}

function withoutValue({ leftOut, name }: ValueCourse): Finding | undefined {
  if (leftOut === 0) return undefined
  const [count, were] = leftOut === 1 ? ['1 sample has', 'was'] : [`${leftOut} samples have`, 'were']
  return finding('warning', `${count} no number for ${name} and ${were} left out.`)
}
