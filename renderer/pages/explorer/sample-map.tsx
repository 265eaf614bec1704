/** The map with its legend: entries are buttons that hide and show. */
import { useMemo, useState } from 'react'
import type { Sample } from '../../../shared/model/sample.ts'
import { useAppState } from '../../app/store.ts'
import { formatCount, formatNumberOf } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { usePlotColors } from '../../plots/plot-colors.ts'
import { threeDigits } from '../../plots/quantities.ts'
import { type ChooseHow, ScatterPlot } from '../../plots/scatter-plot.tsx'
import { COLORING_NAMES, type Grouping, groupingOf, scatterGroups, valuesOf } from './colorings.ts'
import type { MapSettings } from './map-settings.tsx'
import type { MapData } from './use-map.ts'

interface Props {
  map: MapData
  settings: MapSettings
  chosen: ReadonlySet<number>
  onChoose: (points: number[], how: ChooseHow) => void
  sampleOf: (id: number) => Sample | undefined
  onOpen: (sampleId: number) => void
}

export function SampleMap({ map, settings, chosen, onChoose, sampleOf, onOpen }: Props) {
  const labels = useAppState((state) => state.project?.labels)
  const colors = usePlotColors()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const answered = map.answers.length > 0
  const wanted = settings.coloring
  const coloring = !answered && (wanted === 'prediction' || wanted === 'right') ? 'label' : wanted
  const grouping = useMemo(() => {
    const places = new Map((labels ?? []).map((label) => [label.name, label.color]))
    return groupingOf(map, coloring, (label) => places.get(label) ?? 0)
  }, [map, coloring, labels])
  const groups = useMemo(() => scatterGroups(grouping, hidden, colors), [grouping, hidden, colors])
  const idOf = (point: number): number => map.sampleId[point] ?? 0

  function nameOf(point: number): string {
    const sample = sampleOf(idOf(point))
    const label = map.labels[map.label[point] ?? -1] ?? 'no label'
    const answer = map.answers[map.predicted[point] ?? -1]
    const at = settings.of === 'windows' && !sample?.image ? `, ${Math.round(map.startMs[point] ?? 0)} ms` : ''
    return `${sample?.name ?? `Sample ${idOf(point)}`}${at}: ${label}${answer ? `, the model says ${answer}` : ''}`
  }
  return (
    <ScatterPlot
      title={`Map of the ${settings.of}, colored by ${COLORING_NAMES[coloring]}`}
      summary={summaryOf(map)}
      inSpace={settings.inSpace}
      points={map.points}
      axisTitles={map.axisTitles}
      group={grouping.group}
      groups={groups}
      chosen={chosen}
      onChoose={onChoose}
      onOpen={(point) => onOpen(idOf(point))}
      nameOf={nameOf}
      table={() => ({
        columns: ['Sample', 'Start (ms)', 'Label', 'Split', 'Session', 'Model', ...map.axisTitles],
        rows: Array.from(map.sampleId, (id, point) => [
          sampleOf(id)?.name ?? String(id),
          map.startMs[point] ?? 0,
          map.labels[map.label[point] ?? -1] ?? '',
          ['train', 'validation', 'test'][map.split[point] ?? 0] ?? '',
          map.sessions[map.session[point] ?? 0] ?? '',
          map.answers[map.predicted[point] ?? -1] ?? '',
          ...map.points.subarray(point * 3, point * 3 + 3),
        ]),
      })}
      legend={
        <Legend
          grouping={grouping}
          hidden={hidden}
          onToggle={(name) => {
            const next = new Set(hidden)
            if (!next.delete(name)) next.add(name)
            setHidden(next)
          }}
        />
      }
    />
  )
}

function summaryOf({ sampleId, labels, total }: MapData): string {
  const shown = sampleId.length
  const left = shown < total ? `, showing ${formatCount(shown)} of ${formatCount(total)}` : ''
  return `${formatNumberOf(shown, 'point')}, ${formatNumberOf(labels.length, 'label')}${left}`
}

/** More entries than this are a wall of buttons, for example values that are labels. */
const MOST_ENTRIES = 40

interface LegendProps {
  grouping: Grouping
  hidden: ReadonlySet<string>
  onToggle: (name: string) => void
}

function Legend({ grouping, hidden, onToggle }: LegendProps) {
  const { names, counts, places, none } = grouping
  const values = valuesOf(names)
  if (values) {
    return (
      <p className="ui-muted">
        From {threeDigits(Math.min(...values))} (dark) to {threeDigits(Math.max(...values))} (bright)
      </p>
    )
  }
  return (
    <div className="ui-row" role="group" aria-label="Legend">
      {names.slice(0, MOST_ENTRIES).map((name, index) => (
        <LabelChip
          key={name}
          name={name}
          color={places[index] ?? 0}
          count={counts[index] ?? 0}
          pressed={!hidden.has(name)}
          onPress={() => onToggle(name)}
        />
      ))}
      {names.length > MOST_ENTRIES && <span className="ui-muted">and {names.length - MOST_ENTRIES} more</span>}
      {none > 0 && <LabelChip name="none" color={null} count={none} />}
    </div>
  )
}
