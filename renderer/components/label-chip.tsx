import './label-chip.css'
import { labelLook } from './label-look.ts'

interface Props {
  name: string
  /** The label's 0-based place in the colour order; null draws the grey mark of "unlabelled". */
  color: number | null
  count?: number
  /** Shows the digit that chooses it. */
  showDigit?: boolean
  pressed?: boolean
  onPress?: () => void
}

export function LabelChip({ name, color, count, showDigit, pressed, onPress }: Props) {
  const look = color === null ? null : labelLook(color)
  const content = (
    <>
      <span aria-hidden="true" style={{ color: look ? `var(${look.token})` : 'var(--color-muted)' }}>
        {look?.marker ?? '▨'}
      </span>
      {showDigit && look && look.digit <= 9 && <kbd className="ui-chip__digit">{look.digit}</kbd>}
      <span>{name}</span>
      {count !== undefined && <span className="ui-chip__count">{count}</span>}
    </>
  )
  if (!onPress) return <span className="ui-chip">{content}</span>
  return (
    <button type="button" className="ui-chip" aria-pressed={pressed} onClick={onPress}>
      {content}
    </button>
  )
}
