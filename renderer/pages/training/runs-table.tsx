/** All runs of the project, newest first, with the settings in which they differ. */
import type { TrainingSettings } from '../../../shared/model/impulse.ts'
import type { Evaluation, Run } from '../../../shared/model/run.ts'
import { formatMs, formatNumberOf, shortHash } from '../../components/format.ts'
import { ScoreText } from '../../components/score-text.tsx'
import { Table } from '../../components/table.tsx'
import { threeDigits } from '../../plots/quantities.ts'

const NAMES: Record<keyof TrainingSettings, string> = {
  trainingCycles: 'cycles',
  learningRate: 'learning rate',
  batchSize: 'batch',
  validationShare: 'validation share',
  seed: 'seed',
  autoClassWeights: 'balanced',
  minimumConfidence: 'confidence',
  validationKey: 'validation by',
  optimizer: 'optimizer',
  schedule: 'schedule',
  clipNorm: 'clipping',
  patience: 'patience',
  l1: 'L1',
  l2: 'L2',
  activityL1: 'activity L1',
  activityL2: 'activity L2',
  labelSmoothing: 'label smoothing',
  profileInt8: 'int8 profile',
  engine: 'engine',
  conversion: 'conversion',
}

/** "cycles 30, seed 2, 1,054 parameters": only what is not the same in every run. */
export function differingSettings(run: Run, runs: readonly Run[]): string {
  const keys = Object.keys(NAMES).filter((key): key is keyof TrainingSettings => key in NAMES)
  const differing = keys.filter((key) =>
    runs.some((other) => textOf(other.settings[key]) !== textOf(run.settings[key])),
  )
  const settings = differing.map((key) => `${NAMES[key]} ${textOf(run.settings[key])}`)
  const size = runs.some((other) => other.parameters !== run.parameters)
    ? [formatNumberOf(run.parameters, 'parameter')]
    : []
  return [...settings, ...size].join(', ') || 'same settings'
}

/** Of an optimizer or a schedule its kind and numbers: "step 10 0.5". */
function textOf(setting: TrainingSettings[keyof TrainingSettings]): string {
  if (setting === undefined) return 'usual'
  return typeof setting === 'object' ? Object.values(setting).join(' ') : String(setting)
}

interface Props {
  runs: readonly Run[]
  /** Runs whose curves are drawn too. */
  compared: ReadonlySet<number>
  onCompare: (id: number, on: boolean) => void
}

export function RunsTable({ runs, compared, onCompare }: Props) {
  const newest = [...runs].sort((left, right) => right.id - left.id)
  const newestId = newest[0]?.id
  return (
    <Table
      caption={`Runs: ${runs.length}`}
      keyOf={(run: Run) => run.id}
      rows={newest}
      columns={[
        { title: 'Run', kind: 'head', render: (run) => run.id },
        { title: 'Model', render: (run) => <code title={run.modelHash}>{shortHash(run.modelHash)}</code> },
        { title: 'Differs in', render: (run) => differingSettings(run, runs) },
        {
          title: 'Validation, int8',
          kind: 'number',
          render: (run) => <RunScore evaluation={run.validation.int8} empty="none kept" />,
        },
        {
          title: 'Test, int8',
          kind: 'number',
          render: (run) => <RunScore evaluation={run.test.int8} empty="no test samples yet" />,
        },
        { title: 'Time', kind: 'number', render: (run) => formatMs(run.trainMs) },
        {
          title: 'Curve',
          render: (run) =>
            run.id === newestId ? (
              'shown'
            ) : (
              <input
                type="checkbox"
                aria-label={`Draw the curve of run ${run.id}`}
                checked={compared.has(run.id)}
                onChange={(event) => onCompare(run.id, event.target.checked)}
              />
            ),
        },
      ]}
    />
  )
}

/** Of labels how many are right, of values how far off. */
export function RunScore({ evaluation, empty }: { evaluation: Evaluation; empty: string }) {
  if (evaluation.mae === undefined) return <ScoreText score={evaluation} empty={empty} />
  return <>off by {threeDigits(evaluation.mae)}</>
}
