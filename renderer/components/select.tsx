import { Field, type FieldProps } from './field.tsx'

export interface SelectOption<T extends string> {
  value: T
  label: string
}

interface Props<T extends string> extends FieldProps {
  value: T
  options: readonly SelectOption<T>[]
  onChange: (value: T) => void
  disabled?: boolean
}

export function Select<T extends string>(props: Props<T>) {
  const { label, unit, help, error, fix, value, options, onChange, disabled } = props
  return (
    <Field label={label} unit={unit} help={help} error={error} fix={fix}>
      {(control) => (
        <select
          {...control}
          className="ui-input"
          value={value}
          disabled={disabled}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value)
            if (chosen) onChange(chosen.value)
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
