import type { ReactNode } from 'react'
import './details.css'

interface Props {
  label?: string
  /** Where the page remembers whether it is open; see `useLayout`. */
  open?: boolean
  onToggle?: (open: boolean) => void
  children: ReactNode
}

export function Details({ label = 'Details', open, onToggle, children }: Props) {
  return (
    <details className="ui-details" open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary>{label}</summary>
      <div className="ui-details__body">{children}</div>
    </details>
  )
}
