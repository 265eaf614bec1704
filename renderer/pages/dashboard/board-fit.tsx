import type { BoardKind } from '../../../shared/model/board.ts'
import type { Run } from '../../../shared/model/run.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { formatBytesOf, formatCount } from '../../components/format.ts'
import { Meter } from '../../components/meter.tsx'
import { Select } from '../../components/select.tsx'
import { useLayout } from '../../app/layout.ts'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'

const FIRST_CHOICE = 'pico'

/** What the model needs of the chosen board's memory. */
export function BoardFit({ run }: { run: Run | null }) {
  const boards = useQuery('deploy/boards', {})
  const connected = useAppState((state) => state.connection?.info?.board ?? '')
  const [chosen, choose] = useLayout('board', '')
  const board = chosenBoard(boards.data ?? [], [chosen, connected, FIRST_CHOICE])
  if (boards.error) return <ErrorAlert error={boards.error} />
  if (!board) return <p className="ui-muted">{boards.loading ? 'Looking…' : 'No boards are known.'}</p>
  return (
    <>
      <Select
        label="Target board"
        value={board.id}
        options={(boards.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={choose}
      />
      {run ? (
        <>
          <Fit name="Flash (est.)" used={run.flashBytes} available={board.flashBytes} />
          <Fit name="RAM (est.)" used={run.ramBytes} available={board.ramBytes} />
          <p className="ui-muted">{formatCount(run.macs)} multiplications a window.</p>
        </>
      ) : (
        <p className="ui-muted">No model yet. After training you see here whether it fits.</p>
      )}
    </>
  )
}

function chosenBoard(boards: readonly BoardKind[], wishes: readonly string[]): BoardKind | undefined {
  for (const wish of wishes) {
    const board = boards.find(({ id, name }) => wish !== '' && (id === wish || name === wish))
    if (board) return board
  }
  return boards[0]
}

function Fit({ name, used, available }: { name: string; used: number; available: number }) {
  return (
    <Meter
      name={name}
      used={used}
      available={available}
      text={formatBytesOf(used, available)}
      exact={`${formatCount(used)} of ${formatCount(available)} bytes`}
    />
  )
}
