import './progress-bar.css'

interface Props {
  label: string
  done: number
  /** 0 where the total is not known yet. */
  total: number
  /** What stands beside the bar; count and total where absent. */
  text?: string
}

export function ProgressBar({ label, done, total, text }: Props) {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0
  const words = text ?? (total > 0 ? `${done.toLocaleString('en')} of ${total.toLocaleString('en')}` : 'starting')
  return (
    <div className="ui-progress">
      <div
        className="ui-progress__track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
      >
        <div className="ui-progress__bar" style={{ width: `${share * 100}%` }} />
      </div>
      <span className="ui-progress__text">{words}</span>
    </div>
  )
}
