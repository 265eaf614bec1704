/** Make the model small, and see what that costs on one's own samples. */
import { useState } from 'react'
import type { Rung } from '../../../shared/contract/operations/compression.ts'
import { type Compression, compressionSchema } from '../../../shared/model/compression.ts'
import { Page } from '../../app/page.tsx'
import { useOwnModel } from '../../app/own-model.ts'
import { useAppState } from '../../app/store.ts'
import { useLayout } from '../../app/layout.ts'
import { useFitBoard } from '../../app/use-fit-board.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Details } from '../../components/details.tsx'
import { formatCount, formatNumberOf } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { ChangedAnswers } from './changed-answers.tsx'
import './conversion-page.css'
import { LayerReportDetails } from './layer-report.tsx'
import { keyOfRung, LadderTable, WeightsTable } from './ladder-table.tsx'
import { isAnythingAsked, OptionsCard } from './options-card.tsx'
import { OperatorsDetails } from './operators-table.tsx'
import { BringModelButton, OwnModelCard } from './own-model-card.tsx'
import { type Ladder, useLadder } from './use-ladder.ts'

/** A fall of more than this share of the windows deserves a warning. */
const NOTABLE_FALL = 0.02

export function ConversionPage() {
  const hasModel = useAppState((state) => state.model !== null)
  const [compression, setCompression] = useState<Compression>(() => compressionSchema.parse({}))
  const { ladder, running, error, convert, useRun } = useLadder()
  const asked = isAnythingAsked(compression)
  // The brought model has a button of its own.
  const brought = useOwnModel((state) => state.seen !== null)
  const primary = {
    label: 'Convert and compare',
    onPress: () => void convert(asked ? compression : null),
    ...(hasModel ? {} : { disabled: true, reason: 'Train a model first.' }),
    ...(running ? { disabled: true, reason: 'The comparison is running.' } : {}),
  }
  return (
    <Page
      title="Conversion"
      purpose="Make it small, and see what that costs."
      actions={<BringModelButton />}
      primary={brought ? undefined : primary}
    >
      <div className="conversion__own">
        <OwnModelCard />
      </div>
      {hasModel ? (
        <div className="conversion">
          <div className="conversion__column">
            <ErrorAlert error={error} />
            {ladder ? <Comparison ladder={ladder} onUse={useRun} /> : <p className="ui-muted">Comparing …</p>}
          </div>
          <div className="conversion__column">
            {ladder?.rungs[0]?.precision !== 'int8' && (
              <OptionsCard compression={compression} onChange={setCompression} />
            )}
          </div>
        </div>
      ) : (
        <EmptyState
          sentence="Here will stand your model as float, as int8 and smaller, side by side. Train it, or bring one."
          action={<a href="#/training">Training</a>}
        />
      )}
    </Page>
  )
}

function Comparison({ ladder, onUse }: { ladder: Ladder; onUse: (runId: number) => void }) {
  const { board, boards, choose } = useFitBoard()
  const [shown, setShown] = useState('')
  const [open, setOpen] = useLayout('conversion/details', false)
  const [first, ...others] = ladder.rungs
  const inUse = others.find((rung) => rung.inUse)
  const chosen = others.find((rung) => keyOfRung(rung) === shown) ?? inUse
  if (!first) return null
  return (
    <>
      {inUse && <Headline first={first} rung={inUse} />}
      {first.precision === 'int8' && (
        <Alert kind="info">This model came as int8: there is no float model to compare it with.</Alert>
      )}
      <Select
        label="Target board"
        value={board?.id ?? ''}
        options={boards.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={choose}
      />
      <LadderTable
        rungs={ladder.rungs}
        split={ladder.split}
        board={board}
        shown={chosen ? keyOfRung(chosen) : ''}
        onShow={setShown}
        onUse={onUse}
      />
      {chosen && <ChangedAnswers rung={chosen} first={first} />}
      {inUse && first.precision === 'float' && <LayerReportDetails modelHash={inUse.modelHash} split={ladder.split} />}
      <OperatorsDetails modelHash={(inUse ?? first).modelHash} />
      <Details label="Weights and arithmetic" open={open} onToggle={setOpen}>
        <WeightsTable rungs={ladder.rungs} />
      </Details>
    </>
  )
}

function Headline({ first, rung }: { first: Rung; rung: Rung }) {
  const changed = rung.changed.length
  const alike = changed === 0 ? 'every sample' : `all but ${formatNumberOf(changed, 'sample')}`
  const [before, after] = [first.evaluation, rung.evaluation]
  const lost = before.correct - after.correct
  const sentence = `${rung.name} answers ${alike} like ${first.name}.`
  if (lost > NOTABLE_FALL * after.windows)
    return (
      <Alert kind="stale">
        <strong>{sentence}</strong> Of {formatCount(after.windows)} windows, {formatCount(lost)} more are wrong. Try
        “Train for rounding”, or use another row.
      </Alert>
    )
  return (
    <p role="status">
      <strong>{sentence}</strong>
    </p>
  )
}
