/** Seconds of every label, split by what they are for. */
import { type LabelCount, SPLITS } from '../../../shared/model/sample.ts'
import { formatNumberOf, formatSeconds } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'

export function LabelBalance({ labels }: { labels: readonly LabelCount[] }) {
  const used = labels.filter((label) => label.count > 0)
  if (used.length === 0) return <p className="ui-muted">No samples yet. Each label gets a bar here.</p>
  const longest = Math.max(...used.map((label) => label.seconds))
  return (
    <>
      <div className="dashboard__labels">
        {used.map((label) => (
          <LabelRow key={label.name} label={label} longest={longest} />
        ))}
      </div>
      <div className="ui-row ui-muted" aria-hidden="true">
        {SPLITS.map((split) => (
          <span key={split} className="ui-row">
            <span className={`dashboard__legend dashboard__part--${split}`} />
            {split}
          </span>
        ))}
      </div>
    </>
  )
}

function LabelRow({ label, longest }: { label: LabelCount; longest: number }) {
  const parts = SPLITS.map((split) => ({ split, seconds: label.bySplit[split].seconds })).filter(
    (part) => part.seconds > 0,
  )
  const text = parts.map(({ split, seconds }) => `${formatSeconds(seconds)} ${split}`).join(', ')
  return (
    <>
      <LabelChip name={label.name} color={label.color} />
      <a
        className="dashboard__bar"
        href="#/dataset"
        aria-label={`${label.name}: ${text || 'no seconds'}`}
        title={`${label.name}: ${text}`}
      >
        {parts.map(({ split, seconds }) => (
          <span
            key={split}
            className={`dashboard__part dashboard__part--${split}`}
            style={{ width: `${longest > 0 ? (100 * seconds) / longest : 0}%` }}
          />
        ))}
      </a>
      <span title={text}>
        {formatSeconds(label.seconds)}, {formatNumberOf(label.count, 'sample')}
      </span>
    </>
  )
}
