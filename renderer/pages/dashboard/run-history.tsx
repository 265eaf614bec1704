import { useState } from 'react'
import type { Run } from '../../../shared/model/run.ts'
import { formatAgo, formatScore, shortHash } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'

const SHOWN = 5

export function RunHistory({ runs }: { runs: readonly Run[] }) {
  const [nowMs] = useState(Date.now)
  if (runs.length === 0) return <p className="ui-muted">No training runs yet. The last five stand here.</p>
  return (
    <Table
      caption={`Last ${Math.min(SHOWN, runs.length)} of ${runs.length} training runs`}
      rows={[...runs].sort((a, b) => b.id - a.id).slice(0, SHOWN)}
      keyOf={(run) => run.id}
      columns={[
        { title: 'Run', kind: 'head', render: (run) => <a href="#/training">{run.id}</a> },
        { title: 'Model', render: (run) => <code>{shortHash(run.modelHash)}</code> },
        { title: 'Test set, int8', render: (run) => formatScore(run.test.int8, 'no test samples yet') },
        { title: 'Epochs', kind: 'number', render: (run) => run.epochs.length },
        { title: 'Trained', render: (run) => formatAgo(run.createdAt, nowMs) },
      ]}
    />
  )
}
