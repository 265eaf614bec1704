/** Which impulse is shown and used, and what one can do to it. */
import { useEffect, useRef, useState } from 'react'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { CompareTable } from './compare-table.tsx'
import { type UsedImpulses, useImpulses } from './use-impulses.ts'

interface Props {
  /** The one being edited has changes that are not saved: those would be hard to find again. */
  unsaved: boolean
  onChange: () => void
}

export function ImpulseChoice({ unsaved, onChange }: Props) {
  const impulses = useImpulses(onChange)
  const [comparing, setComparing] = useState(false)
  const [naming, setNaming] = useState(false)
  if (!impulses) return null
  const { active, shown } = impulses
  const several = shown.length > 1
  return (
    <>
      <div className="impulse__choice">
        <Select
          label="Impulse"
          value={String(active.id)}
          disabled={unsaved}
          help={unsaved ? 'Save or discard the changes to switch.' : undefined}
          options={shown.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(id) => impulses.activate(Number(id))}
        />
        <Menu label="Impulse actions" items={actionsOf(impulses, () => setNaming(true))}>
          Actions
        </Menu>
        {several && (
          <Button pressed={comparing} onPress={() => setComparing(!comparing)}>
            Compare
          </Button>
        )}
      </div>
      <ErrorAlert error={impulses.error} />
      {naming && (
        <NameField
          name={active.name}
          onEnter={(name) => {
            setNaming(false)
            if (name !== '' && name !== active.name) impulses.rename(name)
          }}
        />
      )}
      {several && comparing && (
        <div className="impulse__compare">
          <CompareTable version={JSON.stringify(shown)} />
        </div>
      )}
    </>
  )
}

function actionsOf(impulses: UsedImpulses, onRename: () => void) {
  const { active, shown, deleted } = impulses
  return [
    { label: 'New impulse', onPress: impulses.create },
    { label: `Duplicate ${active.name}`, onPress: impulses.duplicate },
    { label: `Rename ${active.name}`, onPress: onRename },
    ...(shown.length > 1 ? [{ label: `Delete ${active.name}`, onPress: impulses.remove }] : []),
    ...deleted.map(({ id, name }) => ({ label: `Restore ${name}`, onPress: () => impulses.restore(id) })),
  ]
}

function NameField({ name, onEnter }: { name: string; onEnter: (name: string) => void }) {
  const [typed, setTyped] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  return (
    <TextField
      label="Name of the impulse"
      help="Enter keeps it, Escape leaves it as it was."
      ref={field}
      maxLength={80}
      value={typed}
      onChange={setTyped}
      onBlur={() => onEnter(typed.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey) onEnter(typed.trim())
        else if (event.key === 'Escape') onEnter(name)
      }}
    />
  )
}
