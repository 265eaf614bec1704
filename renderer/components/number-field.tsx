import { useEffect, useState } from 'react'
import { Field, type FieldProps } from './field.tsx'

interface Props extends FieldProps {
  value: number
  /** Called with every number typed, also one outside the range: the page decides what may be saved. */
  onChange: (value: number) => void
  min?: number | undefined
  max?: number | undefined
  step?: number | undefined
  disabled?: boolean
}

/** The sentence for a value outside the range, or undefined where it is inside. */
export function rangeError(value: number, min: number | undefined, max: number | undefined): string | undefined {
  const tooLow = min !== undefined && value < min
  const tooHigh = max !== undefined && value > max
  if (!tooLow && !tooHigh) return undefined
  if (min !== undefined && max !== undefined) return `Use ${min.toLocaleString('en')} to ${max.toLocaleString('en')}.`
  return tooLow ? `Use at least ${min.toLocaleString('en')}.` : `Use at most ${(max ?? 0).toLocaleString('en')}.`
}

export function NumberField(props: Props) {
  const { label, unit, help, error, fix, value, onChange, min, max, step = 1, disabled } = props
  const [text, setText] = useState(String(value))
  const typed = text.trim() === '' ? Number.NaN : Number(text)
  useEffect(() => {
    // The number changed from outside; text like "2." that already means it is left alone while typing.
    setText((before) => (Number(before) === value && before.trim() !== '' ? before : String(value)))
  }, [value])
  const problem = Number.isFinite(typed) ? (error ?? rangeError(typed, min, max)) : 'Type a number.'
  return (
    <Field label={label} unit={unit} help={help} error={problem} fix={fix}>
      {(control) => (
        <input
          {...control}
          className="ui-input ui-input--number"
          type="number"
          value={text}
          min={min}
          max={max}
          step={step}
          disabled={disabled}
          onChange={(event) => {
            setText(event.target.value)
            const next = event.target.value.trim() === '' ? Number.NaN : Number(event.target.value)
            if (Number.isFinite(next)) onChange(next)
          }}
          onBlur={() => setText((before) => (before.trim() === '' ? String(value) : before))}
        />
      )}
    </Field>
  )
}
