/** "Tune for me": settings of this block, tried on the training samples and ranked. */
import type { DspBlockType } from '../../../shared/dsp/block.ts'
import { tuneSteps } from '../../../shared/dsp/tune-candidates.ts'
import { frequencyOf, windowReadings } from '../../../shared/dsp/windows.ts'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import type { TuningTrial } from '../../../shared/contract/operations/tuning.ts'
import type { DspBlock, Impulse } from '../../../shared/model/impulse.ts'
import { message } from '../../app/messages.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatCount, formatPercent } from '../../components/format.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { Table } from '../../components/table.tsx'

interface Props {
  impulse: Impulse
  block: DspBlock
  type: DspBlockType
  /** Why it cannot be tuned now. */
  reason?: string
  onUse: (params: DspBlock['params']) => void
}

const SHOWN = 10

export function TuneCard({ impulse, block, type, reason, onUse }: Props) {
  const tune = useOperation('dsp/tune')
  const [result, setResult] = useState<Output<'dsp/tune'> | null>(null)
  const context = {
    rateHz: frequencyOf(impulse.input),
    rows: windowReadings(impulse.input),
    axes: block.axes ?? impulse.input.axes,
  }
  if (tuneSteps(type, context).length === 0) return null
  async function run(): Promise<void> {
    const answer = await tune.run({ impulse, blockId: block.id })
    if (answer) setResult(answer)
  }
  function use(trial: TuningTrial): void {
    onUse(trial.params)
    message(`${type.name}: ${trial.changes}. Save and compute to use it.`)
  }
  const { progress } = tune
  return (
    <Card
      title="Tune for me"
      actions={
        tune.running ? (
          <Button size="small" onPress={tune.cancel}>
            Cancel
          </Button>
        ) : (
          <Button size="small" onPress={() => void run()} {...(reason === undefined ? {} : { reason })}>
            Tune this block
          </Button>
        )
      }
    >
      <p>Tries other settings on your training samples. You choose whether to use one.</p>
      <ErrorAlert error={tune.error} />
      {tune.running && <ProgressBar label="Settings tried" done={progress?.done ?? 0} total={progress?.total ?? 0} />}
      {result && <Ranking result={result} block={block} onUse={use} />}
    </Card>
  )
}

interface RankingProps {
  result: Output<'dsp/tune'>
  block: DspBlock
  onUse: (trial: TuningTrial) => void
}

function isUsed(trial: TuningTrial, { params }: DspBlock): boolean {
  return Object.entries(trial.params).every(([id, value]) => params[id] === undefined || params[id] === value)
}

function Ranking({ result, block, onUse }: RankingProps) {
  const { ranking, tried, windows, labels, groups } = result
  const numbered = ranking.map((trial, index) => ({ ...trial, place: index + 1 }))
  // The settings that there were stay in sight, however far down.
  const rows = numbered.filter(({ place, changes }) => place <= SHOWN || changes === '')
  return (
    <>
      <Table
        caption={`${tried} settings tried on ${formatCount(windows)} windows; the best come first`}
        rows={rows}
        keyOf={({ place }) => place}
        columns={[
          { title: 'Rank', kind: 'head', render: ({ place }) => place },
          { title: 'Changes', render: ({ changes }) => changes || 'as it was' },
          { title: 'Told apart', kind: 'number', render: ({ accuracy }) => formatPercent(accuracy) },
          { title: 'Margin', kind: 'number', render: ({ margin }) => margin.toFixed(2) },
          { title: 'Features', kind: 'number', render: ({ features }) => formatCount(features) },
          { title: 'Multiply-adds', kind: 'number', render: ({ macs }) => formatCount(macs) },
          {
            title: 'Use',
            render: (trial) =>
              isUsed(trial, block) ? (
                'in use'
              ) : (
                <Button size="small" aria-label={`Use rank ${trial.place}`} onPress={() => onUse(trial)}>
                  Use
                </Button>
              ),
          },
        ]}
      />
      <p>
        Told apart: windows nearest to their own label, on {groups} not used for it. Chance is{' '}
        {formatPercent(1 / labels.length)}. Test samples are not looked at.
      </p>
    </>
  )
}
