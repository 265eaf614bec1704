/** The last takes, newest first. */
import type { Sample } from '../../../shared/model/sample.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatSeconds } from '../../components/format.ts'
import { Menu } from '../../components/menu.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { PlaySound } from '../../plots/play-sound.tsx'
import { Thumbnail } from '../../plots/thumbnail.tsx'
import { useThumbnails } from '../../plots/use-thumbnails.ts'
import type { RecordLabel } from './labels.ts'

interface Props {
  takes: readonly Sample[]
  labels: readonly RecordLabel[]
  project: string
}

export function TakeStrip({ takes, labels, project }: Props) {
  const pictures = useThumbnails(
    takes.map((take) => take.id),
    project,
  )
  if (takes.length === 0) return null
  return (
    <Card title="Last takes">
      <ul className="record__takes" aria-label="Last takes">
        {takes.map((take) => {
          const picture = pictures.get(take.id)
          return (
            <li key={take.id} className="record__take">
              {picture && <Thumbnail {...picture} />}
              <a href={`#/sample/${take.id}`}>{take.name}</a>
              <Facts take={take} />
              <TakeButtons take={take} labels={labels} />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Facts({ take }: { take: Sample }) {
  const bad = take.health.findings[0]
  return (
    <span className="ui-row">
      <span>{take.label ?? 'no label'}</span>
      <span>{take.image ? `${take.image.width} × ${take.image.height}` : formatSeconds(take.seconds)}</span>
      <span title={bad?.sentence}>{bad ? <Tag kind="problem">{bad.kind}</Tag> : <Tag kind="ready">good</Tag>}</span>
    </span>
  )
}

function TakeButtons({ take, labels }: { take: Sample; labels: readonly RecordLabel[] }) {
  const actions = useSampleActions()
  return (
    <span className="ui-row">
      {take.axes.length === 1 && take.axes[0]?.unit === 'wav' && <PlaySound sample={take} />}
      <Menu
        label={`Relabel ${take.name}`}
        kind="quiet"
        items={labels.map(({ name }) => ({
          label: name,
          onPress: () => void actions.change([take.id], { label: name }, `Labelled ${take.name} ‘${name}’.`),
        }))}
      >
        Relabel
      </Menu>
      <Button
        kind="quiet"
        icon="delete"
        aria-label={`Delete ${take.name}`}
        onPress={() => void actions.remove([take.id], take.name)}
      />
    </span>
  )
}
