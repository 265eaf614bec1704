/** What can be done with the samples that are chosen in the table. */
import { type RefObject, useState } from 'react'
import { type LabelCount, type Sample, SPLITS } from '../../../shared/model/sample.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { Button } from '../../components/button.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { Menu } from '../../components/menu.tsx'
import { TextField } from '../../components/text-field.tsx'

interface Props {
  chosen: readonly Sample[]
  labels: readonly LabelCount[]
  /** The form around the label field, so that F2 can reach it. */
  form: RefObject<HTMLFormElement | null>
}

export function BulkBar({ chosen, labels, form }: Props) {
  const actions = useSampleActions()
  const [label, setLabel] = useState('')
  const ids = chosen.map((sample) => sample.id)
  const named = chosen.length === 1 && chosen[0] ? chosen[0].name : formatNumberOf(chosen.length, 'sample')
  const none = chosen.length === 0 ? { reason: 'Choose samples in the table first.' } : {}
  const anyUsed = chosen.some((sample) => sample.enabled)
  function relabel(name: string): void {
    if (name.trim() === '' || ids.length === 0) return
    void actions.change(ids, { label: name.trim() }, `Labelled ${named} ‘${name.trim()}’.`)
    setLabel('')
  }
  return (
    <div className="ui-row" role="group" aria-label="Chosen samples">
      <span>{chosen.length === 0 ? 'None chosen' : `${named} chosen`}</span>
      <form
        ref={form}
        className="ui-row"
        onSubmit={(event) => {
          event.preventDefault()
          relabel(label)
        }}
      >
        <TextField label="Label of the chosen" value={label} onChange={setLabel} list="dataset-labels" />
        <datalist id="dataset-labels">
          {labels.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button {...none} onPress={() => relabel(label)}>
          Label
        </Button>
      </form>
      <Menu
        label="Move to"
        items={SPLITS.map((split) => ({
          label: split,
          disabled: ids.length === 0,
          onPress: () => void actions.change(ids, { split }, `Moved ${named} to ${split}.`),
        }))}
      >
        Move to
      </Menu>
      <Button
        {...none}
        onPress={() =>
          void actions.change(ids, { enabled: !anyUsed }, `${anyUsed ? 'Left out' : 'Use again'}: ${named}.`)
        }
      >
        {anyUsed || chosen.length === 0 ? 'Exclude' : 'Include'}
      </Button>
      <Button {...none} icon="delete" onPress={() => void actions.remove(ids, named)}>
        Delete
      </Button>
    </div>
  )
}
