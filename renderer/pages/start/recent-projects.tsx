import { useState } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { formatAgo, formatBytes, formatSeconds } from '../../components/format.ts'
import { labelLook } from '../../components/label-look.ts'
import { useProjectActions } from '../../app/project-actions.ts'
import { useOperation } from '../../app/use-operation.ts'

type Recent = Output<'recents/list'>[number]

const SHOWN = 8

interface Props {
  recents: readonly Recent[]
  loading: boolean
  onChanged: () => void
}

export function RecentProjects({ recents, loading, onChanged }: Props) {
  const change = useOperation('recents/change')
  const [all, setAll] = useState(false)
  const [nowMs] = useState(Date.now)
  if (recents.length === 0) {
    return <p className="ui-muted">{loading ? 'Looking…' : 'None yet. Projects you open stand here next time.'}</p>
  }
  const sorted = [...recents].sort((a, b) => Number(b.pinned) - Number(a.pinned))
  const shown = all ? sorted : sorted.slice(0, SHOWN)
  async function set(recent: Recent, to: 'pin' | 'unpin' | 'remove'): Promise<void> {
    await change.run({ path: recent.path, change: to })
    onChanged()
  }
  return (
    <>
      <ErrorAlert error={change.error} />
      <ul className="start__recents" aria-label="Recent projects">
        {shown.map((recent) => (
          <RecentRow key={recent.path} recent={recent} nowMs={nowMs} onChange={(to) => void set(recent, to)} />
        ))}
      </ul>
      {shown.length < sorted.length && <Button onPress={() => setAll(true)}>Show all {sorted.length}</Button>}
    </>
  )
}

interface RowProps {
  recent: Recent
  nowMs: number
  onChange: (change: 'pin' | 'unpin' | 'remove') => void
}

function RecentRow({ recent, nowMs, onChange }: RowProps) {
  const projects = useProjectActions()
  const { name, path, exists, openedAt, sizeBytes, seconds, pinned } = recent
  return (
    <li className="start__recent">
      {exists ? (
        <Button kind="quiet" onPress={() => void projects.open(path)}>
          <span className="start__text">{name}</span>
        </Button>
      ) : (
        <span className="ui-row">
          <span className="start__text">{name}</span>
          <Button size="small" onPress={() => void projects.chooseAndOpen()}>
            Find it…
          </Button>
        </span>
      )}
      <SecondsBar seconds={seconds} />
      <span className="ui-muted">{formatAgo(openedAt, nowMs)}</span>
      <span className="ui-muted">{exists ? formatBytes(sizeBytes) : 'moved'}</span>
      <span className="ui-muted start__text" title={path}>
        {path}
      </span>
      <span className="ui-row">
        <Button
          kind="quiet"
          size="small"
          icon="pin"
          pressed={pinned}
          aria-label={`Pin ${name}`}
          onPress={() => onChange(pinned ? 'unpin' : 'pin')}
        />
        <Button
          kind="quiet"
          size="small"
          icon="close"
          aria-label={`Remove ${name} from the list`}
          onPress={() => onChange('remove')}
        />
      </span>
    </li>
  )
}

/** Seconds per label, in the labels' colours and order. */
function SecondsBar({ seconds }: { seconds: Record<string, number> }) {
  const entries = Object.entries(seconds)
  const total = entries.reduce((sum, [, value]) => sum + value, 0)
  const text = total > 0 ? entries.map(([label, value]) => `${label} ${formatSeconds(value)}`).join(', ') : 'no samples'
  return (
    <span className="start__seconds" role="img" aria-label={text} title={text}>
      {entries.map(([label, value], color) => (
        <span
          key={label}
          style={{ width: `${(100 * value) / (total || 1)}%`, background: `var(${labelLook(color).token})` }}
        />
      ))}
    </span>
  )
}
