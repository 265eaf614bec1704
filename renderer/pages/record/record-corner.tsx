/** What happens now, in the plot's corner: the signal stays visible. */
import type { Recording } from '../../../shared/model/state.ts'

function words(recording: Recording): string {
  const take = recording.takes > 1 ? `, take ${recording.take} of ${recording.takes}` : ''
  if (recording.state === 'countdown') return `Recording ${recording.label} in`
  if (recording.state === 'resting') return `Rest. Next take in ${(recording.leftMs / 1000).toFixed(1)} s`
  if (recording.state === 'saving') return `Saving ${recording.label}`
  return `Recording ${recording.label} ${(recording.elapsedMs / 1000).toFixed(1)} s${take}`
}

export function RecordCorner({ recording }: { recording: Recording }) {
  return (
    <div className="record__corner">
      <span>{words(recording)}</span>
      {recording.state === 'countdown' && (
        <div className="record__countdown">{Math.max(1, Math.ceil(recording.leftMs / 1000))}</div>
      )}
    </div>
  )
}

/** Said once a phase, not ten times a second. */
export function RecordAnnouncement({ recording }: { recording: Recording | null }) {
  const said = !recording
    ? ''
    : recording.state === 'countdown'
      ? `${Math.ceil(recording.leftMs / 1000)}`
      : recording.state === 'recording'
        ? `Recording ${recording.label}`
        : ''
  return (
    <p className="ui-hidden" role="status">
      {said}
    </p>
  )
}
