/** How a picture is brought to the size and colours that blocks see. */
import type { ImpulseDescription } from '../../../shared/dsp/describe.ts'
import {
  COLOR_AXES,
  CROP_ANCHORS,
  GREY_AXIS,
  type ImageInput,
  RESIZE_METHODS,
  RESIZE_MODES,
} from '../../../shared/model/input-block.ts'
import { useLayout } from '../../app/layout.ts'
import { Alert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'

interface Props {
  input: ImageInput
  description: ImpulseDescription
  onChange: (input: ImageInput) => void
}

const MODE_WORDS: Record<ImageInput['resizeMode'], string> = {
  squash: 'squash: all of it, its shape changed',
  'fit-short': 'fit-short: fill the frame, cut off the rest',
  'fit-long': 'fit-long: all of it, black edges',
  crop: 'crop: cut out, not made smaller',
}
const METHOD_WORDS: Record<ImageInput['resizeMethod'], string> = {
  lanczos3: 'lanczos3: smooth',
  nearest: 'nearest: one pixel for many',
}
const LONGEST_SIDE = 1024

export function ImageBox({ input, description, onChange }: Props) {
  const [open, setOpen] = useLayout('impulse/details', false)
  const problem = description.problems.find(({ field }) => field === 'input.kind')
  const change = (changes: Partial<ImageInput>): void => onChange({ ...input, ...changes })
  const side = (label: string, field: 'imageWidth' | 'imageHeight') => (
    <NumberField
      label={label}
      unit="pixels"
      value={input[field]}
      min={1}
      max={LONGEST_SIDE}
      step={8}
      onChange={(value) => value >= 1 && value <= LONGEST_SIDE && change({ [field]: Math.round(value) })}
    />
  )
  return (
    <Card title="Input">
      <p className="ui-muted">
        {input.imageWidth} × {input.imageHeight} × {input.axes.length} a picture,{' '}
        {formatNumberOf(description.windows, 'picture')}
      </p>
      {side('Width', 'imageWidth')}
      {side('Height', 'imageHeight')}
      <Select
        label="Resize mode"
        help="What happens to a picture of another shape."
        value={input.resizeMode}
        options={RESIZE_MODES.map((value) => ({ value, label: MODE_WORDS[value] }))}
        onChange={(resizeMode) => change({ resizeMode })}
      />
      <Select
        label="Colors"
        help="Grey needs a third of the memory."
        value={input.axes.length === 1 ? 'grey' : 'color'}
        options={[
          { value: 'color', label: 'red, green, blue' },
          { value: 'grey', label: 'grey' },
        ]}
        onChange={(value) => change({ axes: value === 'grey' ? [GREY_AXIS] : [...COLOR_AXES] })}
      />
      {problem && <Alert>{problem.sentence}</Alert>}
      <Details open={open} onToggle={setOpen}>
        <Select
          label="Resize method"
          help="How pixels of the new size are made."
          value={input.resizeMethod}
          options={RESIZE_METHODS.map((value) => ({ value, label: METHOD_WORDS[value] }))}
          onChange={(resizeMethod) => change({ resizeMethod })}
        />
        <Select
          label="Crop anchor"
          help="The place that stays where something is cut off."
          value={input.cropAnchor}
          options={CROP_ANCHORS.map((value) => ({ value, label: value }))}
          onChange={(cropAnchor) => change({ cropAnchor })}
        />
      </Details>
    </Card>
  )
}
