/** How the signal is cut: window, stride, rate and axes. */
import type { ImpulseDescription } from '../../../shared/dsp/describe.ts'
import type { ParameterValue } from '../../../shared/model/impulse.ts'
import type { TimeSeriesInput } from '../../../shared/model/input-block.ts'
import { useLayout } from '../../app/layout.ts'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { formatCount, formatNumberOf } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { Alert } from '../../components/alert.tsx'
import { fieldProblem } from './use-description.ts'

interface Props {
  input: TimeSeriesInput
  /** Axes that samples have. */
  axes: readonly string[]
  description: ImpulseDescription
  onChange: (input: TimeSeriesInput) => void
}

const LONGEST_MS = 600_000

export function InputBox({ input, axes, description, onChange }: Props) {
  const [open, setOpen] = useLayout('impulse/details', false)
  const change = (changes: Partial<TimeSeriesInput>): void => onChange({ ...input, ...changes })
  const problemOf = (field: 'windowSizeMs' | 'windowIncreaseMs' | 'frequencyHz') =>
    fieldProblem(description.problems, `input.${field}`, (value) => change(numberChange(field, value)))
  const axesProblem = description.problems.find((problem) => problem.field === 'input.axes')
  return (
    <Card title="Input">
      <p className="ui-muted">
        {formatCount(description.windowReadings)} × {input.axes.length} a window,{' '}
        {formatNumberOf(description.windows, 'window')}
      </p>
      <NumberField
        label="Window"
        unit="ms"
        help="How much signal one answer is made from."
        value={input.windowSizeMs}
        min={1}
        max={LONGEST_MS}
        step={100}
        {...problemOf('windowSizeMs')}
        onChange={(windowSizeMs) => windowSizeMs > 0 && change({ windowSizeMs })}
      />
      <NumberField
        label="Stride"
        unit="ms"
        help="From the start of one window to the next."
        value={input.windowIncreaseMs}
        min={1}
        max={LONGEST_MS}
        step={10}
        {...problemOf('windowIncreaseMs')}
        onChange={(windowIncreaseMs) => windowIncreaseMs > 0 && change({ windowIncreaseMs })}
      />
      <NumberField
        label="Frequency"
        unit="Hz"
        help="Every sample is brought to this many readings a second."
        value={input.frequencyHz}
        min={0.1}
        max={1_000_000}
        step={1}
        {...problemOf('frequencyHz')}
        onChange={(frequencyHz) => frequencyHz > 0 && change({ frequencyHz })}
      />
      <div role="group" aria-label="Axes" className="ui-row">
        {axes.map((axis) => (
          <Toggle
            key={axis}
            label={axis}
            checked={input.axes.includes(axis)}
            disabled={input.axes.length === 1 && input.axes.includes(axis)}
            onChange={(checked) =>
              change({ axes: axes.filter((one) => (one === axis ? checked : input.axes.includes(one))) })
            }
          />
        ))}
      </div>
      {axesProblem && <Alert>{axesProblem.sentence}</Alert>}
      <Details open={open} onToggle={setOpen}>
        <Toggle
          label="Fill short samples with zeros"
          help="Otherwise samples shorter than the window are left out."
          checked={input.padZeros}
          onChange={(padZeros) => change({ padZeros })}
        />
        <NumberField
          label="Stride when testing and live"
          unit="ms"
          help="The training stride where it is the same."
          value={input.classificationWindowIncreaseMs ?? input.windowIncreaseMs}
          min={1}
          max={LONGEST_MS}
          onChange={(value) => value > 0 && change({ classificationWindowIncreaseMs: value })}
        />
      </Details>
    </Card>
  )
}

function numberChange(field: 'windowSizeMs' | 'windowIncreaseMs' | 'frequencyHz', value: ParameterValue) {
  return typeof value === 'number' ? { [field]: value } : {}
}
