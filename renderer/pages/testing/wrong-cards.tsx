/** The samples the model got wrong, to look at and to put right. */
import { useSampleActions } from '../../app/sample-actions.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatPercent } from '../../components/format.ts'
import { Menu } from '../../components/menu.tsx'
import { Thumbnail } from '../../plots/thumbnail.tsx'
import { useThumbnails } from '../../plots/use-thumbnails.ts'
import type { SampleScore } from './score.ts'

const SHOWN = 12

interface Props {
  wrong: readonly SampleScore[]
  labels: readonly string[]
  project: string
}

export function WrongCards({ wrong, labels, project }: Props) {
  const shown = wrong.slice(0, SHOWN)
  const actions = useSampleActions()
  const pictures = useThumbnails(
    shown.map((score) => score.sampleId),
    project,
  )
  const title = `Wrong or not sure: ${wrong.length}`
  if (wrong.length === 0) return <Card title={title}>Every sample got its own label.</Card>
  return (
    <Card title={title}>
      <ul className="testing__wrong" aria-label="Wrong samples">
        {shown.map((score) => {
          const picture = pictures.get(score.sampleId)
          return (
            <li key={score.sampleId} className="testing__card">
              {picture && <Thumbnail {...picture} />}
              <a href={`#/sample/${score.sampleId}`}>{score.name}</a>
              <span>
                {score.label}, taken for {score.predicted} ({formatPercent(score.certainty)})
              </span>
              <span className="ui-row">
                <Menu
                  label={`Label of ${score.name} is wrong`}
                  kind="quiet"
                  items={labels
                    .filter((label) => label !== score.label)
                    .map((label) => ({
                      label,
                      onPress: () =>
                        void actions.change([score.sampleId], { label }, `Labelled ${score.name} ‘${label}’.`),
                    }))}
                >
                  Label is wrong
                </Menu>
                <Button
                  kind="quiet"
                  size="small"
                  aria-label={`Move ${score.name} to training`}
                  onPress={() =>
                    void actions.change([score.sampleId], { split: 'train' }, `Moved ${score.name} to training.`)
                  }
                >
                  To training
                </Button>
              </span>
            </li>
          )
        })}
      </ul>
      {wrong.length > SHOWN && (
        <p className="ui-muted">
          Showing {SHOWN} of {wrong.length}; the table has all.
        </p>
      )}
    </Card>
  )
}
