/** A model from a file: what it takes and answers, its meaning in this project, and the button that uses it. */
import { useId, useState } from 'react'
import type { InputScaling, InspectedModel } from '../../../shared/contract/operations/imported.ts'
import { blockTitle } from '../../app/block-title.ts'
import { useChooseFiles } from '../../app/choose-files.ts'
import { useClient } from '../../app/client.tsx'
import { message } from '../../app/messages.ts'
import { lookAtModel, putModelAside, useOwnModel } from '../../app/own-model.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatCount, shortHash } from '../../components/format.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { threeDigits } from '../../plots/quantities.ts'

const SCALINGS: Record<InputScaling, string> = {
  own: 'as the file says',
  none: 'as the blocks give them',
  'to-255': '0 … 1 becomes 0 … 255',
  'to-plus-minus-1': '0 … 1 becomes −1 … 1',
  'standard-scaler': 'centred by the training samples',
}

export function BringModelButton() {
  const choose = useChooseFiles()
  const client = useClient()
  async function bring(): Promise<void> {
    const paths = await choose({ title: 'Bring your own model', extensions: ['tflite', 'json'] })
    if (paths.length > 0) await lookAtModel(client, { paths })
  }
  return <Button onPress={() => void bring()}>Bring your own model…</Button>
}

/** Nothing while no file was brought. */
export function OwnModelCard() {
  const { seen, error } = useOwnModel()
  if (error) return <ErrorAlert error={error} action={<Button onPress={putModelAside}>Close</Button>} />
  return seen && <Meaning key={`${seen.name} ${seen.learnId}`} seen={seen} />
}

interface Chosen {
  inputs: readonly string[]
  labels: readonly string[]
  scaling: InputScaling
}

function Meaning({ seen }: { seen: InspectedModel }) {
  const given = useOwnModel((state) => state.given)
  const load = useOperation('models/import')
  const [chosen, setChosen] = useState<Chosen>({ inputs: seen.suggested, labels: seen.labels, scaling: seen.scaling })
  const reason = whyNot(seen, chosen)
  async function use(): Promise<void> {
    const { scaling } = chosen
    const run = await load.run({ ...given, inputs: [...chosen.inputs], labels: [...chosen.labels], scaling })
    if (!run) return
    putModelAside()
    message(`Model ${shortHash(run.modelHash)} from ${seen.name} is in use.`)
  }
  return (
    <Card
      title={`Your own model: ${seen.name}`}
      actions={
        <>
          {reason && <span className="ui-muted">{reason}</span>}
          {load.running ? (
            <Button onPress={load.cancel}>Cancel</Button>
          ) : (
            <Button onPress={putModelAside}>Not this one</Button>
          )}
          <Button kind="primary" disabled={reason !== null || load.running} onPress={() => void use()}>
            Use this model
          </Button>
        </>
      }
    >
      <p>{describe(seen)}</p>
      <ErrorAlert error={load.error} />
      {load.progress && (
        <ProgressBar
          label="Import model"
          done={load.progress.done}
          total={load.progress.total}
          text={load.progress.stage}
        />
      )}
      <div className="conversion__meaning">
        <Inputs seen={seen} chosen={chosen} onChange={setChosen} />
        <Outputs labels={chosen.labels} onChange={(labels) => setChosen({ ...chosen, labels })} />
      </div>
    </Card>
  )
}

function describe({ format, precision, shape, inputs, outputs, range }: InspectedModel): string {
  const kind = `${format === 'tflite' ? 'TensorFlow Lite' : 'TensorFlow.js layers'} model in ${precision}`
  const sizes = shape.length > 1 ? ` (${shape.join(' × ')})` : ''
  const held = range ? ` It holds inputs from ${threeDigits(range.low)} to ${threeDigits(range.high)}.` : ''
  return `${kind}: ${formatCount(inputs)} values in${sizes}, ${formatCount(outputs)} out.${held}`
}

function whyNot({ inputs, blocks }: InspectedModel, { inputs: ids, labels }: Chosen): string | null {
  const given = blocks.filter(({ id }) => ids.includes(id)).reduce((sum, { features }) => sum + features, 0)
  if (given !== inputs) return `It takes ${formatCount(inputs)} values; the chosen blocks give ${formatCount(given)}.`
  const names = labels.map((name) => name.trim())
  if (names.includes('')) return 'Name every output.'
  return new Set(names).size === names.length ? null : 'Two outputs have the same name.'
}

interface InputsProps {
  seen: InspectedModel
  chosen: Chosen
  onChange: (chosen: Chosen) => void
}

function Inputs({ seen, chosen, onChange }: InputsProps) {
  const { blocks, scalings } = seen
  const toggle = (id: string, on: boolean): void =>
    onChange({
      ...chosen,
      // In the order of the impulse, as the features of several blocks are joined.
      inputs: blocks.map((block) => block.id).filter((one) => (one === id ? on : chosen.inputs.includes(one))),
    })
  return (
    <fieldset className="conversion__fields">
      <legend>What goes in</legend>
      {blocks.map(({ id, name, features }) => (
        <Toggle
          key={id}
          label={`${blockTitle(name)}: ${formatCount(features)} features`}
          checked={chosen.inputs.includes(id)}
          onChange={(on) => toggle(id, on)}
        />
      ))}
      <p className="ui-muted">
        Other sizes? Change window or picture size under <a href="#/impulse">Impulse</a>.
      </p>
      <Select
        label="Values"
        help="How the model was fed when it was trained."
        value={chosen.scaling}
        options={scalings.map((value) => ({ value, label: SCALINGS[value] }))}
        onChange={(scaling) => onChange({ ...chosen, scaling })}
      />
    </fieldset>
  )
}

function Outputs({ labels, onChange }: { labels: readonly string[]; onChange: (labels: string[]) => void }) {
  const known = useAppState((state) => state.project?.labels) ?? []
  const id = useId()
  return (
    <fieldset className="conversion__fields">
      <legend>What comes out</legend>
      <p className="ui-muted">A name that is a label here is tested against your samples.</p>
      <datalist id={id}>
        {known.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      {labels.map((label, place) => (
        <TextField
          // Outputs have no other name than their place.
          key={place}
          label={`Output ${place + 1}`}
          list={id}
          value={label}
          maxLength={80}
          onChange={(value) => onChange(labels.with(place, value))}
        />
      ))}
    </fieldset>
  )
}
