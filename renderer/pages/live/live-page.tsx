/** Try the model with one's own hands, on computer and board. */
import { useState } from 'react'
import type { Connection } from '../../../shared/model/board.ts'
import { useLayout } from '../../app/layout.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { firstLearnBlock, useImpulse } from '../../app/use-impulse.ts'
import { useOperation } from '../../app/use-operation.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { BarsExample } from '../../components/examples.tsx'
import { formatPercent, shortHash } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { SimulatedHand } from '../../components/simulated-hand.tsx'
import { Slider } from '../../components/slider.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { LivePlot } from '../../plots/live-plot.tsx'
import { useStreamShape } from '../../plots/use-stream-shape.ts'
import { ANOMALY, anomalyWords, judge, type Judged } from './answers.ts'
import { Correction } from './correction.tsx'
import { LabelBars } from './label-bars.tsx'
import './live-page.css'
import { ReplayChoice } from './replay-choice.tsx'
import { SideCard } from './side-card.tsx'
import { Timeline } from './timeline.tsx'
import { type LiveAnswers, useLiveAnswers, useThrottled } from './use-live.ts'

const DEFAULT_THRESHOLD = 0.6
const WHOLE_WAY_ANSWERS = 12

export function LivePage() {
  const step = useAppState((state) => state.steps.live)
  const model = useAppState((state) => state.model)
  const connection = useAppState((state) => state.connection)
  const running = useAppState((state) => state.live)
  const motion = useAppState((state) => state.motion)
  const replay = useAppState((state) => state.replay)
  const { impulse } = useImpulse()
  const start = useOperation('live/start')
  const stop = useOperation('live/stop')
  const moveHand = useOperation('devices/motion')
  const [moved, setMoved] = useState<number | null>(null)
  const [over, setOver] = useLayout('live/over', 1)
  const threshold = moved ?? (impulse && firstLearnBlock(impulse)?.training.minimumConfidence) ?? DEFAULT_THRESHOLD
  const live = useLiveAnswers(impulse?.input.kind === 'time-series' ? impulse.input.windowSizeMs : 1000)
  const onBoard = connection?.info?.modelHash ?? null
  const boardHasModel = model !== null && onBoard === model.modelHash
  const primary = running
    ? { label: 'Stop', onPress: () => void stop.run({}) }
    : {
        label: 'Start',
        onPress: () => void start.run({ on: boardHasModel ? 'both' : 'computer', threshold }),
        ...blocked(model !== null, connection),
      }
  return (
    <Page
      title="Live"
      purpose="Try it with your own hands, on computer and board."
      badge={step}
      extra={connection?.simulated ? <Tag kind="info">simulated</Tag> : undefined}
      primary={primary}
    >
      {!model ? (
        <EmptyState
          example={<BarsExample />}
          sentence="There is no model yet. Train one, then its answers will stand here."
          action={<a href="#/training">Training</a>}
        />
      ) : (
        <div className="live">
          <div className="live__column">
            <ErrorAlert error={start.error ?? stop.error} />
            <BoardState connection={connection} projectHash={model.modelHash} />
            <Answer live={live} threshold={threshold} over={over} labels={model.labels} running={running} />
            <Signal connection={connection} mark={live.mark} />
          </div>
          <div className="live__column">
            {motion && connection?.simulated && (
              <SimulatedHand
                motion={replay ? null : motion}
                hint={running ? 'Now try one you did not record.' : 'Press Start, then choose what the hand does.'}
                onMotion={(next) => void moveHand.run({ motion: next })}
              />
            )}
            {motion && connection?.simulated && <ReplayChoice />}
            <Sides live={live} threshold={threshold} over={over} boardHasModel={boardHasModel} />
            <Slider
              label="Threshold"
              help="Below this certainty the answer is “Not sure”."
              value={threshold}
              min={0}
              max={1}
              step={0.01}
              format={formatPercent}
              onChange={setMoved}
            />
            <Details>
              <NumberField
                label="Average over"
                unit="answers"
                help="Smooths: the mean of the last answers decides."
                value={over}
                min={1}
                max={20}
                onChange={setOver}
              />
            </Details>
          </div>
        </div>
      )}
    </Page>
  )
}

