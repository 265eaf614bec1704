/** What an anomaly block has learned, and how strange each window is. */
import { useMemo } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import type { AnomalyBlock } from '../../../shared/model/impulse.ts'
import { histogramOf } from '../../../shared/nn/histogram.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PointsExample } from '../../components/examples.tsx'
import { formatBytes, formatMs, formatNumberOf, formatPercent } from '../../components/format.ts'
import { Stripe } from '../../components/stripe.tsx'
import { Table } from '../../components/table.tsx'
import { Term } from '../../components/term.tsx'
import { HistogramFigure } from '../../plots/histogram-figure.tsx'
import { labelColor, usePlotColors } from '../../plots/plot-colors.ts'
import { threeDigits } from '../../plots/quantities.ts'

interface Props {
  block: AnomalyBlock
  save: () => Promise<boolean>
}

export function AnomalyPanel({ block, save }: Props) {
  const path = useAppState((state) => state.project?.path)
  const learnId = block.id
  const version = `${path} ${JSON.stringify(block)}`
  const learned = useQuery('anomaly/get', { learnId }, { version, refreshOn: ['samples/changed'] })
  const train = useOperation('anomaly/train')
  const result = learned.data
  async function run(): Promise<void> {
    if ((await save()) && (await train.run({ learnId }))) learned.reload()
  }
  return (
    <>
      <ErrorAlert error={train.error ?? learned.error} />
      {result?.stale && <Stripe reason="Something changed since this was learned." onUpdate={() => void run()} />}
      <Card
        title="What is usual"
        actions={
          train.running ? (
            <Button onPress={train.cancel}>Cancel</Button>
          ) : (
            <Button onPress={() => void run()}>Learn what is usual</Button>
          )
        }
      >
        {result ? (
          <p role="status">
            Learned {formatNumberOf(result.parts, 'usual place')} from {formatNumberOf(result.windows, 'window')} in{' '}
            {formatMs(result.ms)}. It takes {formatBytes(result.flashBytes)} on a board. Looks at{' '}
            {result.features.join(', ')}.
          </p>
        ) : (
          <EmptyState
            example={<PointsExample />}
            sentence="It learns from training samples what is usual. Whatever is unlike them is an anomaly."
          />
        )}
      </Card>
      {result && <Scores key={`${learnId} ${result.threshold} ${result.windows}`} learnId={learnId} />}
    </>
  )
}

type Scored = Output<'anomaly/scores'>

function Scores({ learnId }: { learnId: string }) {
  const scores = useQuery('anomaly/scores', { learnId }, { refreshOn: ['samples/changed'] })
  return (
    <>
      <ErrorAlert error={scores.error} />
      {scores.data && <ScoresOf scored={scores.data} />}
    </>
  )
}

interface LabelRow {
  label: string
  scores: number[]
  strange: number
}

function ScoresOf({ scored }: { scored: Scored }) {
  const colors = usePlotColors()
  const path = useAppState((state) => state.project?.path)
  const known = useAppState((state) => state.project?.labels)
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const rows = useMemo(() => rowsOf(scored, list.data ?? []), [scored, list.data])
  const { threshold } = scored
  const low = Math.min(threshold, ...scored.scores)
  // A few windows far away would squeeze all others into one bar.
  const sorted = Float32Array.from(scored.scores).sort()
  const high = Math.max(threshold * 2, sorted[Math.floor(sorted.length * 0.98)] ?? threshold)
  const strange = rows.reduce((sum, row) => sum + row.strange, 0)
  return (
    <Card title="How strange the windows are">
      <Alert kind="info">
        {formatNumberOf(strange, 'window')} of {scored.scores.length} are above the threshold of{' '}
        {threeDigits(threshold)}: an anomaly.
      </Alert>
      <HistogramFigure
        title="Scores by label"
        xTitle="Anomaly score (no unit)"
        mark={{ name: 'threshold', value: threshold }}
        groups={rows.map(({ label, scores }, place) => ({
          name: label,
          color: labelColor(colors, known?.find((one) => one.name === label)?.color ?? place),
          histogram: histogramOf(scores, { bins: 30, low, high }),
        }))}
      />
      <Table
        caption="By label"
        keyOf={(row: LabelRow) => row.label}
        rows={rows}
        columns={[
          { title: 'Label', kind: 'head', render: ({ label }) => label },
          { title: 'Windows', kind: 'number', render: ({ scores }) => scores.length },
          {
            title: 'Strange',
            head: <Term id="anomaly">Strange</Term>,
            kind: 'number',
            render: (row) => `${row.strange} (${formatPercent(row.strange / row.scores.length)})`,
          },
        ]}
      />
      <p>
        <a href="#/explorer">See the windows on the map</a>
      </p>
    </Card>
  )
}

function rowsOf(
  { sampleId, scores, threshold }: Scored,
  samples: readonly { id: number; label: string | null }[],
): LabelRow[] {
  const labels = new Map(samples.map(({ id, label }) => [id, label ?? 'no label']))
  const rows = new Map<string, LabelRow>()
  sampleId.forEach((id, window) => {
    const label = labels.get(id) ?? 'no label'
    const row = rows.get(label) ?? { label, scores: [], strange: 0 }
    const score = scores[window] ?? 0
    row.scores.push(score)
    row.strange += score > threshold ? 1 : 0
    rows.set(label, row)
  })
  return [...rows.values()].sort((left, right) => left.label.localeCompare(right.label, 'en', { numeric: true }))
}
