/** Changed copies of the training windows, seen on a sample of one's own before anything is trained. */
import type { Augmentation, Impulse, NetworkBlock } from '../../../shared/model/impulse.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatPercent } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { Term } from '../../components/term.tsx'
import { Toggle } from '../../components/toggle.tsx'
import {
  AUGMENT_FIELDS,
  type AugmentField,
  type AugmentGroup,
  augmentValue,
  gentleAugmentation,
  GROUP_NAMES,
  suitableGroups,
  withAugment,
} from './augment-edits.ts'
import { AugmentPreview } from './augment-preview.tsx'

interface Props {
  impulse: Impulse
  block: NetworkBlock
  shape: readonly number[]
  onChange: (block: NetworkBlock) => void
}

export function AugmentPanel({ impulse, block, shape, onChange }: Props) {
  const groups = suitableGroups(impulse, shape)
  const change = (augmentation: Augmentation | undefined): void => {
    const { augmentation: _, ...rest } = block
    onChange(augmentation ? { ...rest, augmentation } : rest)
  }
  const { augmentation } = block
  return (
    <div className="training">
      <div className="training__column">
        <Card
          title="Augmentation"
          actions={
            augmentation ? (
              <Button size="small" onPress={() => change(undefined)}>
                Switch off
              </Button>
            ) : (
              <Button size="small" onPress={() => change(gentleAugmentation(groups))}>
                Use a little of all
              </Button>
            )
          }
        >
          <p>
            <Term id="augmentation">Augmentation</Term> helps where samples are few. Tests stay as they are.
          </p>
          {augmentation && (
            <NumberField
              label="Copies of each window"
              help="Training takes longer by as much."
              value={augmentation.copies}
              min={1}
              max={20}
              onChange={(copies) => copies >= 1 && copies <= 20 && change({ ...augmentation, copies })}
            />
          )}
          {groups.map((group) => (
            <Fields key={group} group={group} augmentation={augmentation} onChange={change} />
          ))}
        </Card>
      </div>
      <div className="training__column">
        <AugmentPreview learnId={block.id} augmentation={augmentation} kind={impulse.input.kind} />
      </div>
    </div>
  )
}

interface FieldsProps {
  group: AugmentGroup
  augmentation: Augmentation | undefined
  onChange: (augmentation: Augmentation | undefined) => void
}

function Fields({ group, augmentation, onChange }: FieldsProps) {
  return (
    <fieldset className="training__fields">
      <legend>{GROUP_NAMES[group]}</legend>
      {AUGMENT_FIELDS.filter((field) => field.group === group).map((field) => (
        <Control
          key={field.key}
          field={field}
          value={augmentValue(augmentation, field)}
          onChange={(value) => onChange(withAugment(augmentation, field, value))}
        />
      ))}
    </fieldset>
  )
}

const OFF = 'off'

function Control({
  field,
  value,
  onChange,
}: {
  field: AugmentField
  value: unknown
  onChange: (value: unknown) => void
}) {
  const { label, help, kind, unit, max = 1, step = 0.01 } = field
  if (kind === 'flag')
    return (
      <Toggle label={label} help={help} checked={value === true} onChange={(on) => onChange(on ? true : undefined)} />
    )
  if (kind === 'strength')
    return (
      <Select
        label={label}
        help={help}
        value={value === 'low' || value === 'high' ? value : OFF}
        options={[OFF, 'low', 'high'].map((one) => ({ value: one, label: one }))}
        onChange={(one) => onChange(one === OFF ? undefined : one)}
      />
    )
  const known = typeof value === 'number' ? value : 0
  const written = (one: number): string => (kind === 'share' ? formatPercent(one) : `${one} ${unit ?? ''}`)
  return (
    <Slider
      label={label}
      help={help}
      value={known}
      min={0}
      max={max}
      step={step}
      format={(one) => (one === 0 ? OFF : written(one))}
      onChange={(next) => onChange(next === 0 ? undefined : next)}
    />
  )
}
