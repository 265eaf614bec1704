/** Curves while it learns, and what came out. */
import { useMemo, useState } from 'react'
import type { NetworkBlock } from '../../../shared/model/impulse.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { Step } from '../../../shared/model/state.ts'
import { useFitBoard } from '../../app/use-fit-board.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { CurveExample, MatrixExample } from '../../components/examples.tsx'
import { FitGauge } from '../../components/fit-gauge.tsx'
import { formatMs } from '../../components/format.ts'
import { CurvePlot } from '../../plots/curve-plot.tsx'
import { RunMatrix, RunResult } from './run-result.tsx'
import { RunsTable } from './runs-table.tsx'
import type { LiveTraining, useTraining } from './use-training.ts'

interface Props {
  /** Of the block that is looked at. */
  runs: readonly Run[]
  training: ReturnType<typeof useTraining>
  step: Step
  learn: NetworkBlock | null
  onResume: () => void
}

const NOBODY: ReadonlySet<number> = new Set()

export function ResultPanel({ runs, training, step, learn, onResume }: Props) {
  const [compared, setCompared] = useState(NOBODY)
  const latest = newestRun(runs)
  const live =
    training.live && (training.live.learnId === '' || training.live.learnId === learn?.id) ? training.live : null
  const epochs = live?.epochs ?? latest?.epochs ?? []
  const others = useMemo(
    () => runs.filter(({ id }) => compared.has(id)).map((run) => ({ name: `run ${run.id}`, epochs: run.epochs })),
    [runs, compared],
  )
  return (
    <div className="training">
      <div className="training__column">
        {live && <Pace live={live} />}
        {epochs.length > 0 || training.running ? (
          <CurvePlot
            epochs={epochs}
            planned={live?.planned ?? epochs.length}
            others={others}
            isOfValues={learn?.block === 'regression'}
          />
        ) : (
          <EmptyState
            example={<CurveExample />}
            sentence="Here the curves of loss and accuracy will grow, one point an epoch."
          />
        )}
        {latest && <Fit run={latest} />}
      </div>
      <div className="training__column">
        {latest ? (
          <>
            <RunResult key={latest.id} run={latest} />
            {learn && !training.running && canGoOn(latest, learn) && (
              <Button onPress={onResume}>Go on to {learn.training.trainingCycles} cycles</Button>
            )}
          </>
        ) : (
          <EmptyState
            example={<MatrixExample />}
            sentence={
              training.running
                ? 'The network is learning.'
                : learn
                  ? step.reason
                  : 'A model learns from samples. Record or import some first.'
            }
            action={learn ? undefined : <a href="#/record">Record</a>}
          />
        )}
      </div>
      {latest && (
        <div className="training__wide">
          <RunMatrix key={latest.id} run={latest} />
        </div>
      )}
      {runs.length > 0 && (
        <div className="training__wide">
          <Card title="Runs">
            <RunsTable
              runs={runs}
              compared={compared}
              onCompare={(id, on) =>
                setCompared(new Set([...compared].filter((one) => one !== id).concat(on ? id : [])))
              }
            />
          </Card>
        </div>
      )}
    </div>
  )
}

function newestRun(runs: readonly Run[]): Run | null {
  return runs.reduce<Run | null>((newest, run) => (!newest || run.id > newest.id ? run : newest), null)
}

function canGoOn(run: Run, { training }: NetworkBlock): boolean {
  return run.compression === undefined && run.epochs.length < training.trainingCycles
}

function Pace({ live }: { live: LiveTraining }) {
  const last = live.epochs.at(-1)
  return (
    <p className="ui-muted">
      {last
        ? `Epoch ${last.epoch} of ${live.planned}, about ${formatMs(Math.round(live.leftMs))} left.`
        : 'Getting ready.'}
    </p>
  )
}

function Fit({ run }: { run: Run }) {
  const { board } = useFitBoard()
  if (!board) return null
  return (
    <Card title="Fit">
      <FitGauge board={board} flashBytes={run.flashBytes} ramBytes={run.ramBytes} macs={run.macs} />
    </Card>
  )
}
