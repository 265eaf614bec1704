/** The fields of one layer. */
import type { NetworkLayer } from '../../../shared/model/network-layer.ts'
import { activationSchema } from '../../../shared/model/network-layer.ts'
import { Button } from '../../components/button.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { withField } from './layer-edits.ts'
import { type LayerField, layerKind } from './layer-kinds.ts'
import { SizesField } from './sizes-field.tsx'

const MOST = 65_536
const BEFORE = 'before'

interface Props {
  layer: NetworkLayer
  /** 0-based. */
  place: number
  onChange: (layer: NetworkLayer) => void
}

export function LayerForm({ layer, place, onChange }: Props) {
  const kind = layerKind(layer.type)
  const change = (key: string, value: unknown): void => {
    const next = withField(layer, key, value)
    if (next) onChange(next)
  }
  const values = new Map<string, unknown>(Object.entries(layer))
  return (
    <div className="layers__form">
      {kind?.fields.map((field) => (
        <Control
          key={field.key}
          field={field}
          name={`Layer ${place + 1}: ${field.label}`}
          place={place}
          value={values.get(field.key)}
          onChange={(value) => change(field.key, value)}
        />
      ))}
      {place > 0 && (
        <Select
          label={`Layer ${place + 1}: input`}
          value={layer.from === undefined ? BEFORE : String(layer.from)}
          options={[{ value: BEFORE, label: 'the layer before' }, ...sources(place)]}
          onChange={(value) => change('from', value === BEFORE ? undefined : Number(value))}
        />
      )}
    </div>
  )
}

function sources(place: number): { value: string; label: string }[] {
  const layers = Array.from({ length: place }, (_, index) => ({ value: String(index), label: `layer ${index + 1}` }))
  return [{ value: '-1', label: 'the features' }, ...layers]
}

interface ControlProps {
  field: LayerField
  name: string
  place: number
  value: unknown
  onChange: (value: unknown) => void
}

function Control({ field, name, place, value, onChange }: ControlProps) {
  const help = field.help === undefined ? {} : { help: field.help }
  switch (field.kind) {
    case 'pair':
    case 'sizes':
      return <SizesField label={name} {...help} value={numbersOf(value)} onChange={onChange} />
    case 'padding':
      return (
        <Select
          label={name}
          value={value === 'valid' ? 'valid' : 'same'}
          options={[
            { value: 'same', label: 'same size' },
            { value: 'valid', label: 'whole windows only' },
          ]}
          onChange={onChange}
        />
      )
    case 'activation':
      return (
        <Select
          label={name}
          value={activationSchema.safeParse(value).data ?? 'linear'}
          options={activationSchema.options.map((one) => ({ value: one, label: one }))}
          onChange={onChange}
        />
      )
    case 'layers':
      return <Joined name={name} place={place} value={numbersOf(value)} onChange={onChange} />
    default: {
      const { min = field.kind === 'share' ? 0 : 1, max = MOST, step = 1 } = field
      const known = typeof value === 'number' ? value : 2
      return <NumberField label={name} {...help} value={known} min={min} max={max} step={step} onChange={onChange} />
    }
  }
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [2, 2]
}

interface JoinedProps {
  name: string
  place: number
  value: readonly number[]
  onChange: (value: number[]) => void
}

/** The layers that are added, or put beside. */
function Joined({ name, place, value, onChange }: JoinedProps) {
  return (
    <>
      {value.map((source, index) => (
        <Select
          key={index}
          label={index === 0 ? name : `${name} (${index + 1})`}
          value={String(source)}
          options={sources(place)}
          onChange={(next) => onChange(value.map((old, at) => (at === index ? Number(next) : old)))}
        />
      ))}
      <div className="ui-row">
        <Button size="small" onPress={() => onChange([...value, -1])}>
          Join another
        </Button>
        {value.length > 1 && (
          <Button size="small" kind="quiet" onPress={() => onChange(value.slice(0, -1))}>
            One fewer
          </Button>
        )}
      </div>
    </>
  )
}
