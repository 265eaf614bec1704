import type { StepId } from '../../../shared/model/state.ts'
import { StateBadge } from '../../components/state-badge.tsx'
import { useAppState } from '../../app/store.ts'

const STRIP: readonly { step: StepId; title: string; page: string }[] = [
  { step: 'dataset', title: 'Dataset', page: 'dataset' },
  { step: 'impulse', title: 'Impulse', page: 'impulse' },
  { step: 'features', title: 'Features', page: 'impulse' },
  { step: 'training', title: 'Training', page: 'training' },
  { step: 'testing', title: 'Testing', page: 'testing' },
  { step: 'live', title: 'Live', page: 'live' },
  { step: 'deploy', title: 'Deploy', page: 'deploy' },
]

export function PipelineStrip() {
  const steps = useAppState((state) => state.steps)
  return (
    <ul className="dashboard__strip" aria-label="Pipeline steps">
      {STRIP.map(({ step, title, page }) => (
        <li key={step}>
          <a href={`#/${page}`}>{title}</a>
          <StateBadge step={steps[step]} />
        </li>
      ))}
    </ul>
  )
}
