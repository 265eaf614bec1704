/** A line to the board; arrow up and down bring back what was sent before. */
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'

interface Props {
  /** Why nothing can be sent now; empty where it can. */
  reason: string
  onSend: (text: string) => void
}

export function SendLine({ reason, onSend }: Props) {
  const disabled = reason !== ''
  const [text, setText] = useState('')
  const history = useRef<string[]>([])
  const place = useRef(0)

  function send(): void {
    if (disabled || text === '') return
    history.current.push(text)
    place.current = history.current.length
    onSend(text)
    setText('')
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.ctrlKey) return send()
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const wanted = place.current + (event.key === 'ArrowUp' ? -1 : 1)
    place.current = Math.min(history.current.length, Math.max(0, wanted))
    setText(history.current[place.current] ?? '')
  }

  return (
    <>
      <input
        className="ui-input"
        aria-label="Line to send"
        placeholder={reason || 'Line to send'}
        title={reason || undefined}
        value={text}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <Button disabled={disabled || text === ''} onPress={send}>
        Send
      </Button>
    </>
  )
}
