/** How sessions and labels meet: a cell shows its samples in the table. */
import { useMemo } from 'react'
import type { Sample } from '../../../shared/model/sample.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatCount, formatNumberOf } from '../../components/format.ts'
import { type Column, Table } from '../../components/table.tsx'
import { filterWord } from './filter.ts'
import { type SessionRow, sessionMatrix } from './sessions.ts'

interface Props {
  samples: readonly Sample[]
  onFilter: (text: string) => void
}

/** More would fill the page; the filter reaches the others. */
const SESSIONS_SHOWN = 200

export function SessionMatrix({ samples, onFilter }: Props) {
  const { labels, rows } = useMemo(() => sessionMatrix(samples), [samples])
  const shown = rows.slice(0, SESSIONS_SHOWN)
  const left = shown.length < rows.length ? `, showing ${shown.length} of ${formatCount(rows.length)} sessions` : ''
  const columns: Column<SessionRow>[] = [
    { title: 'Session', kind: 'head', render: (row) => row.session },
    ...labels.map((label, place): Column<SessionRow> => {
      const title = label === '' ? 'no label' : label
      const name = (row: SessionRow): string =>
        `${formatNumberOf(row.counts[place] ?? 0, 'sample')} of ${title} in ${row.session}`
      return {
        title,
        kind: 'number',
        render: (row) =>
          row.counts[place] === 0 ? (
            <span title={`No ${title} in ${row.session}`}>0</span>
          ) : (
            <Button
              kind="quiet"
              size="small"
              aria-label={name(row)}
              title={`Show ${name(row)}`}
              onPress={() => onFilter(`${filterWord('session', row.session)} ${filterWord('label', label)}`)}
            >
              {formatCount(row.counts[place] ?? 0)}
            </Button>
          ),
      }
    }),
  ]
  return (
    <Card title="Sessions and labels">
      <div className="dataset__sessions" tabIndex={0} role="region" aria-label="Sessions and labels">
        <Table
          caption={`Samples of each session and label${left}`}
          hideCaption={left === ''}
          keyOf={(row: SessionRow) => row.session}
          rows={shown}
          columns={columns}
        />
      </div>
    </Card>
  )
}
