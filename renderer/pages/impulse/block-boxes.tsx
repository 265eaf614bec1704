/** The DSP blocks as boxes with shapes and costs. */
import type { ImpulseDescription } from '../../../shared/dsp/describe.ts'
import { CUSTOM_BLOCK } from '../../../shared/dsp/custom.ts'
import { dspBlocks, typeOf } from '../../../shared/dsp/registry.ts'
import type { DspBlock, Impulse } from '../../../shared/model/impulse.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { formatBytes, formatCount, formatNumberOf } from '../../components/format.ts'
import { Menu } from '../../components/menu.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { nameProblem, withAxis, withBlock, withChangedBlock, withoutBlock } from './impulse-edits.ts'
import { NameField } from './name-field.tsx'

interface Props {
  impulse: Impulse
  description: ImpulseDescription
  onChange: (impulse: Impulse) => void
}

export function blockName(block: DspBlock): string {
  if (block.code) return typeOf(block).name
  return dspBlocks.find((type) => type.id === block.block)?.name ?? block.block
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
            <BlockDetails impulse={impulse} block={block} onChange={onChange} />
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

/** Name and axes of a block. */
function BlockDetails({ impulse, block, onChange }: Pick<Props, 'impulse' | 'onChange'> & { block: DspBlock }) {
  const others = impulse.dsp.map(({ id }) => id).filter((id) => id !== block.id)
  const axes = block.axes ?? impulse.input.axes
  return (
    <Details label="Name and axes">
      <NameField
        label={`Name of ${block.id}`}
        value={block.id}
        check={(name) => nameProblem(name, others)}
        onEnter={(id) => onChange(withChangedBlock(impulse, block.id, { id }))}
      />
      <div role="group" aria-label={`Axes of ${block.id}`} className="ui-row">
        {impulse.input.axes.map((axis) => (
          <Toggle
            key={axis}
            label={axis}
            checked={axes.includes(axis)}
            disabled={axes.length === 1 && axes.includes(axis)}
            onChange={(used) => onChange(withAxis(impulse, block, axis, used))}
          />
        ))}
      </div>
    </Details>
  )
}
