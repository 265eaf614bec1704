/** Prove that board and workbench compute the same. */
import { useState } from 'react'
import type { ParityStage } from '../../../shared/contract/operations/deployment.ts'
import { useLayout } from '../../app/layout.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatCount, formatMs, formatNumberOf, shortHash } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Table } from '../../components/table.tsx'
import { saveFile } from '../../plots/save-file.ts'
import { columnsOf, firstDiffering, hexOfValue, isEqual, type ParityRow, parityRows } from './parity-cells.ts'
import './parity-page.css'
import { type Parity, useParity } from './use-parity.ts'

const MOST_WINDOWS = 5000

export function ParityPage() {
  const model = useAppState((state) => state.model)
  const hasTest = useAppState((state) => state.project?.labels.some((label) => label.bySplit.test.count > 0) ?? false)
  const { parity, older, board, running, error, check, cancel } = useParity()
  const [limit, setLimit] = useState(200)
  const primary = running
    ? { label: 'Cancel', onPress: cancel }
    : { label: 'Check parity', onPress: () => void check(limit), ...blocked(model !== null, hasTest) }
  return (
    <Page
      title="Parity"
      purpose="Prove that board and workbench compute the same."
      primary={primary}
      actions={parity && !running && <Button onPress={() => saveReport(parity)}>Save report</Button>}
    >
      <div className="parity">
        <ErrorAlert error={error} />
        {!board && model && (
          <Alert kind="info" action={<a href="#/devices">Devices</a>}>
            No board with a model is connected: the check runs up to the C code on this computer.
          </Alert>
        )}
        {board && model && board.info?.modelHash !== model.modelHash && (
          <Alert kind="stale" action={<a href="#/deploy">Deploy</a>}>
            {board.info?.modelHash
              ? `The board has ${shortHash(board.info.modelHash)}, the project ${shortHash(model.modelHash)}. Flash first.`
              : 'The board has no model yet. Flash it first.'}
          </Alert>
        )}
        {parity ? (
          <Result parity={parity} older={older} running={running} />
        ) : (
          <EmptyState
            sentence={
              running
                ? 'The first windows are being compared.'
                : 'Here you will read whether every answer is the same, to the last bit.'
            }
            action={model || running ? undefined : <a href="#/training">Training</a>}
          />
        )}
        <NumberField
          label="Windows at most"
          help="Of the test set, spread evenly over all."
          value={limit}
          min={1}
          max={MOST_WINDOWS}
          onChange={setLimit}
        />
      </div>
    </Page>
  )
}

function blocked(hasModel: boolean, hasTest: boolean): { disabled: true; reason: string } | object {
  if (!hasModel) return { disabled: true, reason: 'Train a model first.' }
  return hasTest ? {} : { disabled: true, reason: 'Keep some samples for testing first.' }
}

interface ResultProps {
  parity: Parity
  older: boolean
  running: boolean
}

function Result({ parity, older, running }: ResultProps) {
  const [open, setOpen] = useLayout('parity/details', false)
  const { stages, board, boardName, modelHash } = parity
  const rows = parityRows(stages)
  const differing = firstDiffering(stages)
  return (
    <>
      {older && <Alert kind="stale">This was compared with model {shortHash(modelHash)}. Check again.</Alert>}
      <p className="parity__sentence" role="status">
        <strong>{sentence(parity, running)}</strong>
      </p>
      {differing && <Difference stage={differing} boardName={boardName} />}
      <p>
        Model <code title={modelHash}>{shortHash(modelHash)}</code> in the workbench
        {board?.modelHash && (
          <>
            {', '}
            <code title={board.modelHash}>{shortHash(board.modelHash)}</code> on {boardName}
          </>
        )}
        {board && `. The board took ${formatMs(board.dspMs + board.networkMs)} a window (measured).`}
      </p>
      <Details label="All stages" open={open} onToggle={setOpen}>
        <Table
          caption="Windows whose values are the same, bit by bit"
          keyOf={({ place }: ParityRow) => place}
          rows={rows}
          columns={[
            {
              title: 'Compared with the workbench',
              kind: 'head',
              render: ({ place }) => (place === 'board' ? (boardName ?? 'Board') : 'C on this computer'),
            },
            ...columnsOf(rows).map((what) => ({
              title: what,
              render: ({ cells }: ParityRow) => cellText(cells[what]),
            })),
          ]}
        />
        {board && (
          <p>
            Measured on the board: features {formatMs(board.dspMs)}, network {formatMs(board.networkMs)} a window.
          </p>
        )}
      </Details>
    </>
  )
}

function sentence({ stages, complete }: Parity, running: boolean): string {
  const windows = Math.max(0, ...stages.map(({ compared }) => compared))
  const board = stages.find(({ name }) => name.includes('board'))
  const count = formatCount(board?.compared ?? windows)
  if (stages.some(({ firstDifference }) => firstDifference !== null)) return 'Not the same everywhere.'
  if (complete) return `Same answers on all ${count}, to the last bit.`
  return running
    ? `The same on ${count} of ${formatCount(windows)} so far.`
    : `Interrupted: the same on ${formatNumberOf(board?.compared ?? windows, 'window')}, the rest was not compared.`
}

function cellText(stage: ParityStage | undefined): string {
  if (!stage) return '–'
  const { compared, equal } = stage
  return `${isEqual(stage) ? '✓' : '!'} ${formatCount(equal)} of ${formatCount(compared)} equal`
}

function Difference({ stage, boardName }: { stage: ParityStage; boardName: string | null }) {
  const { firstDifference } = stage
  if (!firstDifference) return null
  const { sampleId, startMs, index, left, right } = firstDifference
  const [what = '', between = ''] = stage.name.split(': ')
  const place = between.startsWith('board') ? (boardName ?? 'the board') : between.split(' = ')[0]
  return (
    <Alert kind="problem" action={<a href={`#/sample/${sampleId}`}>Open sample {sampleId}</a>}>
      First difference: {what}, sample {sampleId} at {formatMs(startMs)}, value {index + 1}. {place} has {left} (
      {hexOfValue(left, what)}), the model pack here {right} ({hexOfValue(right, what)}).
    </Alert>
  )
}

function saveReport(parity: Parity): void {
  const report = { title: 'TinyML Workbench: parity report', ...parity }
  const name = `parity-${shortHash(parity.modelHash)}.json`
  saveFile(name, [`${JSON.stringify(report, null, 2)}\n`], 'application/json')
}
