/** The samples of the chosen points: see them, label them, leave them out. */
import { type RefObject, useState } from 'react'
import type { LabelCount, Sample } from '../../../shared/model/sample.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { useAppState } from '../../app/store.ts'
import { Button } from '../../components/button.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Thumbnail } from '../../plots/thumbnail.tsx'
import { useThumbnails } from '../../plots/use-thumbnails.ts'
import { PlaySound } from '../../plots/play-sound.tsx'

interface Props {
  samples: readonly Sample[]
  /** Chosen points; several can be windows of one sample. */
  points: number
  labels: readonly LabelCount[]
  target: string
  onTarget: (label: string) => void
  /** Of the new label: it takes focus where a label is still missing. */
  field: RefObject<HTMLInputElement | null>
  onLabel: () => void
  onSelectLabel: (label: string) => void
  onClear: () => void
}

/** A longer list is not read. */
const LISTED = 60
/** More labels are values, or are found in the list of the field. */
const OFFERED_LABELS = 24

export function ChosenPoints(props: Props) {
  const { samples, points, labels, target, field, onTarget, onLabel, onSelectLabel, onClear } = props
  const actions = useSampleActions()
  const ids = samples.map(({ id }) => id)
  const named = samples.length === 1 ? (samples[0]?.name ?? '') : formatNumberOf(samples.length, 'sample')
  const leaveOut = (): void =>
    void actions.change(ids, { enabled: false }, `Left out ${named}.`).then((done) => done && onClear())
  return (
    <section aria-label="Chosen points" className="explorer__chosen">
      <h2>Chosen points</h2>
      <div className="ui-row">
        {labels.slice(0, OFFERED_LABELS).map(({ name }) => (
          <Button key={name} size="small" onPress={() => onSelectLabel(name)}>
            Select label {name}
          </Button>
        ))}
      </div>
      {samples.length === 0 ? (
        <p className="ui-muted">Nothing yet. Click a point, or draw around several.</p>
      ) : (
        <>
          <p>
            {formatNumberOf(points, 'point')} of {named}
          </p>
          <div className="ui-row" role="group" aria-label="Labels to give">
            {labels.slice(0, OFFERED_LABELS).map(({ name, color }) => (
              <LabelChip
                key={name}
                name={name}
                color={color}
                pressed={name === target}
                onPress={() => onTarget(name === target ? '' : name)}
              />
            ))}
          </div>
          <TextField
            label="New label"
            help="Choose one above, or type a new one."
            ref={field}
            list="explorer-labels"
            maxLength={200}
            value={target}
            onChange={onTarget}
            onKeyDown={(event) => event.key === 'Enter' && !event.ctrlKey && onLabel()}
          />
          <datalist id="explorer-labels">
            {labels.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </datalist>
          <div className="ui-row">
            <Button onPress={leaveOut}>Leave out</Button>
            <Button onPress={onClear}>Clear the choice</Button>
          </div>
          <SampleList samples={samples} labels={labels} />
        </>
      )}
    </section>
  )
}

function SampleList({ samples, labels }: Pick<Props, 'samples' | 'labels'>) {
  const path = useAppState((state) => state.project?.path ?? '')
  const [all, setAll] = useState(false)
  const listed = samples.slice(0, all ? LISTED * 5 : LISTED)
  const pictures = useThumbnails(
    listed.map(({ id }) => id),
    path,
  )
  return (
    <>
      <ul className="explorer__list" aria-label="Chosen samples">
        {listed.map((sample) => {
          const picture = pictures.get(sample.id)
          const color = labels.find(({ name }) => name === sample.label)?.color ?? null
          return (
            <li key={sample.id}>
              <span className="explorer__thumbnail">{picture && <Thumbnail {...picture} />}</span>
              <a href={`#/sample/${sample.id}`} title={sample.name}>
                {sample.name}
              </a>
              <LabelChip name={sample.label ?? 'no label'} color={color} />
              {isSound(sample) && <PlaySound sample={sample} />}
            </li>
          )
        })}
      </ul>
      {listed.length < samples.length && !all && (
        <Button size="small" onPress={() => setAll(true)}>
          Show more
        </Button>
      )}
    </>
  )
}

function isSound({ axes }: Sample): boolean {
  return axes.length === 1 && axes[0]?.unit === 'wav'
}
