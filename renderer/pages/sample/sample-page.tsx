/** Look at one recording, closely, and say what it is. */
import { useMemo } from 'react'
import { countWindows } from '../../../shared/dsp/windows.ts'
import type { Sample } from '../../../shared/model/sample.ts'
import { Page } from '../../app/page.tsx'
import { goTo } from '../../app/route.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { useAppState, useSettings } from '../../app/store.ts'
import { useImpulse } from '../../app/use-impulse.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { SignalPlot } from '../../plots/signal-plot.tsx'
import { SampleInspector } from './sample-inspector.tsx'
import './sample-page.css'

export function SamplePage({ id }: { id: number }) {
  const path = useAppState((state) => state.project?.path)
  const labels = useAppState((state) => state.project?.labels) ?? []
  const singleKeys = useSettings((settings) => settings.singleKeys)
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const got = useQuery('samples/get', { id }, { refreshOn: ['samples/changed'], version: path })
  const actions = useSampleActions()
  const sample = got.data?.sample.id === id ? got.data.sample : null
  const signal = useMemo(() => {
    if (!got.data) return null
    const { axes, rateHz, gaps } = got.data.sample
    return { axes, rateHz, gaps, values: got.data.values }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same readings are the same picture, whatever their label
  }, [got.data?.sample.id, got.data?.values.length])
  const { next, previous, unlabelled } = neighbours(list.data ?? [], id)

  function onKey(key: string): boolean {
    if (!singleKeys || !sample) return false
    if (key === 'n' && next) goTo(`sample/${next.id}`)
    else if (key === 'p' && previous) goTo(`sample/${previous.id}`)
    else {
      const label = /^[1-9]$/.test(key) ? labels.find((one) => one.color + 1 === Number(key)) : undefined
      if (!label) return false
      setLabel(label.name)
    }
    return true
  }
  function setLabel(name: string): void {
    if (sample) void actions.change([sample.id], { label: name }, `Labelled ${sample.name} ‘${name}’.`)
  }
  return (
    <Page
      title={sample?.name ?? 'Sample'}
      purpose="Look at one recording and say what it is."
      extra={sample?.source === 'simulated' ? <Tag kind="info">simulated</Tag> : undefined}
      actions={
        <>
          <Button
            icon="left"
            aria-label="Previous sample"
            {...(previous ? {} : { reason: 'This is the first.' })}
            onPress={() => previous && goTo(`sample/${previous.id}`)}
          />
          <Button
            icon="right"
            aria-label="Next sample"
            {...(next ? {} : { reason: 'This is the last.' })}
            onPress={() => next && goTo(`sample/${next.id}`)}
          />
        </>
      }
      primary={{
        label: 'Next unlabelled',
        onPress: () => unlabelled && goTo(`sample/${unlabelled.id}`),
        ...(unlabelled ? {} : { disabled: true, reason: 'All samples have labels.' }),
      }}
      inspector={sample && <SampleInspector key={sample.id} sample={sample} actions={actions} />}
    >
      <div className="sample">
        <ErrorAlert error={got.error} action={got.error && <a href="#/dataset">Dataset</a>} />
        {sample && (
          <div className="ui-row" role="group" aria-label="Label">
            {labels.map(({ name, color }) => (
              <LabelChip
                key={name}
                name={name}
                color={color}
                showDigit
                pressed={name === sample.label}
                onPress={() => setLabel(name)}
              />
            ))}
          </div>
        )}
        {sample && signal && (
          <SignalPlot
            title={sample.name}
            signal={signal}
            label={sample.label}
            laneHeightPx={120}
            singleKeys={singleKeys}
            onKey={onKey}
          />
        )}
        {sample && <Windows sample={sample} />}
      </div>
    </Page>
  )
}

/** The order is that of the dataset; "next unlabelled" begins anew at the end. */
function neighbours(samples: readonly Sample[], id: number) {
  const place = samples.findIndex((sample) => sample.id === id)
  const after = [...samples.slice(place + 1), ...samples.slice(0, Math.max(0, place))]
  return {
    previous: samples[place - 1],
    next: place < 0 ? undefined : samples[place + 1],
    unlabelled: after.find((sample) => sample.label === null && sample.enabled),
  }
}

function Windows({ sample }: { sample: Sample }) {
  const { impulse } = useImpulse()
  if (!impulse) return null
  const count = countWindows(impulse.input, sample)
  const window = impulse.input.windowSizeMs.toLocaleString('en')
  return (
    <p className="ui-muted">
      {formatNumberOf(count, 'window')} of {window} ms {count === 1 ? 'is' : 'are'} cut from this sample.{' '}
      <a href="#/impulse">Impulse</a>
    </p>
  )
}
