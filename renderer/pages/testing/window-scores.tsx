/** Each window of a sample with what the model thinks of it. */
import type { Precision } from '../../../shared/model/run.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { formatPercent, formatSeconds } from '../../components/format.ts'
import { heatColor } from '../../components/heat-scale.ts'
import { Table } from '../../components/table.tsx'

interface Props {
  learnId: string | undefined
  precision: Precision
  sampleId: number
  name: string
}

interface Row {
  startMs: number
  scores: number[]
}

export function WindowScores({ learnId, precision, sampleId, name }: Props) {
  const { data, error } = useQuery('testing/sample', {
    ...(learnId === undefined ? {} : { learnId }),
    precision,
    sampleId,
  })
  if (!data) return <ErrorAlert error={error} />
  const { labels, startMs, scores } = data
  const rows = Array.from(startMs, (start, window): Row => ({
    startMs: start,
    scores: [...scores.subarray(window * labels.length, (window + 1) * labels.length)],
  }))
  return (
    <Table
      caption={`Scores of the ${rows.length} windows of ${name}`}
      keyOf={(row: Row) => row.startMs}
      rows={rows}
      columns={[
        {
          title: 'From',
          kind: 'head',
          render: (row) => (row.startMs === 0 ? '0 s' : formatSeconds(row.startMs / 1000)),
        },
        ...labels.map((label, place) => ({
          title: label,
          kind: 'number' as const,
          render: (row: Row) => <Score share={row.scores[place] ?? 0} />,
        })),
      ]}
    />
  )
}

function Score({ share }: { share: number }) {
  const { background, text } = heatColor(share)
  return (
    <span className="testing__score" style={{ background, color: text }}>
      {formatPercent(share)}
    </span>
  )
}
