import type { ComponentProps } from 'react'
import { Field, type FieldProps } from './field.tsx'

interface Props extends FieldProps, Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'id'> {
  value: string
  onChange: (value: string) => void
}

export function TextField({ label, unit, help, error, fix, value, onChange, ...attributes }: Props) {
  return (
    <Field label={label} unit={unit} help={help} error={error} fix={fix}>
      {(control) => (
        <input
          {...attributes}
          {...control}
          className="ui-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
