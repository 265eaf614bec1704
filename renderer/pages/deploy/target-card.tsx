/** Which board it goes to, and what goes onto it. */
import type { Run } from '../../../shared/model/run.ts'
import { boardText } from '../../app/board-text.ts'
import { useAppState } from '../../app/store.ts'
import type { FitBoard } from '../../app/use-fit-board.ts'
import { Card } from '../../components/card.tsx'
import { FitGauge } from '../../components/fit-gauge.tsx'
import { shortHash } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { Select } from '../../components/select.tsx'
import { Tag } from '../../components/state-badge.tsx'

export function TargetCard({ run, fit }: { run: Run | null; fit: FitBoard }) {
  const connection = useAppState((state) => state.connection)
  const labels = useAppState((state) => state.project?.labels)
  const { board, boards, choose } = fit
  const onBoard = connection?.info?.modelHash ?? null
  return (
    <Card title="Board and model">
      <p className="ui-row">
        <strong>{boardText(connection)}</strong>
        {connection?.simulated && <Tag kind="info">simulated</Tag>}
        {connection && (
          <span className="ui-muted">
            {onBoard === null ? 'It has no model yet.' : `It has model ${shortHash(onBoard)}.`}
          </span>
        )}
      </p>
      {board && (
        <Select
          label="Designed for"
          value={board.id}
          options={boards.map(({ id, name, prebuilt }) => ({
            value: id,
            label: prebuilt ? `${name}, one click` : name,
          }))}
          onChange={choose}
        />
      )}
      {run && (
        <>
          <p className="ui-row">
            Model <code title={run.modelHash}>{shortHash(run.modelHash)}</code>, int8, answers
            {run.labels.map((name) => (
              <LabelChip key={name} name={name} color={labels?.find((one) => one.name === name)?.color ?? null} />
            ))}
          </p>
          {board && <FitGauge board={board} flashBytes={run.flashBytes} ramBytes={run.ramBytes} macs={run.macs} />}
        </>
      )}
      {board && board.checked !== 'hardware' && (
        <p className="ui-muted">
          {board.checked === 'emulated'
            ? 'Flashing this board was tried on its simulation, not on a real one.'
            : 'Nobody has tried this board yet.'}
        </p>
      )}
    </Card>
  )
}
