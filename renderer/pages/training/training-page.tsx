/** Make the model and understand how good it is. */
import { useEffect, useRef } from 'react'
import type { NetworkBlock } from '../../../shared/model/impulse.ts'
import type { Run } from '../../../shared/model/run.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { useFitBoard } from '../../app/use-fit-board.ts'
import { firstLearnBlock, type UsedImpulse, useImpulse, withLearnBlock } from '../../app/use-impulse.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { CurveExample, MatrixExample } from '../../components/examples.tsx'
import { FitGauge } from '../../components/fit-gauge.tsx'
import { Stripe } from '../../components/stripe.tsx'
import { CurvePlot } from '../../plots/curve-plot.tsx'
import { ExpertCard, SwitchToCode, useExpertCode } from './expert-code.tsx'
import { RunMatrix, RunResult } from './run-result.tsx'
import { RunsTable } from './runs-table.tsx'
import { SettingsForm } from './settings-form.tsx'
import './training-page.css'
import { useTraining } from './use-training.ts'

const SAVE_AFTER_MS = 600
const SAFE_LEARNING_RATE = 0.005

export function TrainingPage() {
  const step = useAppState((state) => state.steps.training)
  const model = useAppState((state) => state.model)
  const path = useAppState((state) => state.project?.path)
  const impulse = useImpulse()
  const training = useTraining()
  const runs = useQuery('training/runs', {}, { version: `${path} ${model?.runId}` })
  const latest = newestRun(runs.data ?? [])
  const epochs = training.live?.epochs ?? latest?.epochs ?? []
  useAutomaticSave(impulse)
  const learn = impulse.impulse && firstLearnBlock(impulse.impulse)
  const expert = useExpertCode(impulse, learn)
  const changeBlock = (block: NetworkBlock): void =>
    void (impulse.impulse && impulse.change(withLearnBlock(impulse.impulse, block)))

  async function train(): Promise<void> {
    if ((await expert.run()) && (await impulse.save())) await training.train()
    runs.reload()
  }
  const primary = training.running
    ? { label: 'Stop', onPress: training.stop }
    : { label: 'Train', onPress: () => void train(), ...blocked(step.state === 'empty' && !impulse.loading, learn) }
  return (
    <Page
      title="Training"
      purpose="Make the model and understand how good it is."
      badge={step}
      primary={primary}
      inspector={
        learn?.code ? (
          <p>The code describes the layers and all settings.</p>
        ) : learn ? (
          <>
            <SettingsForm block={learn} onChange={changeBlock} />
            <SwitchToCode block={learn} onChange={changeBlock} />
          </>
        ) : undefined
      }
    >
      <div className="training">
        <div className="training__wide training__column">
          <ErrorAlert
            error={training.error ?? impulse.error}
            action={
              training.error?.code === 'training/diverged' ? (
                <SlowerButton impulse={impulse} onTrain={() => void train()} />
              ) : undefined
            }
          />
          {latest && step.state === 'stale' && !training.running && (
            <Stripe reason={step.reason} onUpdate={() => void train()} />
          )}
        </div>
        {learn?.code && (
          <div className="training__wide">
            <ExpertCard block={learn} code={learn.code} expert={expert} onChange={changeBlock} />
          </div>
        )}
        <div className="training__column">
          {epochs.length > 0 || training.running ? (
            <CurvePlot epochs={epochs} planned={training.live?.planned ?? epochs.length} />
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
            <RunResult key={latest.id} run={latest} />
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
        {runs.data && runs.data.length > 0 && (
          <div className="training__wide">
            <Card title="Runs">
              <RunsTable runs={runs.data} />
            </Card>
          </div>
        )}
      </div>
    </Page>
  )
}

function newestRun(runs: readonly Run[]): Run | null {
  return runs.reduce<Run | null>((newest, run) => (!newest || run.id > newest.id ? run : newest), null)
}

function blocked(empty: boolean, learn: unknown): { disabled: true; reason: string } | object {
  return empty && !learn ? { disabled: true, reason: 'Record or import samples first.' } : {}
}

/** Settings are saved when one has stopped changing them. */
function useAutomaticSave({ dirty, save }: UsedImpulse): void {
  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => {
    if (!dirty) return undefined
    const timer = setTimeout(() => void latest.current(), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [dirty, save])
}

/** Mends the usual cause of a training that ran away. */
function SlowerButton({ impulse, onTrain }: { impulse: UsedImpulse; onTrain: () => void }) {
  const whole = impulse.impulse
  const block = whole && firstLearnBlock(whole)
  if (!whole || !block) return null
  const slower = { ...block, training: { ...block.training, learningRate: SAFE_LEARNING_RATE } }
  return (
    <Button
      onPress={() => {
        impulse.change(withLearnBlock(whole, slower))
        onTrain()
      }}
    >
      Use {SAFE_LEARNING_RATE} and train
    </Button>
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
