/** A line or bytes to the board; arrow up and down bring back what was sent before. */
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { SEND_AS, SEND_NAMES, type SendAs, whatToSend } from './serial-format.ts'

interface Props {
  /** Why nothing can be sent now; empty where it can. */
  reason: string
  onSend: (message: { text: string; bytes?: Uint8Array }) => void
}

const HEX_HELP = 'Two digits a byte, for example 01 FF'

export function SendLine({ reason, onSend }: Props) {
  const disabled = reason !== ''
  const [text, setText] = useState('')
  const [as, setAs] = useState<SendAs>('lf')
  const history = useRef<string[]>([])
  const place = useRef(0)
  const message = text === '' ? null : whatToSend(text, as)
  const hint = reason || (as === 'hex' ? HEX_HELP : 'Line to send')

  function send(): void {
    if (disabled || !message) return
    history.current.push(text)
    place.current = history.current.length
    onSend(message)
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
        aria-invalid={text !== '' && !message}
        placeholder={hint}
        title={reason || (as === 'hex' ? HEX_HELP : undefined)}
        value={text}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <select
        className="ui-input serial-ending"
        aria-label="Send as"
        value={as}
        disabled={disabled}
        onChange={(event) => setAs(SEND_AS.find((one) => one === event.target.value) ?? 'lf')}
      >
        {SEND_AS.map((one) => (
          <option key={one} value={one}>
            {SEND_NAMES[one]}
          </option>
        ))}
      </select>
      <Button disabled={disabled || !message} onPress={send}>
        Send
      </Button>
    </>
  )
}
