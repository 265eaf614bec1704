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
import type { UsedRecordSettings } from './record-settings.ts'

interface Props {
  labels: readonly RecordLabel[]
  settings: UsedRecordSettings
  onLabel: (name: string) => void
}

export function RecordControls({ labels, settings, onLabel }: Props) {
  const { seconds, takes, change } = settings
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
            pressed={name === settings.label}
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
      <div className="record__fields">
        <NumberField
          label="Length"
          unit="s"
          value={seconds}
          min={0.1}
          max={3600}
          step={0.5}
          onChange={(value) => change({ seconds: value })}
        />
        <NumberField label="Takes" value={takes} min={1} max={1000} onChange={(value) => change({ takes: value })} />
      </div>
      <MoreControls settings={settings} />
    </Card>
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

function MoreControls({ settings }: { settings: UsedRecordSettings }) {
  const [open, setOpen] = useLayout('record/details', false)
  const { countdownSeconds, restSeconds, forTesting, session, change } = settings
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
        <NumberField
          label="Rest in between"
          unit="s"
          value={restSeconds}
          min={0}
          max={60}
          onChange={(value) => change({ restSeconds: value })}
        />
      </div>
      <TextField
        label="Session"
        help="Who, where, which board. Takes of one session stay together when samples are split. Empty: today and this board."
        value={session}
        onChange={(value) => change({ session: value })}
      />
      <Toggle
        label="For testing"
        help="Kept aside: the model never learns from these takes."
        checked={forTesting}
        onChange={(value) => change({ forTesting: value })}
      />
    </Details>
  )
}
