/** The table of all samples. Pictures are read only for the rows that are looked at. */
import { memo, useMemo, useRef, useState } from 'react'
import type { LabelCount, Sample } from '../../../shared/model/sample.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { LabelChip } from '../../components/label-chip.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { Thumbnail } from '../../plots/thumbnail.tsx'
import { threeDigits } from '../../plots/quantities.ts'
import { type ThumbnailData, useThumbnails } from '../../plots/use-thumbnails.ts'

interface Props {
  samples: readonly Sample[]
  labels: readonly LabelCount[]
  wide: boolean
  project: string
  selected: ReadonlySet<number>
  onSelect: (ids: ReadonlySet<number>) => void
  onOpen: (sample: Sample) => void
  onDelete: (row: Sample) => void
  onLabel: () => void
}

export function SampleGrid(props: Props) {
  const { samples, labels, wide, project, selected, onSelect, onOpen, onDelete, onLabel } = props
  const [seen, setSeen] = useState<readonly number[]>([])
  const asked = useRef(new Set<number>())
  const pictures = useThumbnails(seen, project)
  const columns = useMemo(() => {
    const places = new Map(labels.map((label) => [label.name, label.color]))
    const see = (id: number): void => {
      if (asked.current.has(id)) return
      asked.current.add(id)
      // Many rows come into sight together: they are asked for in one go.
      if (asked.current.size === 1) queueMicrotask(flush)
    }
    const flush = (): void => {
      const ids = [...asked.current]
      asked.current.clear()
      setSeen(ids)
    }
    return columnsOf({ places, wide, pictures, see })
  }, [labels, wide, pictures])
  return (
    <Grid
      label="Samples"
      rows={samples}
      columns={columns}
      keyOf={(sample) => sample.id}
      selected={selected}
      onSelect={onSelect}
      onOpen={onOpen}
      onKey={(event, row) => {
        if (event.key !== 'Delete' && event.key !== 'F2') return
        event.preventDefault()
        if (event.key === 'Delete') return onDelete(row)
        if (selected.size === 0) onSelect(new Set([row.id]))
        onLabel()
      }}
    />
  )
}

interface ColumnFacts {
  places: ReadonlyMap<string, number>
  wide: boolean
  pictures: ReadonlyMap<number, ThumbnailData>
  see: (id: number) => void
}

function columnsOf({ places, wide, pictures, see }: ColumnFacts): GridColumn<Sample>[] {
  const first: GridColumn<Sample>[] = [
    {
      title: 'Signal',
      width: '8rem',
      render: (sample) => <Picture id={sample.id} picture={pictures.get(sample.id)} see={see} />,
    },
    { title: 'Name', width: 'minmax(8rem, 2fr)', render: (sample) => sample.name },
    {
      title: 'Label',
      width: 'minmax(6rem, 1fr)',
      render: ({ label }) => (
        <LabelChip name={label ?? 'no label'} color={label === null ? null : (places.get(label) ?? null)} />
      ),
    },
    {
      title: 'Split',
      width: '6rem',
      render: (sample) => (sample.enabled ? sample.split : <Tag>left out</Tag>),
    },
    { title: 'Length (s)', width: '6rem', number: true, render: (sample) => sample.seconds.toFixed(2) },
  ]
  if (!wide) return first
  return [
    ...first,
    { title: 'Session', width: 'minmax(6rem, 1fr)', render: (sample) => sample.session },
    { title: 'Rate (Hz)', width: '5rem', number: true, render: (sample) => threeDigits(sample.rateHz) },
    { title: 'Axes', width: '4rem', number: true, render: (sample) => sample.axes.length },
    {
      title: 'Health',
      width: '6rem',
      render: ({ health }) => (
        <span title={health.findings[0]?.sentence}>
          {health.ok ? '✓ good' : `! ${health.findings[0]?.kind ?? 'odd'}`}
        </span>
      ),
    },
    { title: 'Source', width: '6rem', render: (sample) => sample.source },
    { title: 'Added', width: '8rem', render: (sample) => sample.addedAt.slice(0, 16).replace('T', ' ') },
  ]
}

interface PictureProps {
  id: number
  picture: ThumbnailData | undefined
  see: (id: number) => void
}

const Picture = memo(function Picture({ id, picture, see }: PictureProps) {
  if (picture) return <Thumbnail axes={picture.axes} values={picture.values} />
  return <span ref={(element) => void (element && see(id))} />
})
