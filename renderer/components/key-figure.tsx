import './key-figure.css'

interface Props {
  name: string
  value: string
  /** Range, count, "est." or "measured". */
  note?: string | undefined
  /** Exact value, shown on hover. */
  exact?: string
  /** Page that shows more, for example `testing`. */
  page?: string
}

export function KeyFigure({ name, value, note, exact, page }: Props) {
  return (
    <div className="ui-figure" role="group" aria-label={name} title={exact}>
      <span className="ui-figure__name">{page ? <a href={`#/${page}`}>{name}</a> : name}</span>
      <span className="ui-figure__value">{value}</span>
      {note && <span className="ui-figure__note">{note}</span>}
    </div>
  )
}
