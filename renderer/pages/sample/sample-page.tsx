/** Look at one recording, closely, and say what it is. */
import { replaceTab } from '../../app/open-tabs-store.ts'
import { Page } from '../../app/page.tsx'
import { goTo } from '../../app/route.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { useAppState, useSettings } from '../../app/store.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LabelChip } from '../../components/label-chip.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { PicturePlot } from '../../plots/picture-plot.tsx'
import { SignalPlot } from '../../plots/signal-plot.tsx'
import { SampleInspector } from './sample-inspector.tsx'
import './sample-page.css'
import { SampleStatistics } from './sample-statistics.tsx'
import { useSample } from './use-sample.ts'
import { WindowStrip } from './window-strip.tsx'

export function SamplePage({ id }: { id: number }) {
  const labels = useAppState((state) => state.project?.labels) ?? []
  const singleKeys = useSettings((settings) => settings.singleKeys)
  const { sample, signal, times, neighbours, count, error } = useSample(id)
  const actions = useSampleActions()
  const { previous, next, unlabelled, place } = neighbours

  /** The tab goes along: walking through a hundred samples leaves one. */
  function walk(to: number | null): void {
    if (to === null) return
    replaceTab(`sample/${id}`, `sample/${to}`)
    goTo(`sample/${to}`)
  }
  function setLabel(label: string | null): void {
    if (!sample || sample.label === label) return
    const said = label === null ? `${sample.name} has no label now.` : `Labelled ${sample.name} ‘${label}’.`
    void actions.change([sample.id], { label }, said)
  }
  async function remove(): Promise<void> {
    if (!sample || !(await actions.remove([sample.id], sample.name))) return
    if (next ?? previous) walk(next ?? previous)
    else goTo('dataset')
  }
  function onKey(key: string): boolean {
    if (!singleKeys) return false
    const digit = /^[1-9]$/.test(key) ? labels.find(({ color }) => color + 1 === Number(key)) : undefined
    if (key === 'n') walk(next)
    else if (key === 'p') walk(previous)
    else if (key === 'u') setLabel(null)
    else if (digit) setLabel(digit.name)
    else return false
    return true
  }
  return (
    <Page
      title={sample?.name ?? 'Sample'}
      purpose="Look at one recording and say what it is."
      extra={sample?.source === 'simulated' ? <Tag kind="info">simulated</Tag> : undefined}
      actions={<Walk {...{ previous, next, place, count }} onWalk={walk} />}
      primary={{
        label: 'Next unlabelled',
        onPress: () => walk(unlabelled),
        ...(unlabelled === null ? { disabled: true, reason: nothingLeft(count, sample?.label === null) } : {}),
      }}
      inspector={
        sample && (
          <SampleInspector
            key={sample.id}
            sample={sample}
            times={times}
            labels={labels.map(({ name }) => name)}
            actions={actions}
            onLabel={setLabel}
            onDelete={() => void remove()}
          />
        )
      }
    >
      <div className="sample">
        {error ? (
          <ErrorAlert error={error} action={<a href="#/dataset">Dataset</a>} />
        ) : (
          count > 0 &&
          !sample && <EmptyState sentence="This sample is gone." action={<a href="#/dataset">Dataset</a>} />
        )}
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
            <LabelChip name="no label" color={null} pressed={sample.label === null} onPress={() => setLabel(null)} />
          </div>
        )}
        {sample && signal && !error && (
          <>
            {signal.image ? (
              <PicturePlot
                title={sample.name}
                image={signal.image}
                axes={signal.axes.map(({ name }) => name)}
                values={signal.values}
                label={sample.label}
              />
            ) : (
              <SignalPlot
                title={sample.name}
                signal={signal}
                label={sample.label}
                laneHeightPx={signal.axes.length > 3 ? 72 : 88}
                singleKeys={singleKeys}
                onKey={onKey}
              />
            )}
            <WindowStrip signal={signal} used={sample.enabled} labelled={sample.label !== null} />
            <SampleStatistics signal={signal} />
          </>
        )}
      </div>
    </Page>
  )
}

function nothingLeft(count: number, thisOne: boolean): string {
  if (count === 0) return 'There are no samples yet.'
  return thisOne ? 'Only this one has no label.' : 'All samples have labels.'
}

interface WalkProps {
  previous: number | null
  next: number | null
  place: number
  count: number
  onWalk: (id: number | null) => void
}

function Walk({ previous, next, place, count, onWalk }: WalkProps) {
  if (place < 0) return null
  return (
    <>
      <span className="ui-muted">
        {(place + 1).toLocaleString('en')} of {count.toLocaleString('en')}
      </span>
      <Button
        icon="left"
        aria-label="Previous sample"
        title="Previous sample (p in the plot)"
        reason={previous === null ? 'This is the first.' : undefined}
        onPress={() => onWalk(previous)}
      />
      <Button
        icon="right"
        aria-label="Next sample"
        title="Next sample (n in the plot)"
        reason={next === null ? 'This is the last.' : undefined}
        onPress={() => onWalk(next)}
      />
    </>
  )
}
