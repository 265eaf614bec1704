/** See what each parameter of a DSP block does to one's own signal. */
import { dspBlocks } from '../../../shared/dsp/registry.ts'
import type { DspBlockType } from '../../../shared/dsp/block.ts'
import { completeParams } from '../../../shared/dsp/parameters.ts'
import type { ImpulseDescription } from '../../../shared/dsp/describe.ts'
import { dspLatencyMs } from '../../../shared/dsp/latency.ts'
import { frequencyOf } from '../../../shared/dsp/windows.ts'
import type { DspBlock, Impulse } from '../../../shared/model/impulse.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { useFitBoard } from '../../app/use-fit-board.ts'
import { useImpulse } from '../../app/use-impulse.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { classNames } from '../../components/class-names.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatBytes, formatCount, formatMs } from '../../components/format.ts'
import { KeyFigure } from '../../components/key-figure.tsx'
import { Bars } from '../../plots/bars.tsx'
import { BlockFigure } from '../../plots/block-figure.tsx'
import { CustomBlockPage } from './custom-block-page.tsx'
import { explainFeature } from './explain-feature.ts'
import { FeatureMap } from './feature-map.tsx'
import './impulse-page.css'
import { ParameterForm } from './parameter-form.tsx'
import { TuneCard } from './tune-card.tsx'
import { type ChosenWindow, SampleChoice, useChosenWindow } from './sample-choice.tsx'
import { computedText, useCompute } from './use-compute.ts'
import { Unsaved } from './unsaved.tsx'
import { usePreview } from './use-preview.ts'
import { useDescription } from './use-description.ts'

export function BlockPage({ id }: { id: string }) {
  const draft = useImpulse()
  const block = draft.impulse?.dsp.find((one) => one.id === id)
  if (draft.impulse && block?.code) return <CustomBlockPage draft={draft} impulse={draft.impulse} block={block} />
  return <BuiltInBlockPage id={id} />
}

function BuiltInBlockPage({ id }: { id: string }) {
  const step = useAppState((state) => state.steps.features)
  const draft = useImpulse()
  const { impulse } = draft
  const { samples, description, error } = useDescription(impulse)
  const chosen = useChosenWindow(samples)
  const compute = useCompute(draft)
  const block = impulse?.dsp.find((one) => one.id === id)
  const type = dspBlocks.find((one) => one.id === block?.block)
  if (!impulse || !block || !type || !description) {
    return (
      <Page title="DSP block" purpose="See what each parameter does to your own signal.">
        <EmptyState
          sentence={draft.loading ? 'The impulse is being read.' : `The impulse has no block “${id}”.`}
          action={<a href="#/impulse">Impulse</a>}
        />
      </Page>
    )
  }
  const reason = error?.sentence ?? (compute.running ? 'Computing.' : null)
  return (
    <Page
      title={type.name}
      purpose="See what each parameter does to your own signal."
      badge={step}
      extra={draft.dirty && <Unsaved onDiscard={draft.discard} />}
      primary={{
        label: 'Save and compute',
        onPress: compute.saveAndCompute,
        ...(reason === null ? {} : { disabled: true, reason }),
      }}
      inspector={
        <>
          <p>{type.description}</p>
          <ParameterForm
            block={block}
            type={type}
            problems={description.problems}
            rateHz={frequencyOf(impulse.input)}
            onChange={(changed) =>
              draft.change({ ...impulse, dsp: impulse.dsp.map((one) => (one.id === id ? changed : one)) })
            }
          />
        </>
      }
    >
      <div className="block">
        <div className="block__wide">
          <ErrorAlert error={draft.error ?? compute.error} />
          {compute.result && <Alert kind="ready">{computedText(compute.result)}</Alert>}
          <SampleChoice samples={samples} chosen={chosen} impulse={impulse} />
        </div>
        <Preview {...{ impulse, block, type, description, chosen }} unsaved={draft.dirty} blocked={error !== null} />
        <div className="block__wide">
          <TuneCard
            impulse={impulse}
            block={block}
            type={type}
            {...(reason === null ? {} : { reason })}
            onUse={(params) =>
              draft.change({ ...impulse, dsp: impulse.dsp.map((one) => (one.id === id ? { ...one, params } : one)) })
            }
          />
          <FeatureMap samples={samples} onUpdate={compute.saveAndCompute} />
        </div>
      </div>
    </Page>
  )
}

interface PreviewProps {
  impulse: Impulse
  block: DspBlock
  type: DspBlockType
  description: ImpulseDescription
  chosen: ChosenWindow
  unsaved: boolean
  blocked: boolean
}

function Preview({ impulse, block, type, description, chosen, unsaved, blocked }: PreviewProps) {
  const { sample, startMs } = chosen
  const preview = usePreview(sample && !blocked ? { sampleId: sample.id, startMs, impulse, block } : null)
  // With a setting that is not allowed there is no shape to tell.
  const known = blocked ? undefined : description.dsp.find((one) => one.id === block.id)
  const context = {
    rateHz: frequencyOf(impulse.input),
    rows: description.windowReadings,
    axes: block.axes ?? impulse.input.axes,
  }
  const { data } = preview
  const { board } = useFitBoard()
  return (
    <>
      <div className={classNames('block__wide', unsaved && 'block__preview--unsaved')}>
        <ErrorAlert error={preview.error} />
        <div className="block__figures">
          <KeyFigure name="Features" value={known ? formatCount(known.features) : '–'} note="of each window" />
          <KeyFigure name="Multiply-adds" value={known ? formatCount(known.macs) : '–'} note="a window, est." />
          <KeyFigure name="RAM" value={known ? formatBytes(known.ramBytes) : '–'} note="est." />
          <KeyFigure name="Flash" value={known ? formatBytes(known.flashBytes) : '–'} note="without its code, est." />
          {data && <KeyFigure name="Time here" value={formatMs(data.ms)} note="measured" />}
          {known && board && (
            <KeyFigure
              name="Time on the board"
              value={formatMs(dspLatencyMs([known], board))}
              note={`${board.name}, est.`}
            />
          )}
          {data?.fixedError && (
            <KeyFigure
              name="Fixed-point error"
              value={String(Number(data.fixedError.largest.toPrecision(2)))}
              note={`at most; features are about ${Number(data.fixedError.size.toPrecision(2))}`}
            />
          )}
        </div>
        {!blocked && (
          <p>{type.explanation(completeParams(type, block.params, block.implementationVersion), context)}</p>
        )}
      </div>
      {data?.figures.map((figure) => (
        <BlockFigure key={figure.title} figure={figure} />
      ))}
      {data && (
        <Bars
          title="Features of this window"
          names={data.featureNames}
          values={data.features}
          explain={explainFeature}
        />
      )}
    </>
  )
}
