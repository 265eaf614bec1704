/** Label, length, number of takes, and what is folded away. */
import { useState } from 'react'
import { useLayout } from '../../app/layout.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { LabelChip } from '../../components/label-chip.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Toggle } from '../../components/toggle.tsx'
import type { RecordLabel } from './labels.ts'
import { PictureFields } from './picture-fields.tsx'
import type { PictureSize } from './picture-size.ts'
import { MoreBoards } from './more-boards.tsx'
import type { UsedRecordSettings } from './record-settings.ts'
import { TriggerFields } from './trigger-fields.tsx'

interface Props {
  labels: readonly RecordLabel[]
  /** The label of what is recorded, or comes next. */
  label: string
  settings: UsedRecordSettings
  axes: readonly { name: string; unit: string }[]
  /** To choose from, where the camera is connected. */
  pictureSizes: readonly PictureSize[] | null
  onLabel: (name: string) => void
}

export function RecordControls({ labels, label, settings, axes, pictureSizes, onLabel }: Props) {
  const { untilStopped, change } = settings
  return (
    <Card title="What to record">
      <div className="ui-row" role="group" aria-label="Label">
        {labels.map(({ name, color, count }) => (
          <LabelChip
            key={name}
            name={name}
            color={color}
            count={count}
            showDigit
            pressed={name === label}
            onPress={() => onLabel(name)}
          />
        ))}
      </div>
      <NewLabel
        onAdd={(name) => {
          if (!labels.some((label) => label.name === name)) change({ typed: [...settings.typed, name] })
          onLabel(name)
        }}
      />
      {pictureSizes ? <PictureFields settings={settings} sizes={pictureSizes} /> : <LengthFields settings={settings} />}
      <Toggle
        label="Until stopped"
        help={
          pictureSizes
            ? 'One picture after the other. Keys 1–9 switch the label.'
            : 'Keys 1–9 switch the label while recording: each stretch becomes a sample.'
        }
        checked={untilStopped}
        onChange={(value) => change({ untilStopped: value })}
      />
      <MoreControls settings={settings} axes={axes} pictures={pictureSizes !== null} />
    </Card>
  )
}

function LengthFields({ settings }: Pick<Props, 'settings'>) {
  const { untilStopped, seconds, takes, change } = settings
  return (
    <div className="record__fields">
      <NumberField
        label="Length"
        unit="s"
        value={seconds}
        disabled={untilStopped}
        min={0.1}
        max={3600}
        step={0.5}
        onChange={(value) => change({ seconds: value })}
      />
      <NumberField label="Takes" value={takes} min={1} max={1000} onChange={(value) => change({ takes: value })} />
    </div>
  )
}

function NewLabel({ onAdd }: { onAdd: (name: string) => void }) {
  const [name, setName] = useState('')
  return (
    <form
      className="record__new"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() === '') return
        onAdd(name.trim())
        setName('')
      }}
    >
      <TextField label="New label" value={name} onChange={setName} maxLength={200} />
      <Button
        icon="add"
        {...(name.trim() === '' ? { reason: 'Type a name first.' } : {})}
        onPress={(event) => event.currentTarget.form?.requestSubmit()}
      >
        Add label
      </Button>
    </form>
  )
}

function MoreControls({ settings, axes, pictures }: Pick<Props, 'settings' | 'axes'> & { pictures: boolean }) {
  const [open, setOpen] = useLayout('record/details', false)
  const { countdownSeconds, restSeconds, forTesting, change } = settings
  return (
    <Details open={open} onToggle={setOpen}>
      <div className="record__fields">
        <NumberField
          label="Countdown"
          unit="s"
          value={countdownSeconds}
          min={0}
          max={10}
          onChange={(value) => change({ countdownSeconds: value })}
        />
        {!pictures && (
          <NumberField
            label="Rest in between"
            unit="s"
            value={restSeconds}
            min={0}
            max={60}
            onChange={(value) => change({ restSeconds: value })}
          />
        )}
      </div>
      <TriggerFields settings={settings} axes={axes} pictures={pictures} />
      <Toggle
        label="For testing"
        help="Kept aside: the model never learns from these takes."
        checked={forTesting}
        onChange={(value) => change({ forTesting: value })}
      />
      {!pictures && <MoreBoards />}
    </Details>
  )
}
