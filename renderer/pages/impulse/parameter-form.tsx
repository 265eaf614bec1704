/** The form of a DSP block, made from its schema. */
import type { DspBlockType, ParameterSpec, Params } from '../../../shared/dsp/block.ts'
import { completeParams, isShown } from '../../../shared/dsp/parameters.ts'
import type { ImpulseProblem } from '../../../shared/dsp/describe.ts'
import type { DspBlock, ParameterValue } from '../../../shared/model/impulse.ts'
import { message } from '../../app/messages.ts'
import { Button } from '../../components/button.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { fieldProblem } from './use-description.ts'

interface Props {
  block: DspBlock
  type: DspBlockType
  problems: readonly ImpulseProblem[]
  onChange: (block: DspBlock) => void
}

export function ParameterForm({ block, type, problems, onChange }: Props) {
  const params = completeParams(type, block.params)
  const set = (id: string, value: ParameterValue): void =>
    onChange({ ...block, params: { ...block.params, [id]: value } })
  const changed = type.parameters.some((spec) => params[spec.id] !== spec.default)
  return (
    <>
      {type.parameters
        .filter((spec) => isShown(spec, params))
        .map((spec) => (
          <Parameter
            key={spec.id}
            spec={spec}
            params={params}
            {...fieldProblem(problems, `dsp.${block.id}.${spec.id}`, (value) => set(spec.id, value))}
            onChange={(value) => set(spec.id, value)}
          />
        ))}
      <Button
        {...(changed ? {} : { reason: 'All settings are at their defaults.' })}
        onPress={() => {
          onChange({ ...block, params: Object.fromEntries(type.parameters.map((spec) => [spec.id, spec.default])) })
          message(`All settings of ${type.name} are at their defaults.`)
        }}
      >
        Reset all
      </Button>
    </>
  )
}

interface ParameterProps {
  spec: ParameterSpec
  params: Params
  error?: string
  fix?: { label: string; onPress: () => void }
  onChange: (value: ParameterValue) => void
}

function Parameter({ spec, params, error, fix, onChange }: ParameterProps) {
  const value = params[spec.id] ?? spec.default
  return (
    <div className="block__parameter">
      <Control spec={spec} value={value} error={error} fix={fix} onChange={onChange} />
      {value !== spec.default && (
        <Button
          kind="quiet"
          size="small"
          aria-label={`Reset ${spec.label} to ${String(spec.default)}`}
          onPress={() => {
            onChange(spec.default)
            message(`${spec.label} is ${String(spec.default)} again.`)
          }}
        >
          Reset to {String(spec.default)}
        </Button>
      )}
    </div>
  )
}

interface ControlProps {
  spec: ParameterSpec
  value: ParameterValue
  error: string | undefined
  fix: { label: string; onPress: () => void } | undefined
  onChange: (value: ParameterValue) => void
}

function Control({ spec, value, error, fix, onChange }: ControlProps) {
  const field = { label: spec.label, unit: spec.unit || undefined, help: spec.help, error, fix }
  if (spec.type === 'boolean')
    return <Toggle label={spec.label} help={spec.help} checked={value === true} onChange={onChange} />
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
  if (typeof value === 'number') {
    const step = spec.type === 'int' ? 1 : 0.1
    return <NumberField {...field} value={value} min={spec.min} max={spec.max} step={step} onChange={onChange} />
  }
  return <TextField {...field} value={String(value)} onChange={onChange} />
}
