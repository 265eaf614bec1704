/** The control of one parameter, chosen by its schema. */
import type { ParameterSpec } from '../../../shared/dsp/block.ts'
import type { ParameterValue } from '../../../shared/model/impulse.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import type { Fix } from '../../components/field.tsx'
import { threeDigits } from '../../plots/quantities.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { slideOf } from './slide.ts'

interface Props {
  spec: ParameterSpec
  value: ParameterValue
  /** Rate of the impulse: no frequency above half of it can be seen. */
  rateHz: number
  error: string | undefined
  fix: Fix | undefined
  onChange: (value: ParameterValue) => void
}

export function ParameterControl(props: Props) {
  const { spec, value, error, fix, onChange } = props
  const field = { label: spec.label, unit: spec.unit || undefined, help: spec.help, error, fix }
  if (spec.type === 'boolean') return <Flag {...props} />
  if (spec.options) {
    const { options } = spec
    const known = options.includes(value) ? options : [value, ...options]
    return (
      <Select
        {...field}
        value={String(value)}
        options={known.map((option) => ({ value: String(option), label: String(option) }))}
        onChange={(text) => onChange(known.find((option) => String(option) === text) ?? spec.default)}
      />
    )
  }
  if (typeof value === 'number') return <NumberWithSlide {...props} value={value} />
  return <TextField {...field} value={String(value)} onChange={onChange} />
}

function Flag({ spec, value, error, fix, onChange }: Props) {
  return (
    <>
      <Toggle label={spec.label} help={spec.help} checked={value === true} onChange={onChange} />
      {error && (
        <Alert
          action={
            fix && (
              <Button size="small" onPress={fix.onPress}>
                {fix.label}
              </Button>
            )
          }
        >
          {error}
        </Alert>
      )}
    </>
  )
}

/** A number is typed; where its useful range is known it can be dragged too. */
function NumberWithSlide({ spec, value, rateHz, error, fix, onChange }: Props & { value: number }) {
  const slide = slideOf(spec, rateHz)
  return (
    <>
      <NumberField
        label={spec.label}
        unit={spec.unit || undefined}
        help={spec.help}
        error={error}
        fix={fix}
        value={value}
        min={spec.min}
        max={spec.max}
        step={slide?.step ?? (spec.type === 'int' ? 1 : 0.1)}
        onChange={onChange}
      />
      {slide && (
        <Slider
          label={`Slide the ${spec.label.toLowerCase()}`}
          help={`From ${threeDigits(slide.min)} to ${threeDigits(slide.max)} ${spec.unit}: what can be seen at this rate.`}
          value={Math.min(slide.max, Math.max(slide.min, value))}
          {...slide}
          format={threeDigits}
          onChange={onChange}
        />
      )}
    </>
  )
}
