/** A score in two short lines: counts, then per cent and range. */
import { formatScore } from './format.ts'
import './score-text.css'

interface Props {
  score: Parameters<typeof formatScore>[0]
  /** Said of an empty set. */
  empty: string
}

export function ScoreText({ score, empty }: Props) {
  const [counts = '', range] = formatScore(score, empty).split(' (')
  return (
    <>
      <span className="ui-unbroken">{counts}</span>
      {range !== undefined && (
        <>
          {' '}
          <span className="ui-unbroken">({range}</span>
        </>
      )}
    </>
  )
}
