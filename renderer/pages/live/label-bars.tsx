/** The score of every label, with the mark it has to reach. */
import { formatPercent } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { labelLook } from '../../components/label-look.ts'

interface Props {
  /** A score is null before the first answer: 0 % would say something that nobody has measured. */
  scores: readonly { label: string; score: number | null }[]
  threshold: number
  placeOf: (label: string) => number | null
}

export function LabelBars({ scores, threshold, placeOf }: Props) {
  return (
    <div className="live__bars" role="group" aria-label="Certainty of each label">
      {scores.map(({ label, score }) => (
        <LabelBar key={label} label={label} score={score} threshold={threshold} place={placeOf(label)} />
      ))}
    </div>
  )
}

interface BarProps {
  label: string
  score: number | null
  threshold: number
  place: number | null
}

function LabelBar({ label, score, threshold, place }: BarProps) {
  const color = place === null ? 'var(--color-muted)' : `var(${labelLook(place).token})`
  return (
    <>
      <LabelChip name={label} color={place} />
      <div className="live__track" {...(score === null ? {} : meterOf(label, score))}>
        <div className="live__bar" style={{ width: `${(score ?? 0) * 100}%`, background: color }} />
        <div className="live__threshold" style={{ left: `${threshold * 100}%` }} />
      </div>
      <span className="live__number">{score === null ? '–' : formatPercent(score)}</span>
    </>
  )
}

function meterOf(label: string, score: number) {
  const percent = Math.round(score * 100)
  return { role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': percent }
}
