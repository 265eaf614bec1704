/** What lies on the map, how it is laid out, and what its colours say. */
import { useLayout } from '../../app/layout.ts'
import { Details } from '../../components/details.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { type Coloring, COLORING_NAMES, COLORINGS } from './colorings.ts'

export interface MapSettings {
  of: 'windows' | 'samples'
  projection: 'pca' | 'umap' | 'features'
  inSpace: boolean
  coloring: Coloring
  features: [number, number, number]
  neighbours: number
  seed: number
}

const FIRST: MapSettings = {
  of: 'windows',
  projection: 'pca',
  inSpace: false,
  coloring: 'label',
  features: [0, 1, 2],
  neighbours: 15,
  seed: 1,
}

/** Kept with the project. */
export function useMapSettings(): [MapSettings, (changes: Partial<MapSettings>) => void] {
  const [text, setText] = useLayout('explorer/settings', JSON.stringify(FIRST))
  const settings = { ...FIRST, ...(JSON.parse(text) as Partial<MapSettings>) }
  return [settings, (changes) => setText(JSON.stringify({ ...settings, ...changes }))]
}

interface Props {
  settings: MapSettings
  featureNames: readonly string[]
  hasAnswers: boolean
  onChange: (changes: Partial<MapSettings>) => void
}

export function MapForm({ settings, featureNames, hasAnswers, onChange }: Props) {
  const { of, projection, inSpace, coloring, features } = settings
  const offered = COLORINGS.filter((one) => hasAnswers || (one !== 'prediction' && one !== 'right'))
  return (
    <div className="explorer__settings">
      <Select
        label="Projection"
        value={projection}
        options={[
          { value: 'pca', label: 'principal components' },
          { value: 'umap', label: 'UMAP: groups that are alike' },
          { value: 'features', label: 'chosen features' },
        ]}
        onChange={(next) => onChange({ projection: next })}
      />
      <Select
        label="Color by"
        value={offered.includes(coloring) ? coloring : 'label'}
        options={offered.map((value) => ({ value, label: COLORING_NAMES[value] }))}
        onChange={(next) => onChange({ coloring: next })}
      />
      <Select
        label="Points"
        value={of}
        options={[
          { value: 'windows', label: 'windows' },
          { value: 'samples', label: 'samples' },
        ]}
        onChange={(next) => onChange({ of: next })}
      />
      <Toggle label="3-D" checked={inSpace} onChange={(next) => onChange({ inSpace: next })} />
      {projection === 'features' &&
        features.slice(0, inSpace ? 3 : 2).map((feature, axis) => (
          <Select
            key={axis}
            label={`Axis ${axis + 1}`}
            value={String(feature)}
            options={featureNames.map((label, value) => ({ value: String(value), label }))}
            onChange={(value) => {
              const [first, second, third] = features.map((old, place) => (place === axis ? Number(value) : old))
              onChange({ features: [first ?? 0, second ?? 0, third ?? 0] })
            }}
          />
        ))}
      {projection === 'umap' && <UmapFields settings={settings} onChange={onChange} />}
    </div>
  )
}

function UmapFields({ settings, onChange }: Pick<Props, 'settings' | 'onChange'>) {
  const [open, setOpen] = useLayout('explorer/details', false)
  return (
    <Details open={open} onToggle={setOpen}>
      <NumberField
        label="Neighbours"
        help="Few show small groups, many show the whole."
        value={settings.neighbours}
        min={2}
        max={100}
        step={1}
        onChange={(value) => value >= 2 && value <= 100 && onChange({ neighbours: Math.round(value) })}
      />
      <NumberField
        label="Seed"
        help="Another number gives another, equally true map."
        value={settings.seed}
        min={0}
        step={1}
        onChange={(value) => value >= 0 && onChange({ seed: Math.round(value) })}
      />
    </Details>
  )
}
