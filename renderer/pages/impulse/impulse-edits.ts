/** What the boxes of the Impulse page change: each edit gives a new impulse. */
import { newDspBlock } from '../../../shared/dsp/registry.ts'
import {
  type DspBlock,
  type Impulse,
  isNetworkBlock,
  type LearnBlock,
  learnBlockSchema,
} from '../../../shared/model/impulse.ts'

const NAME = /^[a-z][a-z0-9-]{0,39}$/

function freeId(taken: readonly string[], wanted: string): string {
  let id = wanted
  for (let number = 2; taken.includes(id); number++) id = `${wanted}-${number}`
  return id
}

/** Why a block cannot be called so; null where it can. */
export function nameProblem(name: string, others: readonly string[]): string | null {
  if (!NAME.test(name)) return 'Use small letters, digits and hyphens, beginning with a letter.'
  return others.includes(name) ? `Another block is called ${name}.` : null
}

/** A new block gets a free name, and its features go into the first learning block. */
export function withBlock(impulse: Impulse, type: string): Impulse {
  const id = freeId(
    impulse.dsp.map((block) => block.id),
    type,
  )
  const learn = impulse.learn.map((block, place) => (place === 0 ? { ...block, inputs: [...block.inputs, id] } : block))
  return { ...impulse, dsp: [...impulse.dsp, newDspBlock(type, id)], learn }
}

/** A learning block that has no input left takes the first block that stays. */
export function withoutBlock(impulse: Impulse, id: string): Impulse {
  const dsp = impulse.dsp.filter((block) => block.id !== id)
  const [first] = dsp
  if (!first) return impulse
  const learn = impulse.learn.map((block) => {
    const inputs = block.inputs.filter((input) => input !== id)
    return { ...block, inputs: inputs.length > 0 ? inputs : [first.id] }
  })
  return { ...impulse, dsp, learn }
}

export function withChangedBlock(impulse: Impulse, id: string, changes: Partial<DspBlock>): Impulse {
  const dsp = impulse.dsp.map((block) => (block.id === id ? { ...block, ...changes } : block))
  const to = changes.id
  if (to === undefined || to === id) return { ...impulse, dsp }
  const learn = impulse.learn.map((block) => ({
    ...block,
    inputs: block.inputs.map((input) => (input === id ? to : input)),
  }))
  return { ...impulse, dsp, learn }
}

/** In the order of the input; all of them is the same as none named. */
export function withAxis(impulse: Impulse, block: DspBlock, axis: string, used: boolean): Impulse {
  const before = block.axes ?? impulse.input.axes
  const axes = impulse.input.axes.filter((one) => (one === axis ? used : before.includes(one)))
  const { axes: _old, ...rest } = block
  const all = axes.length === impulse.input.axes.length
  const changed = all ? rest : { ...rest, axes }
  return { ...impulse, dsp: impulse.dsp.map((one) => (one.id === block.id ? changed : one)) }
}

export const LEARN_KINDS = [
  { block: 'classification', id: 'classifier', name: 'Classifier', help: 'Which of the labels it is.' },
  { block: 'regression', id: 'regression', name: 'Regression', help: 'How large a value is.' },
  {
    block: 'anomaly-kmeans',
    id: 'anomaly',
    name: 'Anomaly (K-means)',
    help: 'Whether it is like anything seen before.',
  },
  { block: 'anomaly-gmm', id: 'anomaly', name: 'Anomaly (GMM)', help: 'How likely it is among all seen before.' },
] as const
export type LearnKind = (typeof LEARN_KINDS)[number]['block']

export function learnName(block: LearnBlock): string {
  return block.name ?? LEARN_KINDS.find((kind) => kind.block === block.block)?.name ?? block.block
}

/** It sees what the first one sees; a network begins with the layers of the network that is there. */
export function withLearn(impulse: Impulse, kind: LearnKind): Impulse {
  const { id: wanted } = LEARN_KINDS.find((one) => one.block === kind) ?? LEARN_KINDS[0]
  const id = freeId(
    impulse.learn.map((block) => block.id),
    wanted,
  )
  const inputs = impulse.learn[0]?.inputs ?? impulse.dsp.map((block) => block.id)
  const like = impulse.learn.find(isNetworkBlock)
  const layers = like?.layers ?? [{ type: 'dense', units: 20, activation: 'relu' }]
  const added = learnBlockSchema.parse({ id, block: kind, inputs, layers, training: like?.training ?? {} })
  return { ...impulse, learn: [...impulse.learn, added] }
}

export function withoutLearn(impulse: Impulse, id: string): Impulse {
  return { ...impulse, learn: impulse.learn.filter((block) => block.id !== id) }
}

export function withChangedLearn(impulse: Impulse, id: string, changes: { name?: string; inputs?: string[] }): Impulse {
  return { ...impulse, learn: impulse.learn.map((block) => (block.id === id ? { ...block, ...changes } : block)) }
}

/** In the order of the DSP blocks; the last one stays. */
export function withInput(impulse: Impulse, block: LearnBlock, input: string, used: boolean): Impulse {
  const inputs = impulse.dsp.map(({ id }) => id).filter((id) => (id === input ? used : block.inputs.includes(id)))
  return inputs.length === 0 ? impulse : withChangedLearn(impulse, block.id, { inputs })
}
