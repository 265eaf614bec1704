/** All samples as a map, before any training: near means alike. */
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Sample } from '../../../shared/model/sample.ts'
import { Page } from '../../app/page.tsx'
import { goTo } from '../../app/route.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PointsExample } from '../../components/examples.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import type { ChooseHow } from '../../plots/scatter-plot.tsx'
import { ChosenPoints } from './chosen-points.tsx'
import './explorer.css'
import { MapForm, type MapSettings, useMapSettings } from './map-settings.tsx'
import { Measures } from './measures.tsx'
import { SampleMap } from './sample-map.tsx'
import { type MapData, type UsedMap, useDataVersion, useMap } from './use-map.ts'

const LEAST_SAMPLES = 3
const NOBODY: ReadonlySet<number> = new Set()

export function ExplorerPage() {
  const count = useAppState((state) => state.project?.samples ?? 0)
  if (count >= LEAST_SAMPLES) return <ExplorerWork />
  return (
    <Page title="Explorer" purpose="All samples as a map: near means alike.">
      <EmptyState
        example={<PointsExample />}
        sentence={
          count === 0
            ? 'Here every sample will be a point. Record or import some first.'
            : `Here every sample will be a point. ${LEAST_SAMPLES - count} more are needed.`
        }
        action={<a href="#/dataset">Dataset</a>}
      />
    </Page>
  )
}

function ExplorerWork() {
  const labels = useAppState((state) => state.project?.labels) ?? []
  const path = useAppState((state) => state.project?.path)
  const [settings, change] = useMapSettings()
  const used = useMap(requestOf(settings))
  const version = useDataVersion()
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const byId = useMemo(() => new Map((list.data ?? []).map((sample) => [sample.id, sample])), [list.data])
  const { map } = used
  const choice = useChoice(map)
  const [target, setTarget] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const actions = useSampleActions()
  const samples = useMemo(() => samplesOf(map, choice.chosen, byId), [map, choice.chosen, byId])

  function labelChosen(): void {
    const label = target.trim()
    if (label === '') field.current?.focus()
    if (label === '' || samples.length === 0) return
    const named = samples.length === 1 ? (samples[0]?.name ?? '') : formatNumberOf(samples.length, 'sample')
    const ids = samples.map(({ id }) => id)
    void actions.change(ids, { label }, `Labelled ${named} ‘${label}’.`)
  }
  const reason = samples.length === 0 ? 'Choose points first.' : null
  return (
    <Page
      title="Explorer"
      purpose="All samples as a map: near means alike."
      primary={{
        label: 'Label selection',
        onPress: labelChosen,
        ...(reason === null ? {} : { disabled: true, reason }),
      }}
      inspector={
        <ChosenPoints
          samples={samples}
          points={choice.chosen.size}
          labels={labels}
          target={target}
          field={field}
          onTarget={setTarget}
          onLabel={labelChosen}
          onSelectLabel={choice.selectLabel}
          onClear={choice.clear}
        />
      }
    >
      <div className="explorer">
        <MapForm
          settings={settings}
          featureNames={map?.featureNames ?? []}
          hasAnswers={(map?.answers.length ?? 0) > 0}
          onChange={change}
        />
        <ErrorAlert error={used.error} action={<a href="#/impulse">Impulse</a>} />
        <Making used={used} />
        {map?.proposed && (
          <Alert kind="info">Nothing is saved on the Impulse page yet: this is the proposed one.</Alert>
        )}
        {map && (
          <div className={used.making ? 'explorer__old' : undefined}>
            <SampleMap
              map={map}
              settings={settings}
              chosen={choice.chosen}
              onChoose={choice.choose}
              sampleOf={(id) => byId.get(id)}
              onOpen={(id) => goTo(`sample/${id}`)}
            />
          </div>
        )}
        {map && (
          <Measures
            version={version}
            onShowPair={choice.selectPair}
            onShowFeatures={(features) => change({ projection: 'features', features })}
          />
        )}
      </div>
    </Page>
  )
}

function requestOf({ of, projection, inSpace, features, neighbours, seed }: MapSettings) {
  if (projection === 'umap')
    return { of, projection, dimensions: inSpace ? (3 as const) : (2 as const), neighbours, seed }
  return projection === 'features' ? { of, projection, features } : { of, projection }
}

function Making({ used }: { used: UsedMap }) {
  const { making, progress, cancel } = used
  if (!making || !progress) return null
  return (
    <div className="ui-row" role="status">
      <ProgressBar label={`Making the map: ${progress.stage}`} done={progress.done} total={progress.total} />
      <Button size="small" onPress={cancel}>
        Cancel
      </Button>
    </div>
  )
}

/** Places of the chosen points; another map begins without any. */
function useChoice(map: MapData | null) {
  const [kept, setKept] = useState<{ map: MapData | null; chosen: ReadonlySet<number> }>({ map: null, chosen: NOBODY })
  const chosen = kept.map === map ? kept.chosen : NOBODY
  const choose = useCallback(
    (points: number[], how: ChooseHow) =>
      setKept((before) => {
        const next = new Set(how === 'only' || before.map !== map ? [] : before.chosen)
        for (const point of points) if (how !== 'toggle' || !next.delete(point)) next.add(point)
        return { map, chosen: next }
      }),
    [map],
  )
  const selectLabels = (names: readonly string[]): void => {
    const wanted = new Set(names)
    const points = Array.from(map?.label ?? [], (place, point) => (wanted.has(map?.labels[place] ?? '') ? point : -1))
    choose(
      points.filter((point) => point >= 0),
      'only',
    )
  }
  return {
    chosen,
    choose,
    clear: () => choose([], 'only'),
    selectLabel: (name: string) => selectLabels([name]),
    selectPair: (first: string, second: string) => selectLabels([first, second]),
  }
}

function samplesOf(map: MapData | null, points: ReadonlySet<number>, byId: ReadonlyMap<number, Sample>): Sample[] {
  const ids = new Set(Array.from(points, (point) => map?.sampleId[point] ?? 0))
  return [...ids].flatMap((id) => byId.get(id) ?? [])
}
