/** How much of a board's memory a model takes. */
import type { BoardKind } from '../../shared/model/board.ts'
import { formatBytesOf, formatCount } from './format.ts'
import { Meter } from './meter.tsx'
import { Tag } from './state-badge.tsx'

interface Props {
  board: BoardKind
  flashBytes: number
  ramBytes: number
  macs: number
}

export function FitGauge({ board, flashBytes, ramBytes, macs }: Props) {
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
        </span>
        <Tag>est.</Tag>
      </div>
      {gauge('Flash', flashBytes, board.flashBytes)}
      {gauge('RAM', ramBytes, board.ramBytes)}
    </div>
  )
}
