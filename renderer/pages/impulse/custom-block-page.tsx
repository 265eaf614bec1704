/** The page of a block that a person writes themselves. */
import { completeParams } from '../../../shared/dsp/parameters.ts'
import { typeOf } from '../../../shared/dsp/registry.ts'
import type { DspBlock, Impulse } from '../../../shared/model/impulse.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import type { UsedImpulse } from '../../app/use-impulse.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { CustomCode, CustomResult, useCodeRun } from './custom-code.tsx'
import { FeatureMap } from './feature-map.tsx'
import './impulse-page.css'
import { ParameterForm } from './parameter-form.tsx'
import { SampleChoice, useChosenWindow } from './sample-choice.tsx'
import { Unsaved } from './unsaved.tsx'
import { computedText, useCompute } from './use-compute.ts'
import { useDescription } from './use-description.ts'

interface Props {
  draft: UsedImpulse
  impulse: Impulse
  block: DspBlock
}

export function CustomBlockPage({ draft, impulse, block }: Props) {
  const step = useAppState((state) => state.steps.features)
  const { samples, description, error } = useDescription(impulse)
  const chosen = useChosenWindow(samples)
  const compute = useCompute(draft)
  const change = (changed: DspBlock): void =>
    draft.change({ ...impulse, dsp: impulse.dsp.map((one) => (one.id === block.id ? changed : one)) })
  const used = useCodeRun(impulse, block, chosen, change)
  const type = typeOf(block)
  const { code } = block
  if (!code || !description) return null
  const ran = code.declared !== undefined
  const context = {
    rateHz: impulse.input.kind === 'image' ? 1 : impulse.input.frequencyHz,
    rows: description.windowReadings,
    axes: block.axes ?? impulse.input.axes,
  }
  const reason = error?.sentence ?? (compute.running ? 'Computing.' : null)
  return (
    <Page
      title={type.name}
      purpose="Make features with code of your own."
      badge={step}
      extra={draft.dirty && <Unsaved onDiscard={draft.discard} />}
      primary={
        ran
          ? {
              label: 'Save and compute',
              onPress: compute.saveAndCompute,
              ...(reason === null ? {} : { disabled: true, reason }),
            }
          : { label: 'Run', onPress: used.run, ...(used.running ? { disabled: true, reason: 'It is running.' } : {}) }
      }
      inspector={
        <>
          <p>{ran ? type.explanation(completeParams(type, block.params), context) : type.description}</p>
          {type.parameters.length > 0 && (
            <ParameterForm
              block={block}
              type={type}
              problems={description.problems}
              rateHz={context.rateHz}
              onChange={change}
            />
          )}
        </>
      }
    >
      <div className="block">
        <div className="block__wide">
          <ErrorAlert error={draft.error ?? compute.error} />
          {compute.result && <Alert kind="ready">{computedText(compute.result)}</Alert>}
          <CustomCode block={block} code={code} used={used} hasSample={chosen.sample !== null} onChange={change} />
          <SampleChoice samples={samples} chosen={chosen} impulse={impulse} />
        </div>
        {used.answer && <CustomResult answer={used.answer} stale={!ran} />}
        <div className="block__wide">
          <FeatureMap samples={samples} onUpdate={compute.saveAndCompute} />
        </div>
      </div>
    </Page>
  )
}
