/** One window as it is and as its copies would be. */
import type { Output } from '../../../shared/contract/operations.ts'
import type { Augmentation } from '../../../shared/model/impulse.ts'
import type { Figure } from '../../../shared/model/figure.ts'
import { useLayout } from '../../app/layout.ts'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { Select } from '../../components/select.tsx'
import { HeatFigure } from '../../plots/heat-figure.tsx'
import { LineFigure } from '../../plots/line-figure.tsx'
import { PictureCanvas } from '../../plots/picture-canvas.tsx'

type Preview = Output<'training/augment-preview'>
type Look = Preview['original']

const SHOWN_COPIES = 4
const OFFERED = 200
/** More points nobody can see in so small a figure. */
const MOST_POINTS = 600

interface Props {
  learnId: string
  augmentation: Augmentation | undefined
  kind: 'time-series' | 'image'
}

export function AugmentPreview({ learnId, augmentation, kind }: Props) {
  const path = useAppState((state) => state.project?.path)
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const [chosen, choose] = useLayout('training/augment-sample', 0)
  const samples = (list.data ?? []).filter((sample) => sample.enabled && sample.split === 'train').slice(0, OFFERED)
  const sample = samples.find((one) => one.id === chosen) ?? samples[0] ?? null
  const preview = useQuery(
    'training/augment-preview',
    {
      learnId,
      sampleId: sample?.id ?? 1,
      startMs: 0,
      augmentation: { ...augmentation, copies: SHOWN_COPIES },
    },
    { enabled: sample !== null },
  )
  const seen = preview.data
  if (!sample) return <Card title="Preview">Record or import samples for training first.</Card>
  return (
    <Card title="Preview">
      <Select
        label="Sample to look at"
        value={String(sample.id)}
        options={samples.map((one) => ({ value: String(one.id), label: `${one.name} (${one.label ?? 'no label'})` }))}
        onChange={(id) => choose(Number(id))}
      />
      <ErrorAlert error={preview.error} />
      {seen && (
        <div className="training__looks" role="group" aria-label="Original and copies" aria-busy={preview.loading}>
          <LookAt title="Original" preview={seen} look={seen.original} kind={kind} />
          {augmentation ? (
            seen.copies.map((look, index) => (
              <LookAt key={index} title={`Copy ${index + 1}`} preview={seen} look={look} kind={kind} />
            ))
          ) : (
            <p className="ui-muted">Nothing is switched on: no copies are made.</p>
          )}
        </div>
      )}
    </Card>
  )
}

interface LookProps {
  title: string
  preview: Preview
  look: Look
  kind: Props['kind']
}

function LookAt({ title, preview, look, kind }: LookProps) {
  if (kind === 'image') {
    const [height = 1, width = 1] = preview.shape
    return (
      <figure className="training__picture" aria-label={title}>
        <PictureCanvas image={{ width, height }} values={look.readings} className="training__pixels" />
        <figcaption>{title}</figcaption>
      </figure>
    )
  }
  const features = preview.shape.length === 2 && preview.axes.length === 1 ? featuresFigure(title, preview, look) : null
  return (
    <>
      <LineFigure figure={readingsFigure(title, preview, look)} heightPx={110} />
      {features?.heat && <HeatFigure figure={features} heat={features.heat} />}
    </>
  )
}

function readingsFigure(title: string, { axes, rateHz }: Preview, { readings }: Look): Figure {
  const rows = readings.length / axes.length
  const step = Math.max(1, Math.ceil(rows / MOST_POINTS))
  const kept = Array.from({ length: Math.ceil(rows / step) }, (_, index) => index * step)
  return {
    title,
    xTitle: 'Time (s)',
    yTitle: 'Reading',
    series: axes.map((name, axis) => ({
      name,
      x: Float32Array.from(kept, (row) => row / rateHz),
      y: Float32Array.from(kept, (row) => readings[row * axes.length + axis] ?? 0),
    })),
  }
}

function featuresFigure(title: string, { shape }: Preview, { features }: Look): Figure {
  const [frames = 1, bands = 1] = shape
  return {
    title: `${title}: features`,
    xTitle: 'Frame',
    yTitle: 'Coefficient',
    series: [],
    heat: {
      zTitle: 'Value',
      x: Float32Array.from({ length: frames }, (_, index) => index),
      y: Float32Array.from({ length: bands }, (_, index) => index),
      values: features,
    },
  }
}
