import type { Run } from '../../../shared/model/run.ts'
import type { ProjectSummary } from '../../../shared/model/state.ts'
import { formatBytes, formatCount } from '../../components/format.ts'

interface Props {
  project: ProjectSummary
  run: Run | null
}

/** Hashes, seeds and sizes: where every number comes from. */
export function ProjectFacts({ project, run }: Props) {
  const facts: readonly [string, string][] = [
    ['File', project.path],
    ['Size', `${formatBytes(project.sizeBytes)} (${formatCount(project.sizeBytes)} bytes)`],
    ['Samples', formatCount(project.samples)],
    ['Sessions', project.sessions.length > 0 ? `${project.sessions.length}: ${project.sessions.join(', ')}` : 'none'],
    ['Model hash', run?.modelHash ?? 'no model'],
    ['Features hash', run?.featuresHash ?? 'no model'],
    ['Hash of all inputs', run?.inputsHash ?? 'no model'],
    ['Seed', run ? String(run.settings.seed) : 'no model'],
  ]
  return (
    <dl className="dashboard__facts">
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
