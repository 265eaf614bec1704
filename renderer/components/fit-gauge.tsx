/** How much of a board's memory a model takes. */
import type { BoardKind } from '../../shared/model/board.ts'
import { Alert } from './alert.tsx'
import { formatBytes, formatBytesOf, formatCount, formatMs } from './format.ts'
import { Meter } from './meter.tsx'
import { Tag } from './state-badge.tsx'

interface Props {
  board: BoardKind
  flashBytes: number
  ramBytes: number
  macs: number
  /** Milliseconds for the features of one window, where they are known. */
  dspMs?: number
}

export function FitGauge({ board, flashBytes, ramBytes, macs, dspMs }: Props) {
  const gauge = (name: string, used: number, available: number) => (
    <Meter
      name={name}
      used={used}
      available={available}
      text={formatBytesOf(used, available)}
      exact={`${formatCount(used)} of ${formatCount(available)} bytes`}
    />
  )
  return (
    <div className="ui-stack">
      <div className="ui-row">
        <span>
          On the {board.name}: {formatCount(macs)} multiply-adds a window
          {dspMs !== undefined && `, features in ${formatMs(dspMs)}`}
        </span>
        <Tag>est.</Tag>
      </div>
      {gauge('Flash', flashBytes, board.flashBytes)}
      {gauge('RAM', ramBytes, board.ramBytes)}
      {ramBytes > board.ramBytes && (
        <Alert kind="problem">
          This window does not fit the {board.name}: {formatBytes(ramBytes)} of RAM are needed,{' '}
          {formatBytes(board.ramBytes)} are there. Take a shorter window, a lower frequency or fewer features.
        </Alert>
      )}
    </div>
  )
}
