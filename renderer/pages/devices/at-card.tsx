/** What a board with AT commands can be asked for: a picture, its own judgement, and its judgement of a sample. */
import { useState } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { PictureCanvas } from '../../plots/picture-canvas.tsx'

type Config = Output<'at/config'>
type Answer = Output<'at/classify'>

/** A list of all samples would be too long to choose from. */
const OFFERED = 50

export function AtCard({ port }: { port: string }) {
  const config = useQuery('at/config', {}, { version: port })
  return (
    <Card title="Ask the board">
      <ErrorAlert error={config.error} />
      {config.data && config.data.pictures.length > 0 && <Camera sizes={config.data.pictures} />}
      <Judgement />
      <SampleJudgement />
    </Card>
  )
}

function Camera({ sizes }: { sizes: Config['pictures'] }) {
  const shoot = useOperation('at/snapshot')
  const hasProject = useAppState((state) => state.project !== null)
  const [size, setSize] = useState('0')
  const [label, setLabel] = useState('')
  const [picture, setPicture] = useState<Output<'at/snapshot'> | null>(null)

  async function take(): Promise<void> {
    const chosen = sizes[Number(size)]
    if (!chosen) return
    const kept = hasProject && label.trim() !== '' ? { label: label.trim() } : {}
    setPicture(await shoot.run({ width: chosen.width, height: chosen.height, ...kept }))
  }
  return (
    <div className="devices__column">
      <Select
        label="Size of the picture"
        value={size}
        options={sizes.map(({ width, height }, index) => ({ value: String(index), label: `${width} × ${height}` }))}
        onChange={setSize}
      />
      {hasProject && (
        <TextField label="Label" help="With a label the picture becomes a sample." value={label} onChange={setLabel} />
      )}
      <Button {...(shoot.running ? { reason: 'The picture is on its way.' } : {})} onPress={() => void take()}>
        Take a picture
      </Button>
      <ErrorAlert error={shoot.error} />
      {picture && (
        <figure className="devices__picture">
          <PictureCanvas image={picture} values={picture.values} className="devices__pixels" />
          <figcaption>
            {picture.width} × {picture.height} pixels
            {picture.sampleId === null ? ', not kept' : ', kept as a sample'}
          </figcaption>
        </figure>
      )}
    </div>
  )
}

function Judgement() {
  const judge = useOperation('at/run')
  return (
    <div className="devices__column">
      {judge.running ? (
        <Button onPress={judge.cancel}>Stop classifying</Button>
      ) : (
        <Button onPress={() => void judge.run({})}>Let the board classify</Button>
      )}
      <ErrorAlert error={judge.error} />
      {judge.progress && <AnswerText answer={judge.progress} />}
    </div>
  )
}

function SampleJudgement() {
  const samples = useAppState((state) => state.project?.samples ?? 0)
  const list = useQuery('samples/list', {}, { enabled: samples > 0, version: samples })
  const judge = useOperation('at/classify')
  const [chosen, setChosen] = useState('')
  const [answer, setAnswer] = useState<Answer | null>(null)
  const offered = (list.data ?? []).slice(0, OFFERED)
  const id = offered.find((sample) => String(sample.id) === chosen)?.id ?? offered[0]?.id
  if (id === undefined) return null
  return (
    <div className="devices__column">
      <Select
        label="Sample"
        value={String(id)}
        options={offered.map((sample) => ({ value: String(sample.id), label: sample.name }))}
        onChange={setChosen}
      />
      <Button
        {...(judge.running ? { reason: 'The board is at work.' } : {})}
        onPress={() => void judge.run({ sampleId: id }).then(setAnswer)}
      >
        Let it classify this sample
      </Button>
      <ErrorAlert error={judge.error} />
      {answer && <AnswerText answer={answer} />}
    </div>
  )
}

function AnswerText({ answer: { scores, boxes, regression, anomaly, dspMs, inferenceMs } }: { answer: Answer }) {
  const parts = [
    ...scores.map(({ label, score }) => `${label} ${(score * 100).toFixed(0)} %`),
    ...boxes.map(({ label, score, x, y }) => `${label} ${(score * 100).toFixed(0)} % at ${x}, ${y}`),
    ...(regression === null ? [] : [`value ${regression}`]),
    ...(anomaly === null ? [] : [`anomaly ${anomaly}`]),
  ]
  return (
    <p role="status">
      {parts.join(', ')} <span className="ui-muted">in {(dspMs + inferenceMs).toFixed(1)} ms</span>
    </p>
  )
}
