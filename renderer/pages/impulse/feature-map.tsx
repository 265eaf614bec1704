/** All windows as a map, once their features are computed. */
import { useCallback, useMemo, useState } from 'react'
import type { Sample } from '../../../shared/model/sample.ts'
import { goTo } from '../../app/route.ts'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PointsExample } from '../../components/examples.tsx'
import { Select } from '../../components/select.tsx'
import { Stripe } from '../../components/stripe.tsx'
import { ExplorerPlot } from '../../plots/explorer-plot.tsx'

const LIMIT = 5000

type Projection = 'pca' | 'features'

export function FeatureMap({ samples, onUpdate }: { samples: readonly Sample[]; onUpdate: () => void }) {
  const step = useAppState((state) => state.steps.features)
  const path = useAppState((state) => state.project?.path)
  const undo = useAppState((state) => state.project?.undo)
  const labels = useAppState((state) => state.project?.labels)
  const [projection, setProjection] = useState<Projection>('pca')
  const [chosen, setChosen] = useState([0, 1, 2])
  const map = useQuery(
    'features/explore',
    projection === 'pca' ? { projection, limit: LIMIT } : { projection, features: chosen, limit: LIMIT },
    { enabled: step.state === 'ready', version: `${path} ${undo} ${step.state}` },
  )
  const names = useMemo(() => new Map(samples.map((sample) => [sample.id, sample.name])), [samples])
  const places = useMemo(() => new Map((labels ?? []).map((label) => [label.name, label.color])), [labels])
  const nameOf = useCallback((id: number) => names.get(id) ?? `sample ${id}`, [names])
  const placeOf = useCallback((label: string) => places.get(label) ?? 0, [places])
  const open = useCallback((id: number) => goTo(`sample/${id}`), [])
  if (!map.data) {
    return (
      <>
        <ErrorAlert error={map.error} />
        <EmptyState
          example={<PointsExample />}
          sentence={
            map.loading && step.state === 'ready'
              ? 'The map is being made.'
              : 'Here all windows will lie as points: near means alike. Press Save and compute.'
          }
        />
      </>
    )
  }
  const options = map.data.featureNames.map((label, value) => ({ value: String(value), label }))
  return (
    <>
      {step.state === 'stale' && <Stripe reason={step.reason} onUpdate={onUpdate} />}
      <ErrorAlert error={map.error} />
      <div className="ui-row">
        <Select
          label="Projection"
          value={projection}
          options={[
            { value: 'pca', label: 'principal components' },
            { value: 'features', label: 'three features' },
          ]}
          onChange={setProjection}
        />
        {projection === 'features' &&
          chosen.map((feature, place) => (
            <Select
              key={place}
              label={`Axis ${place + 1}`}
              value={String(feature)}
              options={options}
              onChange={(value) => setChosen(chosen.map((old, index) => (index === place ? Number(value) : old)))}
            />
          ))}
      </div>
      <ExplorerPlot title="Feature map" points={map.data} placeOf={placeOf} nameOf={nameOf} onPoint={open} />
    </>
  )
}
