/** The windows that the impulse will cut from this sample, over its whole length. */
import { useMemo } from 'react'
import { AppError } from '../../../shared/contract/errors.ts'
import type { SignalData } from '../../../shared/dsp/windows.ts'
import { useImpulse } from '../../app/use-impulse.ts'
import { Alert } from '../../components/alert.tsx'
import { formatCount, formatNumberOf } from '../../components/format.ts'
import { signalSeconds } from '../../plots/decimate.ts'
import { AXIS_WIDTH_PX, RIGHT_ROOM_PX } from '../../plots/plot-canvas.tsx'
import { lanesOf, type WindowSpan, windowSpans } from './window-spans.ts'

/** More would be a grey block; the sentence has the whole number. */
const DRAWN_WINDOWS = 1000
const MOST_LANES = 8
const LANE_HEIGHT = 6

interface Props {
  signal: SignalData
  used: boolean
  labelled: boolean
}

export function WindowStrip({ signal, used, labelled }: Props) {
  const { impulse } = useImpulse()
  const input = impulse?.input.kind === 'time-series' && !signal.image ? impulse.input : null
  const found = useMemo(() => (input ? spansOf(() => windowSpans(input, signal)) : []), [input, signal])
  if (!input) return null
  if (typeof found === 'string') return <Alert kind="stale">{found}</Alert>
  const why = used ? (labelled ? null : 'It has no label: nothing is learned from it.') : 'It is left out.'
  const lengths = `${formatCount(input.windowSizeMs)} ms, one every ${formatCount(input.windowIncreaseMs)} ms`
  return (
    <section aria-label="Windows">
      {found.length > 0 && (
        <Drawing spans={found} seconds={signalSeconds(signal)} lanes={Math.min(MOST_LANES, lanesOf(input))} />
      )}
      <p className="ui-muted">
        {found.length === 0
          ? `No window of ${formatCount(input.windowSizeMs)} ms fits into this sample.`
          : `${formatNumberOf(found.length, 'window')} of ${lengths}.`}{' '}
        {why} <a href="#/impulse">Impulse</a>
      </p>
    </section>
  )
}

function spansOf(cut: () => WindowSpan[]): WindowSpan[] | string {
  try {
    return cut()
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

interface DrawingProps {
  spans: readonly WindowSpan[]
  seconds: number
  lanes: number
}

function Drawing({ spans, seconds, lanes }: DrawingProps) {
  const height = lanes * LANE_HEIGHT
  const end = Math.max(seconds, 1e-6)
  return (
    <svg
      className="sample__windows"
      style={{ marginLeft: AXIS_WIDTH_PX, width: `calc(100% - ${AXIS_WIDTH_PX + RIGHT_ROOM_PX}px)`, height }}
      viewBox={`0 0 ${end} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {spans.slice(0, DRAWN_WINDOWS).map(({ fromSeconds, toSeconds }, index) => (
        <rect
          key={fromSeconds}
          x={fromSeconds}
          y={(index % lanes) * LANE_HEIGHT + 1}
          width={Math.min(toSeconds, end) - fromSeconds}
          height={LANE_HEIGHT - 2}
        />
      ))}
    </svg>
  )
}
