/** The form of a DSP block, made from its schema. */
import type { DspBlockType, ParameterSpec, Params } from '../../../shared/dsp/block.ts'
import { completeParams, isShown } from '../../../shared/dsp/parameters.ts'
import type { ImpulseProblem } from '../../../shared/dsp/describe.ts'
import type { DspBlock, ParameterValue } from '../../../shared/model/impulse.ts'
import { useLayout } from '../../app/layout.ts'
import { message } from '../../app/messages.ts'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import type { Fix } from '../../components/field.tsx'
import { ParameterControl } from './parameter-control.tsx'
import { fieldProblem } from './use-description.ts'

interface Props {
  block: DspBlock
  type: DspBlockType
  problems: readonly ImpulseProblem[]
  rateHz: number
  onChange: (block: DspBlock) => void
}

export function ParameterForm({ block, type, problems, rateHz, onChange }: Props) {
  const [open, setOpen] = useLayout('block/details', false)
  const params = completeParams(type, block.params, block.implementationVersion)
  const set = (id: string, value: ParameterValue): void =>
    onChange({ ...block, params: { ...block.params, [id]: value } })
  const changed = type.parameters.some((spec) => params[spec.id] !== spec.default)
  const shown = type.parameters.filter((spec) => isShown(spec, params))
  const { first, rest } = telling(shown)
  const hasProblem = rest.some((spec) => problems.some(({ field }) => field === `dsp.${block.id}.${spec.id}`))
  const parameter = (spec: ParameterSpec) => (
    <Parameter
      key={spec.id}
      spec={spec}
      params={params}
      rateHz={rateHz}
      {...fieldProblem(problems, `dsp.${block.id}.${spec.id}`, (value) => set(spec.id, value))}
      onChange={(value) => set(spec.id, value)}
    />
  )
  return (
    <>
      {first.map(parameter)}
      {rest.length > 0 && (
        <Details label="More settings" open={open || hasProblem} onToggle={setOpen}>
          {rest.map(parameter)}
        </Details>
      )}
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

/** The most telling first; all of them where none stands out. */
function telling(specs: readonly ParameterSpec[]): { first: ParameterSpec[]; rest: ParameterSpec[] } {
  const first = specs.filter((spec) => spec.telling)
  return first.length === 0 ? { first: [...specs], rest: [] } : { first, rest: specs.filter((spec) => !spec.telling) }
}

interface ParameterProps {
  spec: ParameterSpec
  params: Params
  rateHz: number
  error?: string
  fix?: Fix
  onChange: (value: ParameterValue) => void
}

function Parameter({ spec, params, rateHz, error, fix, onChange }: ParameterProps) {
  const value = params[spec.id] ?? spec.default
  return (
    <div className="block__parameter">
      <ParameterControl spec={spec} value={value} rateHz={rateHz} error={error} fix={fix} onChange={onChange} />
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
