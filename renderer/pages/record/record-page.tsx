/** Collect good samples quickly: nothing covers the signal, and a bad take is never kept as good. */
import { useEffect, useMemo, useState } from 'react'
import type { Connection } from '../../../shared/model/board.ts'
import { Page } from '../../app/page.tsx'
import { goTo } from '../../app/route.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { useAppState, useSettings } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinesExample } from '../../components/examples.tsx'
import { SimulatedHand } from '../../components/simulated-hand.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { LivePlot } from '../../plots/live-plot.tsx'
import { useStreamShape } from '../../plots/use-stream-shape.ts'
import { HealthRow } from './health-row.tsx'
import { isMotion, recordLabels } from './labels.ts'
import { PlanTable } from './plan-table.tsx'
import { ReadyMade } from './ready-made.tsx'
import { RecordAnnouncement, RecordCorner } from './record-corner.tsx'
import { RecordControls } from './record-controls.tsx'
import './record-page.css'
import { settingsProblem, useRecordSettings } from './record-settings.ts'
import { type RecordOutput, TakeResult } from './take-result.tsx'
import { TakeStrip } from './take-strip.tsx'

const TAKES_SHOWN = 6

export function RecordPage() {
  const step = useAppState((state) => state.steps.record)
  const connection = useAppState((state) => state.connection)
  const recording = useAppState((state) => state.recording)
  const motion = useAppState((state) => state.motion)
  const project = useAppState((state) => state.project)
  const singleKeys = useSettings((settings) => settings.singleKeys)
  const settings = useRecordSettings()
  const samples = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: project?.path })
  const moveHand = useOperation('devices/motion')
  const simulated = connection?.simulated === true
  const labels = useMemo(
    () => recordLabels(project?.labels ?? [], settings.typed, simulated),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the joined names stand for the list
    [project?.labels, settings.typed.join(), simulated],
  )
  const takes = useMemo(() => newest(samples.data ?? []), [samples.data])
  const { start, result, setResult, error, stop } = useRecorder(settings)
  const actions = useSampleActions()

  useEffect(() => {
    const only = labels[0]
    if (settings.label === '' && only) settings.change({ label: only.name })
  }, [labels, settings])

  function chooseLabel(name: string): void {
    settings.change({ label: name })
  }
  function chooseByDigit(key: string): boolean {
    const label = singleKeys && /^[1-9]$/.test(key) ? labels.find((one) => one.color + 1 === Number(key)) : undefined
    if (label) chooseLabel(label.name)
    return label !== undefined
  }
  return (
    <Page
      title="Record"
      purpose="Collect good samples quickly."
      badge={step}
      extra={simulated ? <Tag kind="info">simulated</Tag> : undefined}
      primary={primaryOf(connection, recording !== null, { start, stop, problem: settingsProblem(settings) })}
    >
      <div className="record">
        <div className="record__main">
          <ErrorAlert error={error} />
          {result && (
            <TakeResult
              result={result}
              onKeep={() => setResult(null)}
              onAgain={() => void actions.remove(result.sampleIds, 'the take').then((done) => done && start())}
            />
          )}
          <Signal connection={connection} recording={recording} onKey={chooseByDigit} />
          <RecordAnnouncement recording={recording} />
          <TakeStrip takes={takes} labels={labels} project={project?.path ?? ''} />
        </div>
        <div className="record__side">
          {simulated && motion && (
            <SimulatedHand
              motion={motion}
              hint="This board is simulated. Its hand can wave, circle, shake or rest. Watch the three lines."
              onMotion={(next) => {
                void moveHand.run({ motion: next })
                if (isMotion(next)) chooseLabel(next)
              }}
            />
          )}
          {simulated && samples.data && <ReadyMade samples={samples.data} />}
          <RecordControls labels={labels} settings={settings} onLabel={chooseLabel} />
          <HealthRow connection={connection} health={takes[0]?.health ?? null} />
          <PlanTable labels={labels} />
        </div>
      </div>
    </Page>
  )
}

function newest<T extends { id: number; source: string }>(samples: readonly T[]): T[] {
  return samples
    .filter((sample) => sample.source !== 'imported')
    .sort((left, right) => right.id - left.id)
    .slice(0, TAKES_SHOWN)
}

function useRecorder(settings: ReturnType<typeof useRecordSettings>) {
  const record = useOperation('record/start')
  const stopping = useOperation('record/stop')
  const [result, setResult] = useState<RecordOutput | null>(null)
  async function run(): Promise<void> {
    setResult(null)
    const { label, seconds, takes, countdownSeconds, restSeconds, forTesting, session } = settings
    const output = await record.run({
      label,
      seconds,
      takes,
      countdownMs: Math.round(countdownSeconds * 1000),
      restMs: Math.round(restSeconds * 1000),
      split: forTesting ? 'test' : 'train',
      ...(session.trim() === '' ? {} : { session: session.trim() }),
    })
    setResult(output)
  }
  return {
    start: () => void run(),
    stop: () => void stopping.run({}),
    result,
    setResult,
    error: record.error ?? stopping.error,
  }
}

interface PrimaryActs {
  start: () => void
  stop: () => void
  problem: string | undefined
}

function primaryOf(connection: Connection | null, recording: boolean, { start, stop, problem }: PrimaryActs) {
  if (recording) return { label: 'Stop', onPress: stop }
  if (!connection) return { label: 'Connect a board', onPress: () => goTo('devices') }
  if (connection.state !== 'connected') {
    return { label: 'Record', onPress: start, disabled: true, reason: `The board is ${connection.state}.` }
  }
  if (problem !== undefined) return { label: 'Record', onPress: start, disabled: true, reason: problem }
  return { label: 'Record', onPress: start }
}

const SIMULATED_PICO = 'sim:pico'

function NoBoard({ connected }: { connected: boolean }) {
  const connect = useOperation('devices/connect')
  return (
    <>
      <ErrorAlert error={connect.error} />
      <EmptyState
        example={<LinesExample />}
        sentence="Here the board's readings will move, one lane an axis."
        action={
          !connected && (
            <Button
              {...(connect.running ? { reason: 'Connecting.' } : {})}
              onPress={() => void connect.run({ port: SIMULATED_PICO })}
            >
              Use the simulated Pico
            </Button>
          )
        }
      />
    </>
  )
}

interface SignalProps {
  connection: Connection | null
  recording: Parameters<typeof RecordAnnouncement>[0]['recording']
  onKey: (key: string) => boolean
}

function Signal({ connection, recording, onKey }: SignalProps) {
  const shape = useStreamShape(connection)
  if (!shape) return <NoBoard connected={connection !== null} />
  return (
    <LivePlot
      title="Signal"
      axes={shape.axes}
      rateHz={shape.rateHz}
      recording={recording?.state === 'recording'}
      corner={recording && <RecordCorner recording={recording} />}
      onKey={onKey}
    />
  )
}
