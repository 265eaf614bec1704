/** What can be done with the samples that are chosen in the table. */
import { type RefObject, useState } from 'react'
import { type LabelCount, type Sample, SPLITS } from '../../../shared/model/sample.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { Button } from '../../components/button.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { Menu } from '../../components/menu.tsx'

interface Props {
  chosen: readonly Sample[]
  labels: readonly LabelCount[]
  /** So that F2 reaches the field. */
  field: RefObject<HTMLInputElement | null>
  onClear: () => void
}

/** "wave.3", or "3 samples". */
export function nameOfAll(samples: readonly Sample[]): string {
  const [only, second] = samples
  return only && !second ? only.name : formatNumberOf(samples.length, 'sample')
}

export function BulkBar({ chosen, labels, field, onClear }: Props) {
  const actions = useSampleActions()
  const ids = chosen.map((sample) => sample.id)
  const named = nameOfAll(chosen)
  const anyUsed = chosen.some((sample) => sample.enabled)
  if (chosen.length === 0) {
    return <p className="ui-muted dataset__bulk">Click rows to choose them. Enter opens, F2 labels, Delete deletes.</p>
  }
  const use = (enabled: boolean): void =>
    void actions.change(ids, { enabled }, enabled ? `Used again: ${named}.` : `Left out: ${named}.`)
  return (
    <div className="ui-row dataset__bulk" role="group" aria-label="Chosen samples">
      <strong>{named} chosen</strong>
      <LabelForm
        labels={labels}
        field={field}
        onLabel={(label) => void actions.change(ids, { label }, `Labelled ${named} ‘${label}’.`)}
      />
      <Menu
        label="Move to"
        items={SPLITS.map((split) => ({
          label: split,
          onPress: () => void actions.change(ids, { split }, `Moved ${named} to ${split}.`),
        }))}
      >
        Move to
      </Menu>
      <Button onPress={() => use(!anyUsed)}>{anyUsed ? 'Leave out' : 'Use again'}</Button>
      <Button icon="delete" onPress={() => void actions.remove(ids, named)}>
        Delete
      </Button>
      <Button kind="quiet" icon="close" aria-label="Choose none" onPress={onClear} />
    </div>
  )
}

interface LabelFormProps {
  labels: readonly LabelCount[]
  field: RefObject<HTMLInputElement | null>
  onLabel: (label: string) => void
}

function LabelForm({ labels, field, onLabel }: LabelFormProps) {
  const [typed, setTyped] = useState('')
  const label = typed.trim()
  function give(): void {
    if (label === '') return
    onLabel(label)
    setTyped('')
  }
  return (
    <form
      className="ui-row"
      onSubmit={(event) => {
        event.preventDefault()
        give()
      }}
    >
      <input
        ref={field}
        className="ui-input dataset__label"
        aria-label="New label"
        placeholder="New label"
        list="dataset-labels"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <datalist id="dataset-labels">
        {labels.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
      <Button {...(label === '' ? { reason: 'Type or choose a label first.' } : {})} onPress={give}>
        Label
      </Button>
    </form>
  )
}
