/** What the board sends or the camera sees now, or the way to a board. */
import type { Connection } from '../../../shared/model/board.ts'
import type { ImageSize } from '../../../shared/model/input-block.ts'
import type { Recording } from '../../../shared/model/recording.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinesExample } from '../../components/examples.tsx'
import { LivePicture } from '../../plots/live-picture.tsx'
import { LivePlot } from '../../plots/live-plot.tsx'
import type { StreamShape } from '../../plots/use-stream-shape.ts'
import { RecordCorner } from './record-corner.tsx'

const SIMULATED_PICO = 'sim:pico'

function NoBoard({ connected }: { connected: boolean }) {
  const connect = useOperation('devices/connect')
  return (
    <>
      <ErrorAlert error={connect.error} />
      <EmptyState
        example={<LinesExample />}
        sentence="Here the board's readings will move, one lane an axis."
        action={
          !connected && (
            <Button
              {...(connect.running ? { reason: 'Connecting.' } : {})}
              onPress={() => void connect.run({ port: SIMULATED_PICO })}
            >
              Use the simulated Pico
            </Button>
          )
        }
      />
    </>
  )
}

/** All lanes together are about as high; many are lower, so that they are seen at once. */
function laneHeight(lanes: number): number {
  return Math.min(180, Math.max(44, Math.round(264 / lanes)))
}

interface Props {
  connection: Connection | null
  shape: StreamShape | null
  recording: Recording | null
  /** Of the pictures, where the camera is connected. */
  pictureSize: ImageSize | undefined
  onKey: (key: string) => boolean
}

export function RecordSignal({ connection, shape, recording, pictureSize, onKey }: Props) {
  if (pictureSize) {
    return (
      <LivePicture
        title="Picture"
        size={pictureSize}
        recording={recording?.state === 'recording'}
        corner={recording && <RecordCorner recording={recording} pictures />}
        onKey={onKey}
      />
    )
  }
  if (!shape) return <NoBoard connected={connection !== null} />
  return (
    <LivePlot
      title="Signal"
      axes={shape.axes}
      rateHz={shape.rateHz}
      laneHeightPx={laneHeight(shape.axes.length)}
      recording={recording?.state === 'recording'}
      corner={recording && <RecordCorner recording={recording} />}
      onKey={onKey}
    />
  )
}
