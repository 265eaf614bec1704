/** The table of all samples. Pictures are read only for the rows that are looked at. */
import { useMemo } from 'react'
import type { LabelCount, Sample } from '../../../shared/model/sample.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { LabelChip } from '../../components/label-chip.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { Thumbnail } from '../../plots/thumbnail.tsx'
import { threeDigits } from '../../plots/quantities.ts'
import { deviceOf } from './filter.ts'
import { PictureContext, usePicture, usePictureStore } from './picture-store.ts'

interface Props {
  samples: readonly Sample[]
  labels: readonly LabelCount[]
  wide: boolean
  project: string
  selected: ReadonlySet<number>
  onSelect: (ids: ReadonlySet<number>) => void
  onOpen: (sample: Sample) => void
  onDelete: (row: Sample) => void
  onLabel: (row: Sample) => void
}

export function SampleGrid(props: Props) {
  const { samples, labels, wide, project, selected, onSelect, onOpen, onDelete, onLabel } = props
  const pictures = usePictureStore(project)
  const columns = useMemo(() => {
    const places = new Map(labels.map((label) => [label.name, label.color]))
    return columnsOf(places, wide)
  }, [labels, wide])
  return (
    <PictureContext value={pictures}>
      <Grid
        label="Samples"
        rows={samples}
        columns={columns}
        keyOf={(sample) => sample.id}
        selected={selected}
        onSelect={onSelect}
        onOpen={onOpen}
        onKey={(event, row) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return
          if (event.key === 'Delete') onDelete(row)
          else if (event.key === 'F2') onLabel(row)
          else return
          event.preventDefault()
        }}
      />
    </PictureContext>
  )
}

function columnsOf(places: ReadonlyMap<string, number>, wide: boolean): GridColumn<Sample>[] {
  const first: GridColumn<Sample>[] = [
    { title: 'Signal', width: '7rem', render: (sample) => <Picture id={sample.id} /> },
    { title: 'Name', width: 'minmax(7rem, 2fr)', render: ({ id, name }) => <Name id={id} name={name} /> },
    {
      title: 'Label',
      width: 'minmax(6rem, 1fr)',
      render: ({ label }) => (
        <LabelChip name={label ?? 'no label'} color={label === null ? null : (places.get(label) ?? null)} />
      ),
    },
    {
      title: 'Split',
      width: '5.5rem',
      render: (sample) => (sample.enabled ? sample.split : <Tag>left out</Tag>),
    },
    { title: 'Length (s)', width: '6rem', number: true, render: lengthOf },
    { title: 'Health', width: '5rem', render: (sample) => <HealthMark sample={sample} /> },
  ]
  return wide ? [...first, ...OTHERS] : first
}

const OTHERS: readonly GridColumn<Sample>[] = [
  { title: 'Session', width: 'minmax(5rem, 1fr)', render: ({ session }) => <span title={session}>{session}</span> },
  {
    title: 'Rate (Hz)',
    width: '5rem',
    number: true,
    render: ({ image, rateHz }) => (image ? '–' : threeDigits(rateHz)),
  },
  {
    title: 'Axes',
    width: '3.5rem',
    number: true,
    render: ({ axes }) => <span title={axes.map(({ name }) => name).join(', ')}>{axes.length}</span>,
  },
  { title: 'Device', width: '6rem', render: (sample) => deviceOf(sample) || sample.source },
  { title: 'Added', width: '8.5rem', render: (sample) => sample.addedAt.slice(0, 16).replace('T', ' ') },
]

/** A picture has a size instead of a length. */
function lengthOf({ image, seconds }: Sample): string {
  return image ? `${image.width} × ${image.height}` : threeDigits(seconds)
}

function Name({ id, name }: { id: number; name: string }) {
  return (
    <a href={`#/sample/${id}`} title={name} tabIndex={-1}>
      {name}
    </a>
  )
}

function HealthMark({ sample: { health } }: { sample: Sample }) {
  if (health.ok) return <span title="No gaps, no clipping, true rate.">✓ good</span>
  return (
    <span title={health.findings.map(({ sentence }) => sentence).join(' ')}>! {health.findings[0]?.kind ?? 'odd'}</span>
  )
}

function Picture({ id }: { id: number }) {
  const picture = usePicture(id)
  return picture ? <Thumbnail {...picture} /> : null
}
