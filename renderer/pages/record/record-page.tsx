/** Collect good samples quickly: nothing covers the signal, and a bad take is never kept as good. */
import { useEffect, useMemo, useRef } from 'react'
import type { Connection } from '../../../shared/model/board.ts'
import type { Recording } from '../../../shared/model/recording.ts'
import { Page } from '../../app/page.tsx'
import { goTo } from '../../app/route.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { useAppState, useSettings } from '../../app/store.ts'
import { CAMERA_PORT } from '../../app/use-camera.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { SimulatedHand } from '../../components/simulated-hand.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { useStreamShape } from '../../plots/use-stream-shape.ts'
import { HealthRow } from './health-row.tsx'
import { isMotion, type RecordLabel, recordLabels } from './labels.ts'
import { chosenSize, pictureSizes } from './picture-size.ts'
import { planRows, planSequence } from './plan.ts'
import { PlanTable } from './plan-table.tsx'
import { ReadyMade } from './ready-made.tsx'
import { RecordAnnouncement } from './record-corner.tsx'
import { RecordControls } from './record-controls.tsx'
import './record-page.css'
import { settingsProblem, useRecordSettings } from './record-settings.ts'
import { RecordSignal } from './record-signal.tsx'
import { SittingCard } from './sitting-card.tsx'
import { TakeResult } from './take-result.tsx'
import { TakeStrip } from './take-strip.tsx'
import { useRecorder } from './use-recorder.ts'

export function RecordPage() {
  const step = useAppState((state) => state.steps.record)
  const connection = useAppState((state) => state.connection)
  const recording = useAppState((state) => state.recording)
  const motion = useAppState((state) => state.motion)
  const project = useAppState((state) => state.project)
  const plan = useAppState((state) => state.plan)
  const settings = useRecordSettings()
  const shape = useStreamShape(connection)
  const overview = useQuery('record/overview', {}, { refreshOn: ['samples/changed'], version: project?.path })
  const moveHand = useOperation('devices/motion')
  const simulated = connection?.simulated === true
  const known = useMemo(
    () => recordLabels(project?.labels ?? [], settings.typed, simulated),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the joined names stand for the list
    [project?.labels, settings.typed.join(), simulated],
  )
  const labels = useSteadyLabels(known, recording !== null)
  const rows = planRows(labels, plan, overview.data?.good ?? {})
  const coming = settings.followPlan ? planSequence(rows).slice(0, settings.takes) : []
  const label = recording?.label ?? coming[0] ?? settings.label
  const sizes = usePictureSizes(connection, project?.path ?? '')
  const pictureSize = sizes ? chosenSize(sizes, settings.pictureSize) : undefined
  const recorder = useRecorder({ settings, labels: settings.followPlan ? coming : null, pictureSize })
  const { result, setResult } = recorder
  const actions = useSampleActions()
  const takes = overview.data?.newest ?? []
  const axes = shape?.axes ?? []

  useEffect(() => {
    const only = labels[0]
    if (settings.label === '' && only) settings.change({ label: only.name })
  }, [labels, settings])
  useHandThatFollows(settings.followPlan && simulated ? recording : null, (next) => void moveHand.run({ motion: next }))

  function chooseLabel(name: string): void {
    if (recording) recorder.switchLabel(name)
    else settings.change({ label: name, followPlan: false })
  }
  const onKey = useRecordKeys({ labels, recording, chooseLabel, begin: recorder.begin })
  return (
    <Page
      title="Record"
      purpose="Collect good samples quickly."
      badge={step}
      extra={simulated ? <Tag kind="info">simulated</Tag> : undefined}
      actions={
        recording?.state === 'waiting' && (
          <WhileWaiting recording={recording} port={simulated ? connection.port : null} onStop={recorder.stop} />
        )
      }
      primary={primaryOf(connection, recording, { ...recorder, problem: settingsProblem({ ...settings, label }) })}
    >
      <div className="record">
        <div className="record__main">
          <ErrorAlert error={recorder.error} />
          {result && (
            <TakeResult
              result={result}
              pictures={sizes !== null}
              onKeep={() => setResult(null)}
              onAgain={() => void actions.remove(result.sampleIds, 'the take').then((done) => done && recorder.start())}
            />
          )}
          <RecordSignal {...{ connection, shape, recording, pictureSize, onKey }} />
          <RecordAnnouncement recording={recording} />
          <div className="record__pair">
            <HealthRow
              connection={connection}
              health={recording?.health ?? takes[0]?.health ?? null}
              live={recording?.state === 'recording'}
              hasSound={axes.some(({ unit }) => unit === 'wav')}
              pictures={sizes !== null}
            />
            <PlanTable
              rows={rows}
              follow={settings.followPlan}
              onFollow={(followPlan) => settings.change({ followPlan })}
            />
          </div>
          <TakeStrip takes={takes} labels={labels} project={project?.path ?? ''} />
        </div>
        <div className="record__side">
          {simulated && motion && (
            <SimulatedHand
              motion={motion}
              hint="This board is simulated. Its hand can wave, circle, shake or rest. Watch the three lines."
              onMotion={(next) => {
                void moveHand.run({ motion: next })
                // The hand moves during a recording without changing what it is called.
                if (isMotion(next) && !recording) chooseLabel(next)
              }}
            />
          )}
          {simulated && overview.data && <ReadyMade simulated={overview.data.simulated} />}
          <RecordControls {...{ labels, label, settings, axes }} pictureSizes={sizes} onLabel={chooseLabel} />
          {connection && (
            <SittingCard settings={settings} boardName={connection.info?.serialNumber ?? connection.name} />
          )}
        </div>
      </div>
    </Page>
  )
}

