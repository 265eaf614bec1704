/** The DSP blocks and the learning block as boxes with shapes and costs. */
import type { ImpulseDescription } from '../../../shared/dsp/describe.ts'
import { CUSTOM_BLOCK } from '../../../shared/dsp/custom.ts'
import { dspBlocks, newDspBlock, typeOf } from '../../../shared/dsp/registry.ts'
import { type DspBlock, type Impulse, isNetworkBlock } from '../../../shared/model/impulse.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatBytes, formatCount, formatNumberOf } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { Menu } from '../../components/menu.tsx'
import { Tag } from '../../components/state-badge.tsx'
import type { LabelCount } from '../../../shared/model/sample.ts'

interface Props {
  impulse: Impulse
  description: ImpulseDescription
  onChange: (impulse: Impulse) => void
}

export function blockName(block: DspBlock): string {
  if (block.code) return typeOf(block).name
  return dspBlocks.find((type) => type.id === block.block)?.name ?? block.block
}

/** A new block gets a free name, and its features go into the first learning block. */
function withBlock(impulse: Impulse, type: string): Impulse {
  const taken = new Set(impulse.dsp.map((block) => block.id))
  let id = type
  for (let number = 2; taken.has(id); number++) id = `${type}-${number}`
  const learn = impulse.learn.map((block, place) => (place === 0 ? { ...block, inputs: [...block.inputs, id] } : block))
  return { ...impulse, dsp: [...impulse.dsp, newDspBlock(type, id)], learn }
}

export function withoutBlock(impulse: Impulse, id: string): Impulse {
  const learn = impulse.learn.map((block) => ({ ...block, inputs: block.inputs.filter((input) => input !== id) }))
  return { ...impulse, dsp: impulse.dsp.filter((block) => block.id !== id), learn }
}

export function DspBoxes({ impulse, description, onChange }: Props) {
  return (
    <div className="impulse__column">
      {impulse.dsp.map((block) => {
        const problems = description.problems.filter((problem) => problem.field.startsWith(`dsp.${block.id}.`))
        const broken = problems.some((problem) => problem.severity === 'error')
        const shape = broken ? undefined : description.dsp.find((one) => one.id === block.id)
        const rows = description.windowReadings
        const name = blockName(block)
        return (
          <Card
            key={block.id}
            title={name}
            actions={
              impulse.dsp.length > 1 && (
                <Button
                  icon="delete"
                  kind="quiet"
                  aria-label={`Remove ${block.id}`}
                  onPress={() => onChange(withoutBlock(impulse, block.id))}
                />
              )
            }
          >
            <p>
              {formatCount(rows)} × {(block.axes ?? impulse.input.axes).length} →{' '}
              {shape ? formatNumberOf(shape.features, 'feature') : '–'}
            </p>
            {shape && (
              <p className="ui-muted">
                {formatCount(shape.macs)} multiply-adds, {formatBytes(shape.ramBytes)} RAM <Tag>est.</Tag>
              </p>
            )}
            {problems.map((problem) => (
              <Alert key={problem.field} kind={problem.severity === 'error' ? 'problem' : 'stale'}>
                {problem.sentence}
              </Alert>
            ))}
            <a href={`#/impulse/${block.id}`} data-box={impulse.dsp.length > 1 ? block.id : ''}>
              Open {name}
            </a>
          </Card>
        )
      })}
      <Menu
        label="Add DSP block"
        items={[
          ...dspBlocks.map((type) => ({
            label: `${type.name}: ${type.description}`,
            onPress: () => onChange(withBlock(impulse, type.id)),
          })),
          {
            label: 'Custom: Your own code, in TypeScript or C, makes the features.',
            onPress: () => onChange(withBlock(impulse, CUSTOM_BLOCK)),
          },
        ]}
      >
        Add DSP block
      </Menu>
    </div>
  )
}

interface LearnProps {
  impulse: Impulse
  features: number
  labels: readonly LabelCount[]
  cost: { parameters: number; macs: number; flashBytes: number; ramBytes: number } | null
}

export function LearnBoxes({ impulse, features, labels, cost }: LearnProps) {
  return (
    <div className="impulse__column">
      {impulse.learn.map((block) => {
        const layers = isNetworkBlock(block) ? block.layers : []
        const hidden = layers.filter((layer) => layer.type === 'dense').map((layer) => layer.units)
        return (
          <Card key={block.id} title="Classifier">
            <p>{[features, ...hidden, labels.length].map((size) => formatCount(size)).join(' → ')}</p>
            {cost && (
              <p className="ui-muted">
                {formatCount(cost.parameters)} parameters, {formatCount(cost.macs)} multiply-adds <Tag>est.</Tag>
              </p>
            )}
            <a href="#/training" data-box="">
              Open Training
            </a>
          </Card>
        )
      })}
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
