import type { ReactNode } from 'react'
import './empty-state.css'

interface Props {
  /** A drawing of what will be here; it is marked as an example. */
  example?: ReactNode
  sentence: string
  /** One button. */
  action?: ReactNode
}

export function EmptyState({ example, sentence, action }: Props) {
  return (
    <div className="ui-empty">
      {example && (
        <figure className="ui-empty__example">
          {example}
          <figcaption>Example</figcaption>
        </figure>
      )}
      <p>{sentence}</p>
      {action}
    </div>
  )
}
