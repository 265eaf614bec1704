/** What happens while the board is flashed, step by step, and what came of it. */
import type { FlashStep } from '../../../shared/contract/operations/deployment.ts'
import { Alert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { formatBytes, formatMs, shortHash } from '../../components/format.ts'
import { STEP_TITLES } from './flash-steps.ts'

const MARKS: Record<FlashStep['state'], string> = { waiting: '○', running: '▸', done: '✓', failed: '!' }

interface Props {
  steps: readonly FlashStep[]
  /** Hash that the board answered with. */
  answered: string | null
}

export function FlashCard({ steps, answered }: Props) {
  return (
    <Card title="Flashing">
      <ol className="deploy__steps" aria-label="Steps of flashing">
        {steps.map(({ step, state, bytes, ms }) => (
          <li key={step} className="deploy__step">
            <span aria-hidden="true">{MARKS[state]}</span>
            <span>{STEP_TITLES[step]}</span>
            <span>{state}</span>
            <span className="ui-muted">
              {bytes !== undefined && formatBytes(bytes)} {ms !== undefined && formatMs(ms)}
            </span>
          </li>
        ))}
      </ol>
      {answered !== null && (
        <Alert kind="ready">
          The board answered: it has your model <code title={answered}>{shortHash(answered)}</code>.
        </Alert>
      )}
    </Card>
  )
}
