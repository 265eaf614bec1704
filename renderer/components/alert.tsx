/** Something said in place, under what caused it. It stays until it is solved. */
import type { ReactNode } from 'react'
import type { AppError } from '../../shared/contract/errors.ts'
import './alert.css'
import { Details } from './details.tsx'
import { Icon } from './icon.tsx'

interface Props {
  kind?: 'problem' | 'stale' | 'info' | 'ready'
  /** Buttons that do what the sentence proposes. */
  action?: ReactNode
  children: ReactNode
}

const ICONS = { problem: 'warning', stale: 'stale', info: 'info', ready: 'check' } as const

export function Alert({ kind = 'problem', action, children }: Props) {
  return (
    <div className={`ui-alert ui-alert--${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      <Icon name={ICONS[kind]} />
      <div className="ui-alert__content">
        <div className="ui-alert__text">{children}</div>
        {action && <div className="ui-row">{action}</div>}
      </div>
    </div>
  )
}

/** What happened, what to do, and the code folded away. Nothing where there is no error. */
export function ErrorAlert({ error, action }: { error: AppError | null; action?: ReactNode }) {
  if (!error) return null
  return (
    <Alert kind="problem" action={action}>
      <p>
        <strong>{error.message}</strong> {error.hint}
      </p>
      <Details label="Details">
        <code>{error.code}</code>
        {typeof error.data['detail'] === 'string' && <pre>{error.data['detail']}</pre>}
      </Details>
    </Alert>
  )
}
