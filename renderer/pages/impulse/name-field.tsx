/** A name that is taken over when one leaves the field or presses Enter. */
import { useEffect, useState } from 'react'
import { TextField } from '../../components/text-field.tsx'

interface Props {
  label: string
  help?: string
  value: string
  /** What is wrong with a name; null where nothing is. */
  check?: (name: string) => string | null
  onEnter: (name: string) => void
}

export function NameField({ label, help, value, check, onEnter }: Props) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const name = typed.trim()
  const problem = name === value ? null : (check?.(name) ?? null)
  function take(): void {
    if (name === '') setTyped(value)
    else if (problem === null && name !== value) onEnter(name)
  }
  return (
    <TextField
      label={label}
      help={help}
      error={problem ?? undefined}
      maxLength={80}
      value={typed}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey) take()
        else if (event.key === 'Escape') setTyped(value)
      }}
    />
  )
}