interface WaitingProps {
  recording: Recording
  /** Of the simulated board; null where a hand can press the real one. */
  port: string | null
  onStop: () => void
}

function WhileWaiting({ recording, port, onStop }: WaitingProps) {
  const press = useOperation('devices/press')
  return (
    <>
      {recording.trigger === 'board' && port !== null && (
        <Button onPress={() => void press.run({ port })}>Press its button</Button>
      )}
      {recording.trigger === 'key' && <Button onPress={onStop}>Stop waiting</Button>}
    </>
  )
}

/** To choose from where the camera is connected; null otherwise. */
function usePictureSizes(connection: Connection | null, project: string) {
  const isCamera = connection?.port === CAMERA_PORT && connection.state === 'connected'
  const impulse = useQuery(
    'impulse/get',
    {},
    { enabled: isCamera && project !== '', version: project, refreshOn: ['samples/changed'] },
  )
  return isCamera ? pictureSizes(impulse.data?.impulse?.input ?? null) : null
}

/** A digit means the same label from the beginning of a recording to its end. */
function useSteadyLabels(labels: RecordLabel[], isRecording: boolean): RecordLabel[] {
  const steady = useRef(labels)
  useEffect(() => {
    if (!isRecording) steady.current = labels
  })
  return isRecording ? steady.current : labels
}

/** Where a plan is walked with the simulated board, its hand does what the next take is called. */
function useHandThatFollows(
  recording: Recording | null,
  move: (motion: 'idle' | 'wave' | 'circle' | 'shake') => void,
): void {
  const label = recording && recording.state !== 'recording' ? recording.label : ''
  useEffect(() => {
    if (isMotion(label)) move(label)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a new label moves the hand
  }, [label])
}

interface KeyUse {
  labels: readonly { name: string; color: number }[]
  recording: Recording | null
  chooseLabel: (name: string) => void
  begin: () => void
}

/** Digits choose or switch the label; Space begins a take that waits for it. */
function useRecordKeys({ labels, recording, chooseLabel, begin }: KeyUse): (key: string) => boolean {
  const singleKeys = useSettings((settings) => settings.singleKeys)
  return (key) => {
    if (!singleKeys) return false
    if (key === ' ' && recording?.trigger === 'key') {
      begin()
      return true
    }
    const label = /^[1-9]$/.test(key) ? labels.find((one) => one.color + 1 === Number(key)) : undefined
    if (label) chooseLabel(label.name)
    return label !== undefined
  }
}

interface PrimaryActs {
  start: () => void
  stop: () => void
  begin: () => void
  problem: string | undefined
}

function primaryOf(connection: Connection | null, recording: Recording | null, acts: PrimaryActs) {
  const { start, stop, begin, problem } = acts
  if (recording?.state === 'waiting' && recording.trigger === 'key') return { label: 'Begin', onPress: begin }
  if (recording) return { label: 'Stop', onPress: stop }
  if (!connection) return { label: 'Connect a board', onPress: () => goTo('devices') }
  if (connection.state !== 'connected') {
    return { label: 'Record', onPress: start, disabled: true, reason: `The board is ${connection.state}.` }
  }
  if (problem !== undefined) return { label: 'Record', onPress: start, disabled: true, reason: problem }
  return { label: 'Record', onPress: start }
}
