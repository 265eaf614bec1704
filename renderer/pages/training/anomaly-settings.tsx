/** What an anomaly block looks at, and when it calls a window strange. */
import { useState } from 'react'
import type { AnomalyBlock } from '../../../shared/model/impulse.ts'
import type { Output } from '../../../shared/contract/operations.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Toggle } from '../../components/toggle.tsx'

type Ranking = Output<'anomaly/suggest'>

/** The most telling features are enough to choose from. */
const OFFERED = 20

interface Props {
  block: AnomalyBlock
  onChange: (block: AnomalyBlock) => void
  save: () => Promise<boolean>
}

export function AnomalySettings({ block, onChange, save }: Props) {
  const suggest = useOperation('anomaly/suggest')
  const [ranking, setRanking] = useState<Ranking | null>(null)
  async function rank(): Promise<void> {
    const answer = (await save()) && (await suggest.run({ learnId: block.id }))
    if (answer) setRanking(answer)
  }
  const { features, threshold } = block
  const usual = (): void => {
    const { features: _, ...rest } = block
    onChange(rest)
  }
  const toggle = (name: string, on: boolean): void => {
    const before = features ?? ranking?.suggested ?? []
    const next = on ? [...before, name] : before.filter((one) => one !== name)
    if (next.length > 0) onChange({ ...block, features: next })
  }
  return (
    <>
      {block.block === 'anomaly-kmeans' ? (
        <NumberField
          label="Clusters"
          help="So many usual places are learned."
          value={block.clusters}
          min={1}
          max={1024}
          onChange={(clusters) => clusters >= 1 && clusters <= 1024 && onChange({ ...block, clusters })}
        />
      ) : (
        <NumberField
          label="Components"
          help="So many heaps of usual windows are learned."
          value={block.components}
          min={1}
          max={256}
          onChange={(components) => components >= 1 && components <= 256 && onChange({ ...block, components })}
        />
      )}
      <Toggle
        label="Threshold from the data"
        help="Chosen so that usual windows stay below it."
        checked={threshold === undefined}
        onChange={(automatic) => {
          const { threshold: _, ...rest } = block
          onChange(automatic ? rest : { ...rest, threshold: 1 })
        }}
      />
      {threshold !== undefined && (
        <NumberField
          label="Threshold"
          help="Windows that score above it are strange."
          value={threshold}
          step={0.1}
          onChange={(next) => onChange({ ...block, threshold: next })}
        />
      )}
      <p>{features ? `Looks at ${features.join(', ')}.` : 'Looks at the features that tell most.'}</p>
      <div className="ui-row">
        <Button size="small" onPress={() => void rank()}>
          Choose features
        </Button>
        {features && (
          <Button size="small" kind="quiet" onPress={usual}>
            Choose for me
          </Button>
        )}
      </div>
      {suggest.running && <p role="status">Ranking the features.</p>}
      <ErrorAlert error={suggest.error} />
      {ranking && (
        <div role="group" aria-label="Features, the most telling first" className="ui-stack">
          {ranking.ranked.slice(0, OFFERED).map(({ name }) => (
            <Toggle
              key={name}
              label={name}
              checked={(features ?? ranking.suggested).includes(name)}
              onChange={(on) => toggle(name, on)}
            />
          ))}
        </div>
      )}
    </>
  )
}
