/** Sizes with × between: "49 × 13". What cannot be read is said below the field, and changes nothing. */
import { useEffect, useState } from 'react'
import { TextField } from '../../components/text-field.tsx'

interface Props {
  label: string
  help?: string
  value: readonly number[]
  onChange: (value: number[]) => void
}

const written = (sizes: readonly number[]): string => sizes.join(' × ')

function read(text: string): number[] | null {
  const sizes = text
    .split(/[×x*,\s]+/)
    .filter(Boolean)
    .map(Number)
  return sizes.length > 0 && sizes.every((size) => Number.isInteger(size) && size > 0) ? sizes : null
}

export function SizesField({ label, help, value, onChange }: Props) {
  const [text, setText] = useState(written(value))
  const shown = written(value)
  useEffect(() => {
    setText((before) => (written(read(before) ?? []) === shown ? before : shown))
  }, [shown])
  const sizes = read(text)
  return (
    <TextField
      label={label}
      help={help}
      error={sizes ? undefined : 'Type whole numbers, for example 3 × 3.'}
      value={text}
      onChange={(next) => {
        setText(next)
        const found = read(next)
        if (found) onChange(found)
      }}
    />
  )
}
