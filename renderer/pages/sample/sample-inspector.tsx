/** Name, label, split and everything known about where a sample came from. */
import { useEffect, useState } from 'react'
import { type Sample, SPLITS } from '../../../shared/model/sample.ts'
import type { SampleActions } from '../../app/sample-actions.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { formatCount, formatSeconds } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { threeDigits, unitText } from '../../plots/quantities.ts'
import type { UsedSample } from './use-sample.ts'

interface Props {
  sample: Sample
  times: UsedSample['times']
  labels: readonly string[]
  actions: SampleActions
  onLabel: (label: string) => void
  onDelete: () => void
}

const SPLIT_OPTIONS = SPLITS.map((value) => ({ value, label: value }))

export function SampleInspector({ sample, times, labels, actions, onLabel, onDelete }: Props) {
  const { id, name } = sample
  return (
    <>
      <TypedField
        label="Name"
        value={name}
        onEnter={(next) => void actions.change([id], { name: next }, `Renamed ${name} to ${next}.`)}
      />
      <TypedField
        label="Label"
        help="Choose one above, or type a new one here."
        value={sample.label ?? ''}
        list="sample-labels"
        onEnter={onLabel}
      />
      <datalist id="sample-labels">
        {labels.map((label) => (
          <option key={label}>{label}</option>
        ))}
      </datalist>
      <Select
        label="Split"
        value={sample.split}
        options={SPLIT_OPTIONS}
        onChange={(split) => void actions.change([id], { split }, `Moved ${name} to ${split}.`)}
      />
      <Toggle
        label="Used"
        help="Off: kept, but neither learned from nor tested on."
        checked={sample.enabled}
        onChange={(enabled) =>
          void actions.change([id], { enabled }, enabled ? `Used again: ${name}.` : `Left out: ${name}.`)
        }
      />
      <Health sample={sample} />
      <Facts sample={sample} times={times} />
      <div className="ui-row">
        <Button icon="delete" onPress={onDelete}>
          Delete this sample
        </Button>
      </div>
    </>
  )
}

interface TypedFieldProps {
  label: string
  value: string
  help?: string
  list?: string
  onEnter: (value: string) => void
}

/** Taken over when one leaves the field or presses Enter; nothing typed changes nothing. */
function TypedField({ label, value, help, list, onEnter }: TypedFieldProps) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  function take(): void {
    const next = typed.trim()
    if (next === '') setTyped(value)
    else if (next !== value) onEnter(next)
  }
  return (
    <TextField
      label={label}
      help={help}
      list={list}
      maxLength={200}
      value={typed}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && !event.ctrlKey && take()}
    />
  )
}

function Health({ sample }: { sample: Sample }) {
  if (sample.health.ok && sample.image) return <Alert kind="ready">Good: every pixel is there.</Alert>
  if (sample.health.ok) return <Alert kind="ready">Good: no gaps, no clipping, true rate.</Alert>
  return sample.health.findings.map(({ kind, sentence }) => (
    <Alert key={kind + sentence} kind="stale">
      {sentence}
    </Alert>
  ))
}

/** A picture has pixels; a signal has time. */
function sizeFacts({ image, readings, rateHz, seconds }: Sample): [string, string][] {
  if (image) return [['Size', `${image.width} × ${image.height} pixels`]]
  return [
    ['Length', formatSeconds(seconds)],
    ['Readings', formatCount(readings)],
    ['Rate', `${threeDigits(rateHz)} Hz`],
  ]
}

/** Readings are shown at an even pace; when they really came is kept beside them. */
function timeFacts(times: UsedSample['times']): [string, string][] {
  if (!times) return []
  const stray = times.strayMs < 10 ? times.strayMs.toFixed(1) : times.strayMs.toFixed(0)
  return [['Times', `uneven by up to ${stray} ms; ${formatCount(times.kept)} kept, exported as CSV`]]
}

function Facts({ sample, times }: Pick<Props, 'sample' | 'times'>) {
  const facts: [string, string][] = [
    ['Session', sample.session],
    ...sizeFacts(sample),
    ...timeFacts(times),
    ['Axes', sample.axes.map(({ name, unit }) => (unit === '' ? name : `${name} (${unitText(unit)})`)).join(', ')],
    ['Source', sample.source],
    ['Added', sample.addedAt.slice(0, 16).replace('T', ' ')],
    ...Object.entries(sample.metadata),
  ]
  return (
    <dl className="sample__facts" aria-label="Facts">
      {facts.map(([title, value]) => [
        <dt key={`${title} title`} className="ui-muted">
          {title}
        </dt>,
        <dd key={title}>{value}</dd>,
      ])}
    </dl>
  )
}
