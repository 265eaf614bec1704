/** The rows a network learns from, and the checks that keep senseless ones out. */
import { AppError } from '../contract/errors.ts'

export interface TrainingData {
  /** `[rows, inputs]`, row-major. */
  features: Float32Array
  /** Class of each row, an index into `classes`. */
  labels: Int32Array
  inputs: number
  classes: string[]
  /** How much each row counts; all the same where absent. */
  sampleWeights?: Float32Array
}

/** Fewer rows than this of a label cannot show what its rows have in common. */
const FEWEST_ROWS_PER_CLASS = 2

export function rowCount(data: TrainingData): number {
  return data.labels.length
}

export function classCounts(data: Pick<TrainingData, 'labels' | 'classes'>): number[] {
  const counts = data.classes.map(() => 0)
  for (const label of data.labels) counts[label]! += 1
  return counts
}

/** Shape, range and finiteness. `name` says which set it is in messages. */
export function checkData(data: TrainingData, name: string): void {
  const { features, labels, inputs, classes, sampleWeights } = data
  checkFeatures({ features, inputs, rows: labels.length }, name)
  if (sampleWeights && sampleWeights.length !== labels.length)
    throw new Error(`${name}: ${sampleWeights.length} weights for ${labels.length} rows`)
  for (const label of labels)
    if (label < 0 || label >= classes.length) throw new Error(`${name}: label ${label} of ${classes.length} classes`)
}

interface FeatureTable {
  features: Float32Array
  inputs: number
  rows: number
}

export function checkFeatures({ features, inputs, rows }: FeatureTable, name: string): void {
  if (!Number.isInteger(inputs) || inputs < 1)
    throw new AppError('training/bad-features', {
      message: `The number of features is ${inputs}; it must be 1 or more.`,
    })
  if (features.length !== rows * inputs)
    throw new Error(`${name}: ${features.length} values for ${rows} rows of ${inputs} features`)
  const bad = features.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) throw badFeature(features[bad]!, { row: Math.floor(bad / inputs), feature: bad % inputs, name })
}

function badFeature(value: number, where: { row: number; feature: number; name: string }): AppError {
  return new AppError('training/bad-features', {
    message: `Feature ${where.feature + 1} of window ${where.row + 1} (${where.name}) is ${value}, not a number to learn from.`,
    data: where,
  })
}

/** There must be two labels or more, each with enough rows. */
export function checkLearnable(data: TrainingData): void {
  const counts = classCounts(data)
  const present = data.classes.filter((_name, index) => counts[index]! > 0)
  if (rowCount(data) === 0) throw new AppError('training/too-few', { message: 'There are no windows to learn from.' })
  if (present.length < 2)
    throw new AppError('training/one-class', {
      message: `All windows have the label "${present[0] ?? ''}". A model needs at least two labels to tell apart.`,
      data: { labels: present },
    })
  const poor = counts.findIndex((count) => count < FEWEST_ROWS_PER_CLASS)
  if (poor >= 0) throw tooFew(data.classes[poor]!, counts[poor]!)
}

function tooFew(label: string, windows: number): AppError {
  const count = windows === 0 ? 'no windows' : '1 window'
  return new AppError('training/too-few', {
    message: `"${label}" has ${count} to learn from. It needs at least ${FEWEST_ROWS_PER_CLASS}.`,
    hint: `Record 2 more samples of "${label}", or use a shorter window.`,
    data: { label, windows, needed: FEWEST_ROWS_PER_CLASS },
  })
}
