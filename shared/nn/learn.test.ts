import { describe, expect, it } from 'vitest'
import { plainKernels } from './plain-kernels.ts'
import { learnBlockSchema, isNetworkBlock, type NetworkBlock } from '../model/impulse.ts'
import { judgeRows } from './judge.ts'
import { learnRows, suggestLearningRate } from './learn.ts'
import { predict } from './predict.ts'
import { seededRandom } from './random.ts'
import { outputNames, rowsOf, type KnownSample, type Rows } from './rows.ts'

const kernels = plainKernels()

function network(settings: object): NetworkBlock {
  const base = {
    id: 'net',
    block: 'classification',
    inputs: ['raw'],
    layers: [{ type: 'dense', units: 12 }],
    training: {},
  }
  const block = learnBlockSchema.parse({ ...base, ...settings })
  if (!isNetworkBlock(block)) throw new Error('no network')
  return block
}

/** One window a sample with the two numbers that its truth is made of. */
function made(learn: NetworkBlock, truthOf: (x: number, y: number) => Partial<KnownSample>, count = 400): Rows {
  const random = seededRandom(7, 3)
  const points = Array.from({ length: count }, () => [random.nextFloat() * 2 - 1, random.nextFloat() * 2 - 1] as const)
  const samples = points.map(([x, y], index) => ({ id: index + 1, label: '', metadata: {}, ...truthOf(x, y) }))
  const windows = {
    featureCount: 2,
    features: Float32Array.from(points.flat()),
    sampleIds: Int32Array.from(samples, ({ id }) => id),
  }
  return rowsOf(learn, outputNames(learn, samples), { windows, samples })
}

const weight = (x: number, y: number): number => 500 + 200 * x - 100 * y * y

describe('learning a value', () => {
  const learn = network({ block: 'regression', target: 'grams', training: { trainingCycles: 80, learningRate: 0.01 } })
  const rows = made(learn, (x, y) => ({ metadata: { grams: weight(x, y).toFixed(3) } }))

  it('answers in the units of the value, however large they are', () => {
    const { graph, epochs } = learnRows({ learn, train: rows, kernels })
    expect(graph.labels).toEqual(['grams'])
    expect(graph.layers.at(-1)).toMatchObject({ activation: 'linear', outputs: 1 })
    const judged = judgeRows(predict(graph, rows.features, kernels), rows, 0)
    expect(judged.mae).toBeLessThan(10)
    expect(judged.r2).toBeGreaterThan(0.98)
    expect(judged.rmse).toBeGreaterThanOrEqual(judged.mae ?? Infinity)
    expect(judged.accuracy).toBeUndefined()
    expect(judged.loss).toBeCloseTo(epochs.at(-1)?.loss ?? 0, -1)
  })

  it.each([[{ kind: 'mean-absolute-error' }], [{ kind: 'huber', delta: 30 }]])('learns with %o', (loss) => {
    const { graph } = learnRows({ learn: { ...learn, ...network({ ...learn, loss }) }, train: rows, kernels })
    expect(judgeRows(predict(graph, rows.features, kernels), rows, 0).r2).toBeGreaterThan(0.97)
  })

  it('takes the label as the value where no key is named', () => {
    const plain = network({ block: 'regression' })
    const known = made(plain, (x) => ({ label: x > 0 ? '12.5' : 'idle' }), 20)
    expect(known.names).toEqual(['value'])
    expect(known.truth).toMatchObject({ kind: 'value' })
    expect([...(known.truth.kind === 'value' ? known.truth.targets : [])].every((value) => value === 12.5)).toBe(true)
    expect(known.sampleIds.length).toBeLessThan(20)
  })

  it('learns one and the same value without trouble', () => {
    const same = made(learn, () => ({ metadata: { grams: '250' } }), 30)
    const { graph } = learnRows({ learn, train: same, kernels })
    expect(judgeRows(predict(graph, same.features, kernels), same, 0)).not.toHaveProperty('r2')
  })
})

describe('learning several labels', () => {
  const learn = network({ multiLabel: true, training: { trainingCycles: 60, learningRate: 0.01 } })
  const rows = made(learn, (x, y) => ({ label: [x > 0 ? 'right' : '', y > 0 ? 'up' : ''].filter(Boolean).join(', ') }))

  it('answers each label with yes or no', () => {
    const { graph } = learnRows({ learn, train: rows, kernels })
    expect(graph.labels).toEqual(['right', 'up'])
    const judged = judgeRows(predict(graph, rows.features, kernels), rows, 0)
    expect(judged.accuracy).toBeGreaterThan(0.95)
    expect(judged.perLabel.map(({ f1 }) => (f1 ?? 0) > 0.95)).toEqual([true, true])
    expect(judged.accuracyLow).toBeLessThan(judged.accuracy ?? 0)
  })
})

describe('training settings of an impulse', () => {
  const learn = network({ training: { trainingCycles: 12 } })
  const rows = made(learn, (x, y) => ({ label: x * y > 0 ? 'same' : 'other' }))
  const lossWith = (training: object): number[] => {
    const block = network({ training: { trainingCycles: 12, ...training } })
    return learnRows({ learn: block, train: rows, kernels }).epochs.map(({ loss }) => loss)
  }
  const usual = lossWith({})

  it.each<[object]>([
    [{ optimizer: { kind: 'momentum', momentum: 0.9 } }],
    [{ optimizer: { kind: 'adamw', weightDecay: 0.1 } }],
    [{ schedule: { kind: 'cosine', warmUpEpochs: 2 } }],
    [{ clipNorm: 0.01 }],
    [{ l1: 0.01 }],
    [{ l2: 0.01 }],
    [{ activityL1: 0.01 }],
    [{ labelSmoothing: 0.2 }],
    [{ autoClassWeights: true }],
  ])('reach the training: %o', (training) => {
    expect(lossWith(training)).not.toEqual(usual)
  })

  it('end early when nothing gets better', () => {
    expect(lossWith({ trainingCycles: 500, learningRate: 0.05, patience: 3 }).length).toBeLessThan(500)
  })

  it('suggest a learning rate for the network itself', () => {
    const { suggested, rates, losses } = suggestLearningRate({ learn, train: rows, kernels })
    expect(rates).toHaveLength(losses.length)
    expect(suggested).toBeGreaterThan(1e-5)
    expect(suggested).toBeLessThan(1)
  })
})
