/** Nine steps from the cable to a steady clock, each green, or with what to do about it. */
import type { DiagnosisStep } from '../../../shared/model/diagnosis.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Tag } from '../../components/state-badge.tsx'
import './diagnosis-card.css'

export function DiagnosisCard({ port }: { port: string }) {
  const diagnosis = useOperation('devices/diagnose')
  const steps = diagnosis.progress?.steps ?? []
  return (
    <Card
      title="Diagnosis"
      actions={
        diagnosis.running ? (
          <Button onPress={diagnosis.cancel}>Stop</Button>
        ) : (
          <Button onPress={() => void diagnosis.run({ port })}>Find out what is wrong</Button>
        )
      }
    >
      {steps.length === 0 && (
        <p className="ui-muted">Checks cable, permission, other programs, baud rate and readings, in nine steps.</p>
      )}
      <ErrorAlert error={diagnosis.error} />
      <ol className="diagnosis" aria-live="polite">
        {steps.map((step) => (
          <li key={step.id} className="diagnosis__step">
            <div className="ui-row">
              <StepTag state={step.state} />
              <strong>
                {step.number}. {step.name}
              </strong>
            </div>
            {step.found !== '' && <span className="ui-muted">{step.found}</span>}
            {step.remedy !== null && <span className="diagnosis__remedy">{step.remedy}</span>}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function StepTag({ state }: { state: DiagnosisStep['state'] }) {
  switch (state) {
    case 'ok':
      return <Tag kind="ready">✓ good</Tag>
    case 'problem':
      return <Tag kind="problem">! problem</Tag>
    case 'running':
      return <Tag kind="info">▸ looking</Tag>
    case 'waiting':
      return <Tag>○ waiting</Tag>
    case 'skipped':
      return <Tag>– not looked at</Tag>
  }
}
