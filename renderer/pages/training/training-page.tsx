/** Make the model and understand how good it is. */
import { useEffect, useRef, useState } from 'react'
import type { LearnBlock, NetworkBlock } from '../../../shared/model/impulse.ts'
import { isNetworkBlock } from '../../../shared/model/impulse.ts'
import { useLayout } from '../../app/layout.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { type UsedImpulse, useImpulse, withLearnBlock } from '../../app/use-impulse.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Select } from '../../components/select.tsx'
import { Stripe } from '../../components/stripe.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { AnomalyPanel } from './anomaly-panel.tsx'
import { AnomalySettings } from './anomaly-settings.tsx'
import { AugmentPanel } from './augment-panel.tsx'
import { CrossCard } from './cross-card.tsx'
import { ExpertCard, SwitchToCode, useExpertCode } from './expert-code.tsx'
import { ModelView } from './model-view.tsx'
import { NetworkPanel } from './network-panel.tsx'
import { ResultPanel } from './result-panel.tsx'
import { SettingsForm } from './settings-form.tsx'
import { SlowerButton } from './slower-button.tsx'
import './training-page.css'
import { useNetworkShape } from './use-outline.ts'
import { useTraining } from './use-training.ts'

const SAVE_AFTER_MS = 600

const VIEWS = [
  { id: 'result', label: 'Result' },
  { id: 'model', label: 'Network' },
  { id: 'augmentation', label: 'Augmentation' },
  { id: 'cross', label: 'Cross-validation' },
  { id: 'inside', label: 'Inside the model' },
] as const
type View = (typeof VIEWS)[number]['id']

/** What follows in the address: which part of the page is shown. */
interface Props {
  view: string | undefined
}

export function TrainingPage({ view: wanted }: Props) {
  const step = useAppState((state) => state.steps.training)
  const model = useAppState((state) => state.model)
  const path = useAppState((state) => state.project?.path)
  const known = useAppState((state) => state.project?.labels) ?? []
  const draft = useImpulse()
  const { impulse } = draft
  const training = useTraining()
  const runs = useQuery('training/runs', {}, { version: `${path} ${model?.runId}` })
  const samples = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const [learnId, chooseLearn] = useLayout('training/learn', '')
  const learn = impulse ? (impulse.learn.find(({ id }) => id === learnId) ?? impulse.learn[0] ?? null) : null
  const network = learn && isNetworkBlock(learn) ? learn : null
  const labels = known.filter((label) => label.count > 0).length
  const shape = useNetworkShape(impulse, network, labels)
  const expert = useExpertCode(draft, network)
  const [asked, choose] = useView(wanted)
  const view = tabsFor(network).some(({ id }) => id === asked) ? asked : 'result'
  useAutomaticSave(draft)
  const changeBlock = (block: LearnBlock): void =>
    void (draft.impulse && draft.change(withLearnBlock(draft.impulse, block)))

  async function train(resume = false): Promise<void> {
    const isReady = (await expert.run()) && (await draft.save())
    if (isReady) await training.train(resume && network ? { resume, learnId: network.id } : {})
    runs.reload()
  }
  function start(resume = false): void {
    choose('result')
    void train(resume)
  }
  const misfit = network?.code ? undefined : shape?.outline.failure?.error.message
  const primary = training.running
    ? { label: 'Stop', onPress: training.stop }
    : {
        label: 'Train',
        onPress: () => start(),
        ...blocked(step.state === 'empty' && !draft.loading, learn, misfit),
      }
  const own = (runs.data ?? []).filter((run) => learn === null || run.learnId === learn.id)
  const keys = [...new Set((samples.data ?? []).flatMap(({ metadata }) => Object.keys(metadata)))].sort()
  return (
    <Page
      title="Training"
      purpose="Make the model and understand how good it is."
      badge={step}
      primary={primary}
      inspector={
        network?.code ? (
          <p>The code describes the layers and all settings.</p>
        ) : network ? (
          <>
            <SettingsForm block={network} keys={keys} onChange={changeBlock} save={draft.save} />
            <SwitchToCode block={network} onChange={changeBlock} />
          </>
        ) : learn && !isNetworkBlock(learn) ? (
          <AnomalySettings block={learn} onChange={changeBlock} save={draft.save} />
        ) : undefined
      }
    >
      <div className="training__column">
        <ErrorAlert
          error={training.error ?? draft.error}
          action={
            training.error?.code === 'training/diverged' ? (
              <SlowerButton draft={draft} block={network} onTrain={() => start()} />
            ) : undefined
          }
        />
        {own.length > 0 && step.state === 'stale' && !training.running && (
          <Stripe reason={step.reason} onUpdate={() => start()} />
        )}
        {impulse && learn && impulse.learn.length > 1 && (
          <Select
            label="Learning block"
            value={learn.id}
            options={impulse.learn.map(({ id, name }) => ({ value: id, label: name ?? id }))}
            onChange={chooseLearn}
          />
        )}
        {network?.code && <ExpertCard block={network} code={network.code} expert={expert} onChange={changeBlock} />}
        {learn && !isNetworkBlock(learn) ? (
          <AnomalyPanel key={learn.id} block={learn} save={draft.save} />
        ) : (
          <Tabs label="Parts of training" tabs={tabsFor(network)} selected={view} onSelect={choose}>
            {view === 'model' && impulse && network && !network.code && (
              <NetworkPanel {...{ impulse, labels }} block={network} network={shape} onChange={changeBlock} />
            )}
            {view === 'augmentation' && impulse && network && shape && (
              <AugmentPanel impulse={impulse} block={network} shape={shape.shape} onChange={changeBlock} />
            )}
            {view === 'cross' && network && <CrossCard learnId={network.id} save={draft.save} />}
            {view === 'inside' && network && <ModelView learnId={network.id} hasRun={own.length > 0} />}
            {view === 'result' && (
              <ResultPanel runs={own} training={training} step={step} learn={network} onResume={() => start(true)} />
            )}
          </Tabs>
        )}
      </div>
    </Page>
  )
}

/** Before there are samples there is nothing to build; code stands above the parts. */
function tabsFor(network: NetworkBlock | null): readonly (typeof VIEWS)[number][] {
  if (!network) return VIEWS.filter(({ id }) => id === 'result')
  return network.code ? VIEWS.filter(({ id }) => id !== 'model') : VIEWS
}

/** The part named in the address, until another one is chosen; that stays with the project. */
function useView(wanted: string | undefined): [View, (view: View) => void] {
  const [kept, keep] = useLayout('training/view', 'result')
  const [asked, setAsked] = useState(wanted)
  const view = VIEWS.find(({ id }) => id === (asked ?? kept))?.id ?? 'result'
  return [
    view,
    (next) => {
      setAsked(undefined)
      keep(next)
    },
  ]
}

function blocked(
  empty: boolean,
  learn: unknown,
  misfit: string | undefined,
): { disabled: true; reason: string } | object {
  if (empty && !learn) return { disabled: true, reason: 'Record or import samples first.' }
  return misfit === undefined ? {} : { disabled: true, reason: misfit }
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
