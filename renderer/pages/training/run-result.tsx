/** What a run came to: one sentence, float and int8 side by side, matrix, findings. */
import { useState } from 'react'
import type { Precision, Run } from '../../../shared/model/run.ts'
import { goTo } from '../../app/route.ts'
import { Alert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { ConfusionMatrix } from '../../components/confusion-matrix.tsx'
import { formatMs, formatNumberOf, shortHash } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { Table } from '../../components/table.tsx'
import { Term } from '../../components/term.tsx'
import { threeDigits } from '../../plots/quantities.ts'
import { RunScore } from './runs-table.tsx'

type SetName = 'test' | 'validation'

const EMPTY: Record<SetName, string> = { test: 'no test samples yet', validation: 'nothing kept for validation' }
const UNSEEN: Record<Run['splitRule'], string> = {
  session: 'windows of sessions it has never met',
  sample: 'windows of samples it has never met',
  marked: 'windows kept aside',
  none: 'windows it has learned from',
}

/** "Right on 46 of 50 windows of sessions it has never met." */
export function runSentence(run: Run): string {
  const set = run.test.int8.windows > 0 ? 'test' : 'validation'
  const score = run[set].int8
  if (score.mae !== undefined)
    return `Off by ${threeDigits(score.mae)} on average, on ${formatNumberOf(score.windows, 'window')} it has not learned from.`
  if (score.windows === 0) return 'The model is made, but nothing was kept aside to test it on.'
  const what = set === 'test' ? 'windows kept aside for testing' : UNSEEN[run.splitRule]
  return `Right on ${score.correct} of ${score.windows} ${what}.`
}

const SETS: SetName[] = ['validation', 'test']

export function RunResult({ run }: { run: Run }) {
  return (
    <>
      <Card title="Result">
        <p role="status">
          <strong>{runSentence(run)}</strong>
        </p>
        <Table
          caption={`${run.block === 'regression' ? 'Error' : 'Accuracy'} of model ${shortHash(run.modelHash)}`}
          keyOf={(name: SetName) => name}
          rows={SETS}
          columns={[
            { title: 'Set', kind: 'head', render: (name) => name },
            {
              title: 'float',
              kind: 'number',
              head: <Term id="float" />,
              render: (name) => <RunScore evaluation={run[name].float} empty={EMPTY[name]} />,
            },
            {
              title: 'int8',
              kind: 'number',
              head: <Term id="int8" />,
              render: (name) => <RunScore evaluation={run[name].int8} empty={EMPTY[name]} />,
            },
          ]}
        />
        <p className="ui-muted">
          {run.stopped ? `Stopped; the best is epoch ${run.bestEpoch}. ` : `Best epoch ${run.bestEpoch}. `}
          Trained in {formatMs(run.trainMs)}, made int8 in {formatMs(run.convertMs)}.
        </p>
      </Card>
      <Findings run={run} />
    </>
  )
}

export function RunMatrix({ run }: { run: Run }) {
  const [set, setSet] = useState<SetName>(run.test.int8.windows > 0 ? 'test' : 'validation')
  const [precision, setPrecision] = useState<Precision>('int8')
  if (run.block === 'regression') return null
  return (
    <Card title="Confusion matrix">
      <div className="ui-row">
        <Select label="Set" value={set} options={SETS.map((value) => ({ value, label: value }))} onChange={setSet} />
        <Select
          label="Precision"
          value={precision}
          options={[
            { value: 'int8', label: 'int8' },
            { value: 'float', label: 'float' },
          ]}
          onChange={setPrecision}
        />
      </div>
      <ConfusionMatrix
        confusion={run[set][precision].confusion}
        set={`${set} set`}
        model={`${shortHash(run.modelHash)}, ${precision}`}
        onCell={(actual, predicted) => goTo(`testing/${set}/${actual}/${predicted}`)}
      />
    </Card>
  )
}

const KINDS = { info: 'info', warning: 'stale', problem: 'problem' } as const

function Findings({ run }: { run: Run }) {
  if (run.findings.length === 0) return null
  return (
    <ul className="training__findings" aria-label="Findings">
      {run.findings.map(({ severity, sentence }) => (
        <li key={sentence}>
          <Alert kind={KINDS[severity]}>{sentence}</Alert>
        </li>
      ))}
    </ul>
  )
}
