/** What a person should know about a run of a learning block, whatever it learns. */
import type { NetworkBlock } from '../../shared/model/impulse.ts'
import type { Epoch, Evaluation } from '../../shared/model/run.ts'
import type { Finding } from '../../shared/nn/course-findings.ts'
import { findingsOf } from '../../shared/nn/findings.ts'
import { sessionFinding, type JudgedWindow } from '../../shared/nn/session-findings.ts'
import { courseFindings, valueFindings } from '../../shared/nn/value-findings.ts'
import { classCounts } from '../../shared/nn/training-data.ts'
import type { LearningData } from './learning-data.ts'

export interface FoundIn {
  learn: NetworkBlock
  data: LearningData
  epochs: Epoch[]
  bestEpoch: number
  stopped: boolean
  validation: Evaluation
  /** Windows that were not learned from. */
  fresh: readonly JudgedWindow[]
}

export function runFindings({ fresh, ...found }: FoundIn): Finding[] {
  const bySession = sessionFinding(fresh)
  return [...blockFindings(found), ...(bySession ? [bySession] : [])]
}

function blockFindings({ learn, data, ...course }: Omit<FoundIn, 'fresh'>): Finding[] {
  const { train, names, rule, leftOut } = data
  const { trainingCycles, learningRate } = learn.training
  const common = { ...course, trainingCycles, learningRate, splitRule: rule }
  if (train.truth.kind === 'value') {
    return valueFindings({ ...common, leftOut: leftOut.length, name: names[0] ?? '', targets: train.truth.targets })
  }
  if (train.truth.kind === 'several') return courseFindings(common)
  const windowsPerLabel = classCounts({ labels: train.truth.labels, classes: names })
  return findingsOf({ ...common, labels: names, windowsPerLabel })
}
