/** What happens now, in the plot's corner: the signal stays visible. */
import type { Recording } from '../../../shared/model/recording.ts'

const WAITS = {
  none: '',
  key: 'press Space here',
  level: 'move the board',
  board: "press the board's button",
}

function words(recording: Recording, pictures: boolean): string {
  const { label, nextLabel, state, trigger } = recording
  if (pictures && state === 'recording') return pictureWords(recording)
  const take = recording.takes > 1 ? `, take ${recording.take} of ${recording.takes}` : ''
  const boards = recording.boards > 1 ? `, ${recording.boards} boards` : ''
  if (state === 'countdown') return `Recording ${label} in`
  if (state === 'resting') return `Rest. Next: ${label} in ${(recording.leftMs / 1000).toFixed(1)} s`
  if (state === 'waiting') return `Ready for ${label}${take}: ${WAITS[trigger]}`
  if (state === 'saving') return `Saving ${label}`
  const next = nextLabel !== null && nextLabel !== label ? `. Then ${nextLabel}` : ''
  return `Recording ${label} ${(recording.elapsedMs / 1000).toFixed(1)} s${take}${boards}${next}`
}

/** A picture takes no time; until stopped, one comes after the other. */
function pictureWords({ label, take, takes, totalMs }: Recording): string {
  if (totalMs === null) return `Taking pictures of ${label}`
  return takes > 1 ? `Picture ${take} of ${takes}: ${label}` : `Picture of ${label}`
}

interface CornerProps {
  recording: Recording
  /** Of a camera. */
  pictures?: boolean
}

export function RecordCorner({ recording, pictures = false }: CornerProps) {
  return (
    <div className="record__corner">
      <span>{words(recording, pictures)}</span>
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
        : recording.state === 'waiting'
          ? words(recording, false)
          : ''
  return (
    <p className="ui-hidden" role="status">
      {said}
    </p>
  )
}
