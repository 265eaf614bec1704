/** What a learning block learns from, is checked by and is tested on: windows and samples, divided. */
import { AppError } from '../../shared/contract/errors.ts'
import { type Impulse, isNetworkBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import type { Run } from '../../shared/model/run.ts'
import { outputNames, rowsOf, valueOfSample, type Rows } from '../../shared/nn/rows.ts'
import { chooseValidation } from '../../shared/nn/splits.ts'
import type { SampleFacts, WindowSet } from './tasks.ts'

export interface LearningData {
  names: string[]
  train: Rows
  validation: Rows
  test: Rows
  rule: Run['splitRule']
  /** Samples that have no value to learn from. */
  leftOut: SampleFacts[]
  /** Ids of samples. */
  division: { train: number[]; validation: number[] }
}

export interface LearningInput {
  impulse: Impulse
  learnId: string
  windows: WindowSet
  samples: SampleFacts[]
}

export function networkOf({ impulse, learnId }: Pick<LearningInput, 'impulse' | 'learnId'>): NetworkBlock {
  const learn = impulse.learn.find((block) => block.id === learnId)
  if (learn && isNetworkBlock(learn)) return learn
  throw new AppError('impulse/invalid', { message: `The impulse has no network called "${learnId}".` })
}

export function learningData(input: LearningInput, learn: NetworkBlock): LearningData {
  const { samples, leftOut } = learnable(input, learn)
  const choice = chooseValidation(splitSamples(samples, learn), learn.training)
  const { rule, ...division } = choice
  return { ...dividedData({ ...input, samples }, learn, division), rule, leftOut, division }
}

/** Rows of each part; those of the test are all samples of that split. */
export function dividedData(
  { windows, samples }: Pick<LearningInput, 'windows' | 'samples'>,
  learn: NetworkBlock,
  ids: { train: readonly number[]; validation: readonly number[] },
): Pick<LearningData, 'names' | 'train' | 'validation' | 'test'> {
  const used = new Set(windows.sampleIds)
  const names = outputNames(
    learn,
    samples.filter((sample) => sample.split !== 'test' && used.has(sample.id)),
  )
  const part = (chosen: ReadonlySet<number>): Rows =>
    rowsOf(learn, names, { windows, samples: samples.filter((sample) => chosen.has(sample.id)) })
  const test = samples.filter((sample) => sample.split === 'test').map((sample) => sample.id)
  return {
    names,
    train: part(new Set(ids.train)),
    validation: part(new Set(ids.validation)),
    test: part(new Set(test)),
  }
}

/** Samples that say something about the outputs; throws where none does. */
export function learnable(
  { samples }: Pick<LearningInput, 'samples'>,
  learn: NetworkBlock,
): { samples: SampleFacts[]; leftOut: SampleFacts[] } {
  if (learn.block !== 'regression') return { samples, leftOut: [] }
  const has = (sample: SampleFacts): boolean => valueOfSample(sample, learn.target) !== undefined
  const known = samples.filter(has)
  if (samples.length > 0 && known.length === 0) throw noValues(samples[0]!, learn.target)
  return { samples: known, leftOut: samples.filter((sample) => !has(sample)) }
}

function noValues(sample: SampleFacts, target: string | undefined): AppError {
  const message =
    target === undefined
      ? `A regression learns numbers, but the label of ${sample.name} is "${sample.label}".`
      : `No sample has a number under "${target}".`
  return new AppError('training/no-values', { message, data: { target: target ?? null, sample: sample.name } })
}

/** As the rule of division sees samples: what stays together, and what must be on both sides. */
export function splitSamples(samples: readonly SampleFacts[], learn: NetworkBlock): SampleFacts[] {
  const key = learn.training.validationKey
  return samples.map((sample) => ({
    ...sample,
    session: (key === undefined ? undefined : sample.metadata[key]) ?? sample.session,
    // Values are hardly ever the same twice: only labels can be on both sides.
    label: learn.block === 'regression' ? '' : sample.label,
  }))
}
