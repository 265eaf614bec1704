/** One side's answer: the computer's or the board's. */
import { Card } from '../../components/card.tsx'
import { formatMs, formatPercent } from '../../components/format.ts'
import { threeDigits } from '../../plots/quantities.ts'
import { ANOMALY, anomalyWords, answerRate, type Answers, judge } from './answers.ts'

interface Props {
  title: string
  answers: Answers
  threshold: number
  over: number
  /** Said while there is no answer. */
  nothing: string
}

export function SideCard({ title, answers, threshold, over, nothing }: Props) {
  const judged = judge(answers, threshold, over)
  const latest = answers[answers.length - 1]
  const rate = answerRate(answers)
  return (
    <Card title={title}>
      {judged && latest ? (
        <>
          <strong>
            {judged.label ?? 'Not sure'}
            {judged.label !== ANOMALY && `, ${formatPercent(judged.certainty)}`}
          </strong>
          {judged.anomaly && <span className="ui-muted">{anomalyWords(judged)}</span>}
          <span className="ui-muted">
            {formatMs(latest.latencyMs)} a window
            {rate !== null && `, ${threeDigits(rate)} answers a second`}
          </span>
        </>
      ) : (
        <span className="ui-muted">{nothing}</span>
      )}
    </Card>
  )
}
