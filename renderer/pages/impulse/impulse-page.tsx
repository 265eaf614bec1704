/** Decide how signals become answers. */
import { useState } from 'react'
import { dspLatencyMs } from '../../../shared/dsp/latency.ts'
import { message } from '../../app/messages.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { useFitBoard } from '../../app/use-fit-board.ts'
import { useImpulse } from '../../app/use-impulse.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FitGauge } from '../../components/fit-gauge.tsx'
import { DspBoxes } from './block-boxes.tsx'
import { boxKeys } from './box-keys.ts'
import { FeatureMap } from './feature-map.tsx'
import { ImpulseChoice } from './impulse-choice.tsx'
import './impulse-page.css'
import { ImageBox } from './image-box.tsx'
import { withoutBlock } from './impulse-edits.ts'
import { InputBox } from './input-box.tsx'
import { JsonView } from './json-view.tsx'
import { LearnBoxes } from './learn-boxes.tsx'
import { SampleChoice, useChosenWindow } from './sample-choice.tsx'
import { Unsaved } from './unsaved.tsx'
import { computedText, useCompute } from './use-compute.ts'
import { useDescription } from './use-description.ts'

export function ImpulsePage() {
  const step = useAppState((state) => state.steps.impulse)
  const labels = useAppState((state) => state.project?.labels) ?? []
  const draft = useImpulse()
  const { impulse } = draft
  const { samples, description, error } = useDescription(impulse)
  const chosen = useChosenWindow(samples)
  const { saveAndCompute, result, running, error: computeError } = useCompute(draft)
  const proposal = useProposal(draft.change)
  const { board } = useFitBoard()
  const described = useQuery(
    'impulse/describe',
    { impulse: impulse ?? NOTHING, ...(board ? { board: board.id } : {}) },
    { enabled: impulse !== null && error === null, version: labels.length },
  )
  const axes = [...new Set(samples.flatMap((sample) => sample.axes.map((axis) => axis.name)))]
  const used = labels.filter((label) => label.count > 0)
  const cost = described.data?.model ?? null
  const reason = !impulse ? 'Record or import samples first.' : (error?.sentence ?? (running ? 'Computing.' : null))
  return (
    <Page
      title="Impulse"
      purpose="Decide how signals become answers."
      badge={step}
      extra={draft.dirty && <Unsaved onDiscard={draft.discard} />}
      actions={
        <Button onPress={proposal.propose} {...(samples.length === 0 ? { reason: 'There are no samples yet.' } : {})}>
          Propose from data
        </Button>
      }
      primary={{
        label: 'Save and compute',
        onPress: saveAndCompute,
        ...(reason === null ? {} : { disabled: true, reason }),
      }}
    >
      <ErrorAlert error={draft.error ?? computeError ?? proposal.error} />
      <ImpulseChoice unsaved={draft.dirty} onChange={draft.reload} />
      {impulse && description ? (
        <div
          className="impulse"
          role="group"
          aria-label="Boxes of the impulse"
          onKeyDown={boxKeys((id) => draft.change(withoutBlock(impulse, id)))}
        >
          <div className="impulse__wide">
            {proposal.reasons.length > 0 && (
              <Alert kind="info">
                <ul>
                  {proposal.reasons.map((one) => (
                    <li key={one}>{one}</li>
                  ))}
                </ul>
              </Alert>
            )}
            {result && <Alert kind="ready">{computedText(result)}</Alert>}
          </div>
          {impulse.input.kind === 'image' ? (
            <ImageBox
              input={impulse.input}
              description={description}
              onChange={(input) => draft.change({ ...impulse, input })}
            />
          ) : (
            <InputBox
              input={impulse.input}
              axes={[...new Set([...axes, ...impulse.input.axes])]}
              description={description}
              onChange={(input) => draft.change({ ...impulse, input })}
            />
          )}
          <DspBoxes impulse={impulse} description={description} onChange={draft.change} />
          <div className="impulse__column">
            <LearnBoxes impulse={impulse} description={description} labels={used} cost={cost} onChange={draft.change} />
            {board && cost && (
              <Card title="Fit">
                <FitGauge board={board} {...cost} dspMs={dspLatencyMs(description.dsp, board)} />
                {described.data?.board?.misfit && <Alert kind="problem">{described.data.board.misfit}</Alert>}
              </Card>
            )}
          </div>
          <div className="impulse__wide">
            <SampleChoice samples={samples} chosen={chosen} impulse={impulse} />
            <FeatureMap samples={samples} onUpdate={saveAndCompute} />
            <JsonView impulse={impulse} onChange={draft.change} />
          </div>
        </div>
      ) : (
        <EmptyState
          sentence={draft.loading ? 'The impulse is being read.' : step.reason || 'Record or import samples first.'}
          action={<a href="#/record">Record</a>}
        />
      )}
    </Page>
  )
}

/** Stands in while the query is off; it is never sent. */
const NOTHING = {
  version: 1 as const,
  input: {
    kind: 'time-series' as const,
    windowSizeMs: 1,
    windowIncreaseMs: 1,
    frequencyHz: 1,
    padZeros: false,
    axes: [],
  },
  dsp: [],
  learn: [],
}

function useProposal(change: ReturnType<typeof useImpulse>['change']) {
  const propose = useOperation('impulse/propose')
  const [reasons, setReasons] = useState<readonly string[]>([])
  async function run(): Promise<void> {
    const answer = await propose.run({})
    if (!answer) return
    change(answer.impulse)
    setReasons(answer.reasons)
    message('Proposed an impulse from your samples. Save and compute to use it.')
  }
  return { propose: () => void run(), reasons, error: propose.error }
}
