import { Field, type FieldProps } from './field.tsx'

interface Props extends FieldProps {
  value: number
  min: number
  max: number
  step: number
  onChange: (value: number) => void
  /** How the value is written beside the slider and read aloud. */
  format?: (value: number) => string
}

export function Slider({ label, unit, help, error, fix, value, min, max, step, onChange, format = String }: Props) {
  return (
    <Field label={label} unit={unit} help={help} error={error} fix={fix}>
      {(control) => (
        <>
          <input
            {...control}
            className="ui-slider"
            type="range"
            value={value}
            min={min}
            max={max}
            step={step}
            aria-valuetext={`${format(value)} ${unit ?? ''}`.trim()}
            onChange={(event) => onChange(Number(event.target.value))}
          />
          <output className="ui-slider__value" htmlFor={control.id}>
            {format(value)}
          </output>
        </>
      )}
    </Field>
  )
}
