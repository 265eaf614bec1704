/** Name, label, split and everything known about where a sample came from. */
import { useEffect, useState } from 'react'
import { type Sample, type Split, SPLITS } from '../../../shared/model/sample.ts'
import type { SampleActions } from '../../app/sample-actions.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { formatCount, formatSeconds } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { threeDigits } from '../../plots/quantities.ts'

interface Props {
  sample: Sample
  actions: SampleActions
}

export function SampleInspector({ sample, actions }: Props) {
  const [name, setName] = useState(sample.name)
  useEffect(() => setName(sample.name), [sample.name])
  const rename = (): void => {
    const next = name.trim()
    if (next !== '' && next !== sample.name)
      void actions.change([sample.id], { name: next }, `Renamed ${sample.name} to ${next}.`)
  }
  const facts: [string, string][] = [
    ['Session', sample.session],
    ['Source', sample.source],
    ['Length', formatSeconds(sample.seconds)],
    ['Readings', `${formatCount(sample.readings)} at ${threeDigits(sample.rateHz)} Hz`],
    ['Axes', sample.axes.map((axis) => axis.name).join(', ')],
    ['Added', sample.addedAt.slice(0, 16).replace('T', ' ')],
    ...Object.entries(sample.metadata),
  ]
  return (
    <>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        onBlur={rename}
        onKeyDown={(event) => event.key === 'Enter' && rename()}
      />
      <Select
        label="Split"
        value={sample.split}
        options={SPLITS.map((split: Split) => ({ value: split, label: split }))}
        onChange={(split) => void actions.change([sample.id], { split }, `Moved ${sample.name} to ${split}.`)}
      />
      <Toggle
        label="Used"
        help="Off: kept, but neither learned from nor tested on."
        checked={sample.enabled}
        onChange={(enabled) =>
          void actions.change([sample.id], { enabled }, `${sample.name} is ${enabled ? 'used again' : 'left out'}.`)
        }
      />
      <Health sample={sample} />
      <dl className="sample__facts">
        {facts.map(([title, value]) => (
          <div key={title} className="ui-row">
            <dt className="ui-muted">{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button icon="delete" onPress={() => void actions.remove([sample.id], sample.name)}>
        Delete this sample
      </Button>
    </>
  )
}

function Health({ sample }: { sample: Sample }) {
  if (sample.health.ok) return <Alert kind="ready">Good: no gaps, no clipping, true rate.</Alert>
  return sample.health.findings.map(({ kind, sentence }) => (
    <Alert key={kind + sentence} kind="stale">
      {sentence}
    </Alert>
  ))
}
