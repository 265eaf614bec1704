/** Seconds of every label as bars, split by what they are for. */
import { type LabelCount, type Split, SPLITS } from '../../shared/model/sample.ts'
import { formatNumberOf, formatSeconds } from './format.ts'
import './label-balance.css'
import { LabelChip } from './label-chip.tsx'
import { Tag } from './state-badge.tsx'

interface Props {
  labels: readonly LabelCount[]
  /** Shows the samples behind a part of a bar. Without it the whole bar leads to the dataset. */
  onPart?: (label: string, split: Split) => void
}

export function LabelBalance({ labels, onPart }: Props) {
  const used = labels.filter((label) => label.count > 0)
  if (used.length === 0) return <p className="ui-muted">No samples yet. Each label gets a bar here.</p>
  // Pictures last no time: their number is what there is to compare.
  const timed = used.some((label) => label.seconds > 0)
  const longest = Math.max(...used.map((label) => (timed ? label.seconds : label.count)))
  const tests = used.some((label) => label.bySplit.test.count > 0)
  return (
    <>
      <div className="ui-balance">
        {used.map((label) => (
          <Row
            key={label.name}
            label={label}
            timed={timed}
            longest={longest}
            tests={tests}
            {...(onPart ? { onPart } : {})}
          />
        ))}
      </div>
      <div className="ui-row ui-muted" aria-hidden="true">
        {SPLITS.map((split) => (
          <span key={split} className="ui-row">
            <span className={`ui-balance__legend ui-balance__part--${split}`} />
            {split}
          </span>
        ))}
      </div>
    </>
  )
}

interface RowProps {
  label: LabelCount
  timed: boolean
  longest: number
  /** Some label has test samples; then one without them is named. */
  tests: boolean
  onPart?: (label: string, split: Split) => void
}

function Row({ label, timed, longest, tests, onPart }: RowProps) {
  const parts = SPLITS.map((split) => ({ split, ...label.bySplit[split] })).filter((part) => part.count > 0)
  const amountOf = (part: { seconds: number; count: number }): string =>
    timed ? formatSeconds(part.seconds) : formatNumberOf(part.count, 'sample')
  const text = parts.map((part) => `${amountOf(part)} ${part.split}`).join(', ') || 'no samples'
  const width = (part: { seconds: number; count: number }) => ({
    width: `${longest > 0 ? (100 * (timed ? part.seconds : part.count)) / longest : 0}%`,
  })
  return (
    <>
      <LabelChip name={label.name} color={label.color} />
      {onPart ? (
        <div className="ui-balance__bar" role="group" aria-label={`${label.name}: ${text}`}>
          {parts.map(({ split, seconds, count }) => (
            <button
              key={split}
              type="button"
              className={`ui-balance__part ui-balance__part--${split}`}
              style={width({ seconds, count })}
              aria-label={`Show ${formatNumberOf(count, 'sample')} of ${label.name} in ${split}`}
              title={`${label.name}, ${split}: ${timed ? `${formatSeconds(seconds)}, ` : ''}${formatNumberOf(count, 'sample')}`}
              onClick={() => onPart(label.name, split)}
            />
          ))}
        </div>
      ) : (
        <a
          className="ui-balance__bar"
          href="#/dataset"
          aria-label={`${label.name}: ${text}`}
          title={`${label.name}: ${text}`}
        >
          {parts.map((part) => (
            <span key={part.split} className={`ui-balance__part ui-balance__part--${part.split}`} style={width(part)} />
          ))}
        </a>
      )}
      <span className="ui-row" title={text}>
        {timed && `${formatSeconds(label.seconds)}, `}
        {formatNumberOf(label.count, 'sample')}
        {tests && label.bySplit.test.count === 0 && <Tag kind="stale">none for testing</Tag>}
      </span>
    </>
  )
}
