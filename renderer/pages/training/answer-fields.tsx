/** What the network shall answer: several labels at once, or which value. */
import type { NetworkBlock } from '../../../shared/model/impulse.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Toggle } from '../../components/toggle.tsx'

interface Props {
  block: NetworkBlock
  keys: readonly string[]
  onChange: (block: NetworkBlock) => void
}

const LABEL = ''
const DELTA = 1

type Regression = Extract<NetworkBlock, { block: 'regression' }>
type LossKind = NonNullable<Regression['loss']>['kind']

const LOSSES: readonly { value: LossKind; label: string }[] = [
  { value: 'mean-squared-error', label: 'squared error: large errors count most' },
  { value: 'mean-absolute-error', label: 'absolute error: all errors count alike' },
  { value: 'huber', label: 'Huber: squared when small, plain when large' },
]

export function AnswerFields({ block, keys, onChange }: Props) {
  if (block.block === 'classification')
    return (
      <Toggle
        label="Several labels at once"
        help="Write them with commas: “dog, rain”."
        checked={block.multiLabel === true}
        onChange={(several) => {
          const { multiLabel: _, ...rest } = block
          onChange(several ? { ...rest, multiLabel: true } : rest)
        }}
      />
    )
  return <ValueFields block={block} keys={keys} onChange={onChange} />
}

function ValueFields({ block, keys, onChange }: Props & { block: Regression }) {
  const { target: chosen, ...rest } = block
  const { loss = { kind: 'mean-squared-error' } } = block
  const offered = [...new Set([...keys, ...(chosen === undefined ? [] : [chosen])])]
  return (
    <>
      <Select
        label="Value to learn"
        help="The label as a number, or a number that is known of each sample."
        value={chosen ?? LABEL}
        options={[
          { value: LABEL, label: 'the label as a number' },
          ...offered.map((key) => ({ value: key, label: key })),
        ]}
        onChange={(key) => onChange(key === LABEL ? rest : { ...rest, target: key })}
      />
      <Select
        label="What counts as error"
        value={loss.kind}
        options={LOSSES}
        onChange={(kind) => onChange({ ...block, loss: kind === 'huber' ? { kind, delta: DELTA } : { kind } })}
      />
      {loss.kind === 'huber' && (
        <NumberField
          label="Huber delta"
          help="Errors beyond it count as plain."
          value={loss.delta}
          min={0.001}
          step={0.1}
          onChange={(delta) => delta > 0 && onChange({ ...block, loss: { kind: 'huber', delta } })}
        />
      )}
    </>
  )
}
