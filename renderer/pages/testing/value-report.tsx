/** A finished test of values: how far off, where, and which samples. */
import type { TestResult } from '../../../shared/contract/operations/models.ts'
import { histogramOf } from '../../../shared/nn/histogram.ts'
import { goTo } from '../../app/route.ts'
import { Card } from '../../components/card.tsx'
import { formatNumberOf, shortHash } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'
import { Term } from '../../components/term.tsx'
import { HistogramFigure } from '../../plots/histogram-figure.tsx'
import { usePlotColors } from '../../plots/plot-colors.ts'
import { PointsFigure } from '../../plots/points-figure.tsx'
import { threeDigits } from '../../plots/quantities.ts'
import { type ValueRow, valueRows } from './values.ts'

const SHOWN = 100

export function ValueReport({ result }: { result: TestResult }) {
  const colors = usePlotColors()
  const rows = valueRows(result.perSample)
  const worst = rows.toSorted((left, right) => Math.abs(right.error) - Math.abs(left.error))
  const model = `${shortHash(result.modelHash)}, ${result.precision}`
  const count = formatNumberOf(rows.length, 'sample')
  return (
    <>
      <div className="testing__wide">
        <p role="status">
          <strong>
            Off by {threeDigits(result.mae ?? 0)} on average, on {formatNumberOf(result.windows, 'window')} of {count}.
          </strong>{' '}
          <span className="ui-muted">
            {result.split} set · model {model}
          </span>
        </p>
      </div>
      <div className="testing__column">
        <PointsFigure
          title="Answer beside truth"
          xTitle="Truth"
          yTitle="Answer"
          points={rows.map(({ id, name, truth, answer }) => ({ id, name, x: truth, y: answer }))}
          summary={`${count}; on the dashed line the answer is right`}
          diagonal
          onOpen={(id) => goTo(`sample/${id}`)}
        />
        <PointsFigure
          title="Error over truth"
          xTitle="Truth"
          yTitle="Answer − truth"
          points={rows.map(({ id, name, truth, error }) => ({ id, name, x: truth, y: error }))}
          summary={`${count}; above the dashed line the answer is too high`}
          onOpen={(id) => goTo(`sample/${id}`)}
        />
      </div>
      <div className="testing__column">
        <Card title="Numbers">
          <Table
            caption={`All windows of the ${result.split} set`}
            keyOf={(row: { name: string }) => row.name}
            rows={[
              { name: 'MAE', term: 'mae' as const, value: result.mae },
              { name: 'RMSE', term: 'rmse' as const, value: result.rmse },
              { name: 'R²', term: 'r²' as const, value: result.r2 },
            ]}
            columns={[
              { title: 'Measure', kind: 'head', render: ({ name, term }) => <Term id={term}>{name}</Term> },
              {
                title: 'Value',
                kind: 'number',
                render: ({ value }) => (value === undefined ? '–' : threeDigits(value)),
              },
            ]}
          />
        </Card>
        <HistogramFigure
          title="How large the errors are"
          xTitle="Answer − truth"
          groups={[
            {
              name: 'samples',
              color: colors.labels[0] ?? colors.text,
              histogram: histogramOf(rows.map(({ error }) => error)),
            },
          ]}
          mark={{ name: 'right', value: 0 }}
        />
      </div>
      <div className="testing__wide">
        <Card title="Samples">
          <Table
            caption={rows.length > SHOWN ? `The ${SHOWN} worst of ${rows.length} samples` : `${count}, the worst first`}
            keyOf={(row: ValueRow) => row.id}
            rows={worst.slice(0, SHOWN)}
            columns={[
              { title: 'Sample', kind: 'head', render: ({ id, name }) => <a href={`#/sample/${id}`}>{name}</a> },
              { title: 'Truth', kind: 'number', render: ({ truth }) => threeDigits(truth) },
              { title: 'Answer', kind: 'number', render: ({ answer }) => threeDigits(answer) },
              { title: 'Error', kind: 'number', render: ({ error }) => threeDigits(error) },
              { title: 'Windows', kind: 'number', render: ({ windows }) => windows },
            ]}
          />
        </Card>
      </div>
    </>
  )
}
