/** Inside the trained model: what each step on the board costs, and how weights and outputs are spread. */
import type { Output } from '../../../shared/contract/operations.ts'
import { useAppState } from '../../app/store.ts'
import { useFitBoard } from '../../app/use-fit-board.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { BarsExample } from '../../components/examples.tsx'
import { formatBytes, formatCount, formatNumberOf, shortHash } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'
import { Term } from '../../components/term.tsx'
import { HistogramFigure } from '../../plots/histogram-figure.tsx'
import { labelColor, usePlotColors } from '../../plots/plot-colors.ts'

type Inside = Output<'training/inside'>
type Step = Inside['steps'][number] & { place: number }

const WORDS: Record<string, string> = {
  'conv-2d': 'convolution',
  'depthwise-conv-2d': 'depthwise convolution',
  'fully-connected': 'dense',
  'max-pool': 'max pooling',
  'average-pool': 'average pooling',
  lookup: 'activation',
}

export function ModelView({ learnId, hasRun }: { learnId: string; hasRun: boolean }) {
  const version = useAppState((state) => `${state.project?.path} ${state.model?.runId}`)
  const { data, error } = useQuery('training/inside', { learnId }, { enabled: hasRun, version })
  if (!hasRun)
    return <EmptyState example={<BarsExample />} sentence="There is no model yet. Press Train, then look inside." />
  return (
    <div className="training__column">
      <ErrorAlert error={error} />
      {data && <Steps inside={data} />}
      {data && <Spreads inside={data} />}
    </div>
  )
}

function Steps({ inside }: { inside: Inside }) {
  const { board } = useFitBoard()
  const rows = inside.steps.map((step, place): Step => ({ ...step, place }))
  const most = Math.max(1, ...rows.map(({ ramBytes }) => ramBytes))
  const tightest = rows.find(({ ramBytes }) => ramBytes === most)
  const limit = board?.ramBytes ?? most
  return (
    <Card title={`Steps of model ${shortHash(inside.modelHash)}, int8`}>
      <p>
        Most memory is needed at step {(tightest?.place ?? 0) + 1}: {formatBytes(most)}
        {board && `, of ${formatBytes(board.ramBytes)} on the ${board.name}`}.
      </p>
      <Table
        caption={`Steps: ${rows.length}, from the features to the answer`}
        keyOf={(step: Step) => step.place}
        rows={rows}
        columns={[
          {
            title: 'Step',
            kind: 'head',
            render: (step) => `${step.place + 1}. ${WORDS[step.operation] ?? step.operation}`,
          },
          { title: 'Comes out', render: ({ shape }) => (shape.length > 1 ? shape.slice(1) : shape).join(' × ') },
          {
            title: 'Parameters',
            head: <Term id="parameters">Parameters</Term>,
            kind: 'number',
            render: ({ parameters }) => formatCount(parameters),
          },
          {
            title: 'Multiply-adds',
            head: <Term id="multiply-adds">Multiply-adds</Term>,
            kind: 'number',
            render: ({ macs }) => formatCount(macs),
          },
          { title: 'Flash', kind: 'number', render: ({ flashBytes }) => formatBytes(flashBytes) },
          {
            title: 'RAM',
            head: <Term id="ram">RAM</Term>,
            kind: 'number',
            render: ({ ramBytes }) => (
              <span className="training__ram" title={`${formatCount(ramBytes)} bytes`}>
                <span
                  className={ramBytes > limit ? 'training__ram-bar training__ram-bar--over' : 'training__ram-bar'}
                  style={{ width: `${(ramBytes / most) * 5}rem` }}
                  aria-hidden="true"
                />
                {formatBytes(ramBytes)}
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}

function Spreads({ inside }: { inside: Inside }) {
  const colors = usePlotColors()
  return (
    <Card title="How the numbers are spread">
      <p className="ui-muted">
        Outputs of {formatNumberOf(inside.windows, 'window')}. Weights all near zero, or outputs all zero, do nothing.
      </p>
      <div className="training__spreads">
        {inside.layers.flatMap(({ name, weights, outputs }) => [
          ...(weights
            ? [
                <HistogramFigure
                  key={`${name} weights`}
                  title={`Weights of ${name}`}
                  xTitle="Weight (no unit)"
                  groups={[{ name: 'weights', color: labelColor(colors, 0), histogram: weights }]}
                />,
              ]
            : []),
          <HistogramFigure
            key={`${name} outputs`}
            title={`Outputs of ${name}`}
            xTitle="Output (no unit)"
            groups={[{ name: 'outputs', color: labelColor(colors, 1), histogram: outputs }]}
          />,
        ])}
      </div>
    </Card>
  )
}
