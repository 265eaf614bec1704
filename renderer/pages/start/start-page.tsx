/** From nothing to a project in one click. */
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { Page } from '../../app/page.tsx'
import type { Primary } from '../../app/page-primary.ts'
import { useProjectActions, useProjectError } from '../../app/project-actions.ts'
import { StartCards } from '../../app/start-cards.tsx'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'
import { useStartActions } from '../../app/use-start-actions.ts'
import { RecentProjects } from './recent-projects.tsx'
import './start-page.css'

const SAMPLES = [
  {
    sample: 'motion',
    name: 'Motion',
    what: 'A hand that waves, draws circles, shakes or rests; six simulated people.',
  },
  { sample: 'audio', name: 'Sound', what: 'Claps, hums and whistles of six simulated people.' },
  { sample: 'image', name: 'Image', what: 'Circles, crosses, squares and triangles drawn by six simulated people.' },
  { sample: 'anomaly', name: 'Anomaly', what: 'A machine that runs well in training; faults come in the test only.' },
  { sample: 'sensors', name: 'Sensors', what: 'Clean air, coffee, perfume and smoke in six simulated rooms.' },
] as const

export function StartPage() {
  const projects = useProjectActions()
  const { tryWithoutBoard } = useStartActions(false)
  const busy = useProjectError((state) => state.busy)
  const path = useAppState((state) => state.project?.path ?? null)
  const recents = useQuery('recents/list', {}, { version: path })
  const last = recents.data?.find((recent) => recent.exists)
  const primary: Primary = last
    ? { label: `Open ‘${last.name}’`, onPress: () => void projects.open(last.path), disabled: busy }
    : { label: 'Try without a board', onPress: tryWithoutBoard, disabled: busy, ownButton: true }
  return (
    <Page
      title="Start"
      purpose="Get from nothing to a project in one click."
      primary={primary}
      actions={
        <>
          <Button disabled={busy} onPress={() => void projects.create('empty', 'My project', 'dashboard')}>
            New project
          </Button>
          <Button disabled={busy} shortcut="Control+O" onPress={() => void projects.chooseAndOpen()}>
            Open…
          </Button>
        </>
      }
    >
      <div className="start">
        <StartCards insideProject={false} disabled={busy} />
        {busy && <p role="status">Preparing the project…</p>}
        <div className="start__columns">
          <Card title="Recent projects">
            <RecentProjects recents={recents.data ?? []} loading={recents.loading} onChanged={recents.reload} />
          </Card>
          <Card title="Sample projects">
            {SAMPLES.map(({ sample, name, what }) => (
              <div className="start__sample" key={sample}>
                <div className="ui-row">
                  <Button icon="impulse" disabled={busy} onPress={() => void projects.openSample(sample)}>
                    {name}
                  </Button>
                  <Tag kind="info">made by simulation</Tag>
                </div>
                <p className="ui-muted">{what}</p>
              </div>
            ))}
          </Card>
        </div>
        <p className="ui-muted">
          A project is one file on this computer. Recordings can be dropped anywhere in this window.
        </p>
      </div>
    </Page>
  )
}