function blocked(hasModel: boolean, connection: Connection | null): { disabled: true; reason: string } | object {
  if (!hasModel) return { disabled: true, reason: 'Train a model first.' }
  if (!connection) return { disabled: true, reason: 'Connect a board first.' }
  if (connection.state !== 'connected') return { disabled: true, reason: `The board is ${connection.state}.` }
  return {}
}

function BoardState({ connection, projectHash }: { connection: Connection | null; projectHash: string }) {
  if (!connection) {
    return (
      <Alert kind="info" action={<a href="#/devices">Connect a board</a>}>
        No board is connected. The simulated Pico is always there.
      </Alert>
    )
  }
  const onBoard = connection.info?.modelHash ?? null
  if (onBoard === projectHash || connection.protocol !== 'workbench') return null
  const has = onBoard === null ? 'The board has no model yet' : `The board has ${shortHash(onBoard)}`
  return (
    <Alert kind="info" action={<a href="#/deploy">Put it on the board</a>}>
      {has}, the project {shortHash(projectHash)}. The computer judges alone until then.
    </Alert>
  )
}

interface AnswerProps {
  live: LiveAnswers
  threshold: number
  over: number
  labels: readonly string[]
  running: boolean
}

function wordsOf({ label, certainty }: Judged): string {
  if (label === ANOMALY) return ANOMALY
  return label === null ? 'Not sure' : `${label}, ${formatPercent(certainty)}`
}

function Answer({ live, threshold, over, labels, running }: AnswerProps) {
  const known = useAppState((state) => state.project?.labels)
  const placeOf = (label: string): number | null => known?.find((one) => one.name === label)?.color ?? null
  const answers = live.answers.computer.length > 0 ? live.answers.computer : live.answers.board
  const judged = judge(answers, threshold, over)
  const words = judged ? wordsOf(judged) : ''
  const said = useThrottled(words, 1000)
  return (
    <Card title="Answer">
      <div className="live__answer" aria-hidden="true">
        {words || (running ? 'Waiting for the first window' : 'Press Start')}
      </div>
      <p className="ui-hidden" role="status" aria-label="Answer">
        {said}
      </p>
      {judged?.anomaly && <p className="ui-muted">{anomalyWords(judged)}</p>}
      <LabelBars
        scores={judged?.scores ?? labels.map((label) => ({ label, score: null }))}
        threshold={threshold}
        placeOf={placeOf}
      />
      {running && (
        <div className="ui-row">
          <Correction labels={labels} tMs={answers[answers.length - 1]?.tMs ?? null} />
        </div>
      )}
      <Timeline answers={answers} threshold={threshold} placeOf={placeOf} />
    </Card>
  )
}

interface SidesProps {
  live: LiveAnswers
  threshold: number
  over: number
  boardHasModel: boolean
}

function Sides({ live, threshold, over, boardHasModel }: SidesProps) {
  const { compared, answers } = live
  return (
    <>
      <div className="live__sides">
        <SideCard
          title="Computer"
          answers={answers.computer}
          threshold={threshold}
          over={over}
          nothing="No answer yet."
        />
        <SideCard
          title="Board"
          answers={answers.board}
          threshold={threshold}
          over={over}
          nothing={boardHasModel ? 'No answer yet.' : 'It does not have this model yet.'}
        />
      </div>
      {compared && (
        <Alert kind={compared.agree === compared.compared ? 'ready' : 'problem'}>
          Same answer {compared.agree} of {compared.compared} times, to the last bit.
        </Alert>
      )}
      {compared && compared.compared >= WHOLE_WAY_ANSWERS && (
        <Alert kind="info" action={<a href="#/devices">Use my own board</a>}>
          You did the whole way: record, train, flash.
        </Alert>
      )}
    </>
  )
}

function Signal({ connection, mark }: { connection: Connection | null; mark: LiveAnswers['mark'] }) {
  const shape = useStreamShape(connection)
  if (!shape) return null
  return <LivePlot title="Signal" axes={shape.axes} rateHz={shape.rateHz} laneHeightPx={64} mark={mark} />
}
