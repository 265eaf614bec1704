/** Would it work with new people, places and days? */
import { useState } from 'react'
import type { TestResult } from '../../../shared/contract/operations/models.ts'
import { isNetworkBlock } from '../../../shared/model/impulse.ts'
import type { Precision, Run } from '../../../shared/model/run.ts'
import { type Split, SPLITS } from '../../../shared/model/sample.ts'
import { useLayout } from '../../app/layout.ts'
import { message } from '../../app/messages.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { useImpulse } from '../../app/use-impulse.ts'
import { useRuns } from '../../app/use-latest-run.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { MatrixExample } from '../../components/examples.tsx'
import { formatPercent } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { Stripe } from '../../components/stripe.tsx'
import { TestReport } from './test-report.tsx'
import './testing-page.css'
import { useTest } from './use-test.ts'
import { ValueReport } from './value-report.tsx'

const TEST_SHARE = 0.2
const SEED = 1

/** From Training: which set and which cell of the matrix to show. */
interface Props {
  parameters: readonly string[]
}

export function TestingPage({ parameters }: Props) {
  const [wantedSet, actual, predicted] = parameters
  const step = useAppState((state) => state.steps.testing)
  const model = useAppState((state) => state.model)
  const labels = useAppState((state) => state.project?.labels)
  const path = useAppState((state) => state.project?.path)
  const [split, setSplit] = useState<Split>(SPLITS.find((one) => one === wantedSet) ?? 'test')
  const [precision, setPrecision] = useState<Precision>('int8')
  const { impulse } = useImpulse()
  const runs = useRuns()
  const networks = (impulse?.learn ?? []).filter(isNetworkBlock)
  const [asked, chooseLearn] = useLayout('testing/learn', '')
  const learnId = networks.length > 1 ? networks.find(({ id }) => id === asked)?.id : undefined
  // Without one, every page counts alike; the slider shows what a threshold would change.
  const [threshold, setThreshold] = useState(0)
  const { runTest, result, running, error } = useTest({ split, precision, learnId }, actual !== undefined)
  const ofValues = result?.mae !== undefined
  const older =
    model !== null &&
    result !== null &&
    (learnId === undefined ? result.modelHash !== model.modelHash : isOlder(result, runs))
  const samples = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const testSamples = (labels ?? []).reduce((sum, label) => sum + label.bySplit.test.count, 0)
  const empty = split === 'test' && testSamples === 0
  const cell = actual !== undefined && predicted !== undefined ? { actual, predicted } : null
  return (
    <Page
      title="Testing"
      purpose="Would it work with new people, places and days?"
      badge={step}
      primary={{
        label: 'Run test',
        onPress: () => void runTest(),
        ...blocked(model !== null, empty, running),
      }}
    >
      <div className="testing">
        <div className="testing__wide">
          <ErrorAlert error={error} />
          {older && <Stripe reason="This test is of an older model." onUpdate={() => void runTest()} />}
          <div className="testing__controls">
            {networks.length > 1 && (
              <Select
                label="Learning block"
                value={learnId ?? networks[0]?.id ?? ''}
                options={networks.map(({ id, name }) => ({ value: id, label: name ?? id }))}
                onChange={chooseLearn}
              />
            )}
            <Select
              label="Set"
              value={split}
              options={SPLITS.map((value) => ({ value, label: value }))}
              onChange={setSplit}
            />
            <Select
              label="Precision"
              value={precision}
              options={[
                { value: 'int8', label: 'int8' },
                { value: 'float', label: 'float' },
              ]}
              onChange={setPrecision}
            />
            {!ofValues && (
              <Slider
                label="Threshold"
                help="Answers below this certainty are UNCERTAIN."
                value={threshold}
                min={0}
                max={1}
                step={0.01}
                format={formatPercent}
                onChange={setThreshold}
              />
            )}
          </div>
        </div>
        {empty ? (
          <div className="testing__wide">
            <NoTestSet sessions={new Set((samples.data ?? []).map((sample) => sample.session)).size} />
          </div>
        ) : result && ofValues ? (
          <ValueReport result={result} />
        ) : result ? (
          <TestReport
            learnId={learnId}
            key={`${learnId} ${split} ${precision} ${result.modelHash}`}
            result={result}
            samples={samples.data ?? []}
            threshold={threshold}
            cell={split === wantedSet ? cell : null}
          />
        ) : (
          <div className="testing__wide">
            <EmptyState
              example={<MatrixExample />}
              sentence={
                model
                  ? 'Here will stand how often the model is right on samples it has never met.'
                  : 'There is no model yet. Train one first.'
              }
              action={model ? undefined : <a href="#/training">Training</a>}
            />
          </div>
        )}
      </div>
    </Page>
  )
}

/** There is a newer model of the same learning block. */
function isOlder(result: TestResult, runs: readonly Run[]): boolean {
  const own = runs.find((run) => run.modelHash === result.modelHash)
  const newest = runs.findLast((run) => run.learnId === own?.learnId)
  return newest !== undefined && newest.modelHash !== result.modelHash
}

function blocked(hasModel: boolean, empty: boolean, running: boolean): { disabled: true; reason: string } | object {
  if (!hasModel) return { disabled: true, reason: 'Train a model first.' }
  if (empty) return { disabled: true, reason: 'There are no test samples yet.' }
  return running ? { disabled: true, reason: 'The test is running.' } : {}
}

function NoTestSet({ sessions }: { sessions: number }) {
  const split = useOperation('samples/split')
  const rule = sessions > 1 ? 'session' : 'sample'
  if (sessions === 0) {
    return (
      <EmptyState
        example={<MatrixExample />}
        sentence="There are no samples yet, so there are no test samples yet."
        action={<a href="#/record">Record</a>}
      />
    )
  }
  async function keep(): Promise<void> {
    const answer = await split.run({ rule, seed: SEED, testShare: TEST_SHARE, validationShare: 0 })
    if (answer) message(answer.warning ?? 'Some samples are now kept for testing.')
  }
  return (
    <>
      <ErrorAlert error={split.error} />
      <EmptyState
        sentence="There are no test samples yet."
        action={
          <Button onPress={() => void keep()}>
            {rule === 'session' ? 'Keep one session for testing' : 'Keep some takes for testing'}
          </Button>
        }
      />
    </>
  )
}
