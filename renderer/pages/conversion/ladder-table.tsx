/** Every form of the model in one row: how good, how large, and what it answers otherwise. */
import type { Rung } from '../../../shared/contract/operations/compression.ts'
import type { BoardKind } from '../../../shared/model/board.ts'
import { Button } from '../../components/button.tsx'
import { formatBytes, formatCount, formatPercent, formatScore } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'
import { threeDigits } from '../../plots/quantities.ts'

interface Props {
  rungs: readonly Rung[]
  split: string
  board: BoardKind | null
  shown: string
  onShow: (rung: string) => void
  onUse: (runId: number) => void
}

export function keyOfRung({ runId, precision }: Rung): string {
  return `${runId} ${precision}`
}

export function LadderTable({ rungs, split, board, shown, onShow, onUse }: Props) {
  const values = rungs.some(({ evaluation }) => evaluation.mae !== undefined)
  return (
    <Table
      caption={`Models on the ${split} set${board ? `, sizes on the ${board.name} (est.)` : ''}`}
      keyOf={keyOfRung}
      rows={rungs}
      columns={[
        { title: 'Model', kind: 'head', render: (rung) => rung.name },
        { title: values ? 'Off on average' : 'Windows right', kind: 'number', render: scoreText },
        {
          title: 'Changed answers',
          kind: 'number',
          render: (rung) =>
            rung === rungs[0] ? (
              <span className="ui-muted">–</span>
            ) : (
              <Button
                size="small"
                pressed={shown === keyOfRung(rung)}
                aria-label={`${rung.changed.length} changed answers of ${rung.name}`}
                onPress={() => onShow(keyOfRung(rung))}
              >
                {formatCount(rung.changed.length)}
              </Button>
            ),
        },
        { title: 'Flash', kind: 'number', render: ({ flashBytes }) => memory(flashBytes, board?.flashBytes) },
        { title: 'RAM', kind: 'number', render: ({ ramBytes }) => memory(ramBytes, board?.ramBytes) },
        { title: 'Compressed', kind: 'number', render: ({ compressedBytes }) => formatBytes(compressedBytes) },
        { title: 'On the board', render: (rung) => <UseButton rung={rung} onUse={onUse} /> },
      ]}
    />
  )
}

/** What is behind the sizes. */
export function WeightsTable({ rungs }: Pick<Props, 'rungs'>) {
  return (
    <Table
      caption="Weights and arithmetic"
      keyOf={keyOfRung}
      rows={rungs}
      columns={[
        { title: 'Model', kind: 'head', render: (rung) => rung.name },
        { title: 'Weights and biases', kind: 'number', render: ({ parameters }) => formatCount(parameters) },
        { title: 'As bytes', kind: 'number', render: ({ weightBytes }) => formatBytes(weightBytes) },
        { title: 'Compressed', kind: 'number', render: ({ compressedBytes }) => formatBytes(compressedBytes) },
        { title: 'Zeros', kind: 'number', render: ({ zeros }) => formatPercent(zeros) },
        { title: 'Multiply-adds', kind: 'number', render: ({ macs }) => formatCount(macs) },
      ]}
    />
  )
}

function scoreText({ evaluation }: Rung) {
  if (evaluation.mae !== undefined) return threeDigits(evaluation.mae)
  const { windows, correct } = evaluation
  return <span title={formatScore(evaluation, 'no samples')}>{formatScore({ windows, correct }, 'no samples')}</span>
}

function memory(bytes: number | null, limit: number | undefined) {
  if (bytes === null) return <span className="ui-muted">–</span>
  const text = formatBytes(bytes)
  return limit !== undefined && bytes > limit ? `${text}, does not fit` : text
}

function UseButton({ rung, onUse }: { rung: Rung; onUse: (runId: number) => void }) {
  if (rung.precision === 'float') return <span className="ui-muted">not for boards</span>
  if (rung.inUse) return <strong>✓ In use</strong>
  return (
    <Button size="small" aria-label={`Use ${rung.name}`} onPress={() => onUse(rung.runId)}>
      Use this one
    </Button>
  )
}
