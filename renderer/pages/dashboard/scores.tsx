import type { Evaluation, Run } from '../../../shared/model/run.ts'
import { formatScore } from '../../components/format.ts'
import { KeyFigure } from '../../components/key-figure.tsx'

const KEPT_APART: Record<Run['splitRule'], string> = {
  session: 'Sessions are kept apart: this is honest.',
  sample: 'Takes of one sitting are in both sets: this score is too kind.',
  marked: 'As the samples are marked.',
  none: 'Nothing is kept aside.',
}

/** Accuracy of the model as it goes onto the board, on samples it has not learned from. */
export function Scores({ run }: { run: Run | null }) {
  if (!run) return <p className="ui-muted">No model yet. After training its score stands here.</p>
  return (
    <>
      <div className="dashboard__figures">
        <Score name="Test set, int8" page="testing" score={run.test.int8} empty="no test samples yet" />
        <Score name="Validation, int8" page="training" score={run.validation.int8} empty="no validation samples" />
      </div>
      <p className="ui-muted">
        Windows judged right. {KEPT_APART[run.splitRule]} With float numbers:{' '}
        {formatScore(run.test.float, 'no test samples yet')}.
      </p>
    </>
  )
}

interface Props {
  name: string
  page: string
  score: Evaluation
  empty: string
}

function Score({ name, page, score, empty }: Props) {
  if (score.windows === 0) return <KeyFigure name={name} page={page} value="–" note={empty} />
  const [counts = '', range] = formatScore(score, empty).split(' (')
  return (
    <KeyFigure
      name={name}
      page={page}
      value={counts}
      note={range ? range.replace(')', '') : 'too few for a per cent'}
    />
  )
}
