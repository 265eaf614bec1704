/** The learning blocks as boxes, and the labels that come out. */
import type { ImpulseDescription } from '../../../shared/dsp/describe.ts'
import { type Impulse, isNetworkBlock, type LearnBlock } from '../../../shared/model/impulse.ts'
import type { LabelCount } from '../../../shared/model/sample.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { formatCount, formatNumberOf } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { Menu } from '../../components/menu.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { LEARN_KINDS, learnName, withChangedLearn, withInput, withLearn, withoutLearn } from './impulse-edits.ts'
import { NameField } from './name-field.tsx'

interface Props {
  impulse: Impulse
  description: ImpulseDescription
  labels: readonly LabelCount[]
  /** Of the first network. */
  cost: { parameters: number; macs: number } | null
  onChange: (impulse: Impulse) => void
}

export function LearnBoxes({ impulse, description, labels, cost, onChange }: Props) {
  const network = impulse.learn.find(isNetworkBlock)
  return (
    <div className="impulse__column">
      {impulse.learn.map((block) => (
        <Card
          key={block.id}
          title={learnName(block)}
          actions={
            impulse.learn.length > 1 && (
              <Button
                icon="delete"
                kind="quiet"
                aria-label={`Remove ${block.id}`}
                onPress={() => onChange(withoutLearn(impulse, block.id))}
              />
            )
          }
        >
          <p>{shapeOf(block, featuresOf(block, description), labels.length)}</p>
          {cost && block === network && (
            <p className="ui-muted">
              {formatCount(cost.parameters)} parameters, {formatCount(cost.macs)} multiply-adds <Tag>est.</Tag>
            </p>
          )}
          {impulse.dsp.length > 1 && <Inputs impulse={impulse} block={block} onChange={onChange} />}
          <Details label="Name">
            <NameField
              label={`Name of ${block.id}`}
              value={learnName(block)}
              onEnter={(name) => onChange(withChangedLearn(impulse, block.id, { name }))}
            />
          </Details>
          <a href="#/training" data-box="">
            Open Training
          </a>
        </Card>
      ))}
      <Menu
        label="Add learning block"
        items={LEARN_KINDS.map(({ block, name, help }) => ({
          label: `${name}: ${help}`,
          onPress: () => onChange(withLearn(impulse, block)),
        }))}
      >
        Add learning block
      </Menu>
      <Card title="Output">
        <div className="ui-row">
          {labels.map(({ name, color, count }) => (
            <LabelChip key={name} name={name} color={color} count={count} />
          ))}
        </div>
        {labels.length < 2 && <p className="ui-muted">A model needs at least two labels to tell apart.</p>}
      </Card>
    </div>
  )
}

function featuresOf({ inputs }: LearnBlock, { dsp }: ImpulseDescription): number {
  return dsp.filter(({ id }) => inputs.includes(id)).reduce((sum, { features }) => sum + features, 0)
}

function shapeOf(block: LearnBlock, features: number, labels: number): string {
  if (block.block === 'anomaly-kmeans') {
    return `${formatNumberOf(features, 'feature')} → ${formatNumberOf(block.clusters, 'cluster')}`
  }
  if (block.block === 'anomaly-gmm') {
    return `${formatNumberOf(features, 'feature')} → ${formatNumberOf(block.components, 'component')}`
  }
  const hidden = block.layers.flatMap((layer) => (layer.type === 'dense' ? [layer.units] : []))
  const outputs = block.block === 'regression' ? 1 : labels
  return [features, ...hidden, outputs].map((size) => formatCount(size)).join(' → ')
}

function Inputs({ impulse, block, onChange }: Pick<Props, 'impulse' | 'onChange'> & { block: LearnBlock }) {
  return (
    <div role="group" aria-label={`Inputs of ${block.id}`} className="ui-row">
      <span className="ui-muted">Inputs</span>
      {impulse.dsp.map(({ id }) => {
        const used = block.inputs.includes(id)
        return (
          <Toggle
            key={id}
            label={id}
            checked={used}
            disabled={used && block.inputs.length === 1}
            onChange={(checked) => onChange(withInput(impulse, block, id, checked))}
          />
        )
      })}
    </div>
  )
}
