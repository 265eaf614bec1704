/** A gauge of what is used of what there is, for example flash memory of a board. */
import { classNames } from './class-names.ts'
import './meter.css'

interface Props {
  name: string
  used: number
  available: number
  /** For example "21.4 KB of 2,048 KB". */
  text: string
  exact?: string
}

export function Meter({ name, used, available, text, exact }: Props) {
  const share = available > 0 ? used / available : 0
  const over = used > available
  return (
    <div className="ui-meter" title={exact}>
      <div className="ui-meter__head">
        <span>{name}</span>
        <span className="ui-muted">{over ? `${text}: too big` : text}</span>
      </div>
      <div
        className="ui-meter__track"
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={available}
        aria-valuenow={Math.min(used, available)}
        aria-valuetext={over ? `${text}: too big` : text}
      >
        <div
          className={classNames('ui-meter__bar', over && 'ui-meter__bar--over')}
          style={{ width: `${Math.min(1, share) * 100}%` }}
        />
      </div>
    </div>
  )
}
