/** Only for choosing files and for acts outside the project that cannot be undone. Its buttons name the act. */
import { type ReactNode, useEffect, useId, useRef } from 'react'
import './dialog.css'

interface Props {
  title: string
  buttons: ReactNode
  onClose: () => void
  children: ReactNode
}

export function Dialog({ title, buttons, onClose, children }: Props) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      className="ui-dialog"
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="ui-dialog__content">
        <h2 id={id}>{title}</h2>
        <div className="ui-dialog__body">{children}</div>
        <div className="ui-dialog__buttons">{buttons}</div>
      </div>
    </dialog>
  )
}
