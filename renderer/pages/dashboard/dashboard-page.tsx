/** Is my project in good shape, and what now? Every figure leads to its page. */
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { LabelBalance } from '../../components/label-balance.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { useClient } from '../../app/client.tsx'
import { useLayout } from '../../app/layout.ts'
import { doNextStep } from '../../app/next-step.ts'
import { Page } from '../../app/page.tsx'
import { StartCards } from '../../app/start-cards.tsx'
import { useAppState } from '../../app/store.ts'
import { useRuns } from '../../app/use-latest-run.ts'
import { BoardFit } from './board-fit.tsx'
import './dashboard.css'
import { PipelineStrip } from './pipeline-strip.tsx'
import { ProjectFacts } from './project-facts.tsx'
import { RunHistory } from './run-history.tsx'
import { Scores } from './scores.tsx'

export function DashboardPage() {
  const client = useClient()
  const project = useAppState((state) => state.project)
  const nextStep = useAppState((state) => state.nextStep)
  const runId = useAppState((state) => state.model?.runId)
  const runs = useRuns()
  const [factsOpen, setFactsOpen] = useLayout('dashboard/details', false)
  if (!project) return null
  const latest = runs.find((run) => run.id === runId) ?? null
  return (
    <Page
      title="Dashboard"
      purpose="Is my project in good shape, and what now?"
      extra={project.simulated ? <Tag kind="info">simulated</Tag> : null}
      primary={{
        label: nextStep.text,
        name: `Next step: ${nextStep.text}`,
        onPress: () => doNextStep(client, nextStep),
      }}
    >
      <div className="dashboard">
        <div className="dashboard__wide">
          <Card title="Next step">
            <p className="dashboard__next">{nextStep.text}</p>
            <PipelineStrip />
          </Card>
        </div>
        {project.samples === 0 && (
          <div className="dashboard__wide">
            <StartCards insideProject />
          </div>
        )}
        <div className="dashboard__half">
          <Card title="Seconds per label">
            <LabelBalance labels={project.labels} />
          </Card>
        </div>
        <div className="dashboard__half">
          <Card title="Score">
            <Scores run={latest} />
          </Card>
        </div>
        <div className="dashboard__half">
          <Card title="Fit for the board">
            <BoardFit run={latest} />
          </Card>
        </div>
        <div className="dashboard__half">
          <Card title="History">
            <RunHistory runs={runs} />
          </Card>
        </div>
        <div className="dashboard__wide">
          <Details open={factsOpen} onToggle={setFactsOpen}>
            <ProjectFacts project={project} run={latest} />
          </Details>
        </div>
      </div>
    </Page>
  )
}
