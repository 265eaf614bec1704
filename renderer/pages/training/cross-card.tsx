/** Trains once for each part that is held out: how much the score depends on which data one happened to keep. */
import { useState } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import { useOperation } from '../../app/use-operation.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatPercent } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { ScoreText } from '../../components/score-text.tsx'
import { Select } from '../../components/select.tsx'
import { Table } from '../../components/table.tsx'
import { Term } from '../../components/term.tsx'
import { threeDigits } from '../../plots/quantities.ts'

type Result = Output<'training/cross-validate'>
type Fold = Result['folds'][number]
type Kind = 'folds' | 'sessions'

interface Props {
  learnId: string
  save: () => Promise<boolean>
}

export function CrossCard({ learnId, save }: Props) {
  const cross = useOperation('training/cross-validate')
  const [kind, setKind] = useState<Kind>('sessions')
  const [count, setCount] = useState(5)
  const [result, setResult] = useState<Result | null>(null)
  async function run(): Promise<void> {
    if (!(await save())) return
    const answer = await cross.run({ learnId, method: kind === 'sessions' ? { kind } : { kind, count } })
    if (answer) setResult(answer)
  }
  return (
    <Card title="Cross-validation">
      <p>
        <Term id="cross-validation">Cross-validation</Term> says how much the score depends on chance.
      </p>
      <div className="layers__templates">
        <Select
          label="Hold out"
          value={kind}
          options={[
            { value: 'sessions', label: 'one session after the other' },
            { value: 'folds', label: 'parts of equal size' },
          ]}
          onChange={setKind}
        />
        {kind === 'folds' && <NumberField label="Parts" value={count} min={2} max={20} onChange={setCount} />}
        {cross.running ? (
          <Button onPress={cross.cancel}>Cancel</Button>
        ) : (
          <Button onPress={() => void run()}>Cross-validate</Button>
        )}
      </div>
      {cross.running && (
        <ProgressBar
          label="Training for each part"
          done={cross.progress?.done ?? 0}
          total={cross.progress?.total ?? 0}
        />
      )}
      <ErrorAlert error={cross.error} />
      {result && <Folds result={result} />}
    </Card>
  )
}

function spread({ mean, deviation, folds }: Result): string {
  if (mean === undefined) return 'No part could be judged: each needs samples of at least two labels.'
  const values = folds.some(({ evaluation }) => evaluation.mae !== undefined)
  const of = (value: number): string => (values ? threeDigits(value) : formatPercent(value))
  const around = deviation === undefined ? '' : ` ± ${of(deviation)}`
  return values
    ? `Off by ${of(mean)}${around} on average over ${folds.length} parts.`
    : `${of(mean)}${around} right on average over ${folds.length} parts.`
}

function Folds({ result }: { result: Result }) {
  return (
    <>
      <Alert kind={result.mean === undefined ? 'stale' : 'ready'}>{spread(result)}</Alert>
      <Table
        caption={`Parts: ${result.folds.length}`}
        keyOf={(fold: Fold) => fold.name}
        rows={result.folds}
        columns={[
          { title: 'Held out', kind: 'head', render: ({ name }) => name },
          { title: 'Samples', kind: 'number', render: ({ samples }) => samples },
          {
            title: 'Score',
            kind: 'number',
            render: ({ evaluation }) =>
              evaluation.mae === undefined ? (
                <ScoreText score={evaluation} empty="not judged" />
              ) : (
                `off by ${threeDigits(evaluation.mae)}`
              ),
          },
          {
            title: 'Without',
            render: ({ missingLabels }) => (missingLabels.length > 0 ? missingLabels.join(', ') : '–'),
          },
        ]}
      />
    </>
  )
}
