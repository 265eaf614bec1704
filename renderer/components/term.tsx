/** A word that explains itself in one sentence on hover and on focus; Escape puts the sentence away. */
import { type ReactNode, useId, useState } from 'react'
import { createPortal } from 'react-dom'
import { GLOSSARY, type TermId } from './glossary.ts'
import './term.css'

interface Props {
  id: TermId
  /** The word as it stands; the term itself where absent. */
  children?: ReactNode
}

const WIDTH_PX = 280
const GAP_PX = 6

export function Term({ id, children = id }: Props) {
  const described = useId()
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null)
  const show = (word: HTMLElement): void => {
    const { left, bottom } = word.getBoundingClientRect()
    setPlace({ left: Math.max(0, Math.min(left, window.innerWidth - WIDTH_PX - GAP_PX)), top: bottom + GAP_PX })
  }
  const hide = (): void => setPlace(null)
  return (
    <>
      <button
        type="button"
        className="ui-term"
        aria-describedby={place ? described : undefined}
        onMouseEnter={(event) => show(event.currentTarget)}
        onMouseLeave={hide}
        onClick={(event) => show(event.currentTarget)}
        onFocus={(event) => show(event.currentTarget)}
        onBlur={hide}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
      >
        {children}
      </button>
      {place &&
        createPortal(
          <span className="ui-term__sentence" role="tooltip" id={described} style={{ ...place, maxWidth: WIDTH_PX }}>
            {GLOSSARY[id]}
          </span>,
          document.body,
        )}
    </>
  )
}
