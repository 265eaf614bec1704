import { type ReactNode, useId } from 'react'
import './card.css'

interface Props {
  title: string
  /** Small controls at the right of the title. */
  actions?: ReactNode
  children: ReactNode
}

export function Card({ title, actions, children }: Props) {
  const id = useId()
  return (
    <section className="ui-card" aria-labelledby={id}>
      <div className="ui-card__head">
        <h2 id={id}>{title}</h2>
        {actions && <div className="ui-row">{actions}</div>}
      </div>
      {children}
    </section>
  )
}
