/** A finished test: sentence, matrix, wrong samples, and the numbers behind them. */
import { useMemo, useState } from 'react'
import type { TestResult } from '../../../shared/contract/operations/models.ts'
import type { Sample } from '../../../shared/model/sample.ts'
import { goTo } from '../../app/route.ts'
import { useLayout } from '../../app/layout.ts'
import { useAppState } from '../../app/store.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ConfusionMatrix } from '../../components/confusion-matrix.tsx'
import { Details } from '../../components/details.tsx'
import { formatScore, shortHash } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'
import { Term } from '../../components/term.tsx'
import { threeDigits } from '../../plots/quantities.ts'
import { CurvesCard } from './curves-card.tsx'
import { SampleTable } from './sample-table.tsx'
import { answersAt, confusionOf, type LabelRow, labelRows, type SampleScore, scoreOf } from './score.ts'
import { StrangeWindows } from './strange-windows.tsx'
import { WindowScores } from './window-scores.tsx'
import { WrongCards } from './wrong-cards.tsx'

export interface Cell {
  actual: string
  predicted: string
}

interface Props {
  result: TestResult
  /** The impulse's first network where absent. */
  learnId: string | undefined
  samples: readonly Sample[]
  threshold: number
  /** Cell of the matrix to show at first. */
  cell: Cell | null
}

export function TestReport({ result, learnId, samples, threshold, cell }: Props) {
  const [chosen, setChosen] = useState<Cell | null>(cell)
  const [showsCurves, setShowsCurves] = useLayout('testing/curves', false)
  const known = useAppState((state) => state.project?.labels)
  const project = useAppState((state) => state.project?.path ?? '')
  const scores = useMemo(() => answersAt(result.perSample, threshold), [result, threshold])
  const confusion = useMemo(() => confusionOf(scores, result.confusion.labels), [scores, result])
  const wrong = scores.filter((score) => score.label !== score.predicted)
  const listed = chosen
    ? scores.filter((score) => score.label === chosen.actual && score.predicted === chosen.predicted)
    : scores
  const placeOf = (label: string): number | null => known?.find((one) => one.name === label)?.color ?? null
  const where = chosen ? `, actual ${chosen.actual}, predicted ${chosen.predicted}` : ''
  return (
    <>
      <div className="testing__wide">
        <Headline result={result} scores={scores} samples={samples} />
      </div>
      <div className="testing__column">
        <Card title="Confusion matrix">
          <ConfusionMatrix
            confusion={confusion}
            set={`${result.split} set`}
            model={`${shortHash(result.modelHash)}, ${result.precision}`}
            unit="samples"
            onCell={(actual, predicted) => setChosen({ actual, predicted })}
          />
        </Card>
        {result.anomaly && <StrangeWindows result={result} learnId={learnId} threshold={threshold} />}
        <Numbers result={result} rows={labelRows(confusion)} scores={scores} samples={samples} />
      </div>
      <div className="testing__column">
        <WrongCards wrong={wrong} labels={result.confusion.labels} project={project} />
      </div>
      <div className="testing__wide">
        <Card
          title="Samples"
          actions={chosen && <Button onPress={() => setChosen(null)}>Show all {scores.length}</Button>}
        >
          <SampleTable
            scores={listed}
            caption={`${listed.length} samples${where}`}
            placeOf={placeOf}
            windowsOf={({ sampleId, name }) => (
              <WindowScores learnId={learnId} precision={result.precision} sampleId={sampleId} name={name} />
            )}
          />
        </Card>
      </div>
      <div className="testing__wide">
        <Details label="Curves and thresholds" open={showsCurves} onToggle={setShowsCurves}>
          {showsCurves && <CurvesCard learnId={learnId} {...result} />}
        </Details>
        <div className="ui-row">
          <ShowOnMap />
        </div>
      </div>
    </>
  )
}

/** The map keeps its settings by this name. */
function ShowOnMap() {
  const [map, setMap] = useLayout('explorer/settings', '{}')
  function show(): void {
    const settings: unknown = JSON.parse(map)
    setMap(JSON.stringify({ ...(typeof settings === 'object' ? settings : {}), coloring: 'right' }))
    goTo('explorer')
  }
  return <Button onPress={show}>Show right and wrong on the map</Button>
}

interface PartProps {
  result: TestResult
  scores: readonly SampleScore[]
  samples: readonly Sample[]
}

function Headline({ result, scores, samples }: PartProps) {
  const tested = new Set(result.perSample.map((score) => score.sampleId))
  const sessions = new Set(samples.filter((sample) => tested.has(sample.id)).map((sample) => sample.session))
  const shared = [...sessions].filter((session) =>
    samples.some((sample) => sample.session === session && sample.split === 'train' && sample.enabled),
  )
  const score = scoreOf(scores)
  const range = formatScore(score, 'no test samples yet')
  const never = result.split === 'test' && shared.length === 0
  return (
    <>
      <p role="status">
        <strong>
          Right on {score.correct} of {score.windows} samples{never ? ' from sessions it has never met' : ''}.
        </strong>{' '}
        <span className="ui-muted">
          {range.slice(range.indexOf(' (') + 1)} · sessions {[...sessions].join(', ')} · model{' '}
          {shortHash(result.modelHash)}, {result.precision}
        </span>
      </p>
      {result.split === 'test' && shared.length > 0 && (
        <Alert kind="stale">
          {shared.length === 1 ? `Session ${shared[0]} is` : `${shared.length} sessions are`} also in training: the
          score is too kind.
        </Alert>
      )}
    </>
  )
}

const written = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : threeDigits(value)

function Numbers({ result, rows, scores, samples }: PartProps & { rows: LabelRow[] }) {
  const [open, setOpen] = useLayout('testing/details', false)
  const aucOf = (label: string): number | undefined => result.perLabel.find((one) => one.label === label)?.auc
  const sessionOf = new Map(samples.map((sample) => [sample.id, sample.session]))
  const sessions = [...new Set(scores.map((score) => sessionOf.get(score.sampleId) ?? ''))].sort()
  return (
    <Details label="Numbers by label and session" open={open} onToggle={setOpen}>
      <Table
        caption="By label"
        keyOf={(row: LabelRow) => row.label}
        rows={rows}
        columns={[
          { title: 'Label', kind: 'head', render: (row) => row.label },
          { title: 'Samples', kind: 'number', render: (row) => row.support },
          {
            title: 'Precision',
            head: <Term id="precision">Precision</Term>,
            kind: 'number',
            render: (row) => written(row.precision),
          },
          {
            title: 'Recall',
            head: <Term id="recall">Recall</Term>,
            kind: 'number',
            render: (row) => written(row.recall),
          },
          { title: 'F1', head: <Term id="f1">F1</Term>, kind: 'number', render: (row) => written(row.f1) },
          {
            title: 'AUC of windows',
            head: <Term id="auc">AUC of windows</Term>,
            kind: 'number',
            render: (row) => written(aucOf(row.label)),
          },
        ]}
      />
      <Table
        caption="By session"
        keyOf={(session: string) => session}
        rows={sessions}
        columns={[
          { title: 'Session', kind: 'head', render: (session) => session },
          {
            title: 'Right',
            kind: 'number',
            render: (session) =>
              formatScore(scoreOf(scores.filter((score) => sessionOf.get(score.sampleId) === session)), 'none'),
          },
        ]}
      />
      <p className="ui-muted">
        Counted in windows, any certainty: {formatScore(result, 'no windows')}; loss {written(result.loss)}.
      </p>
    </Details>
  )
}
