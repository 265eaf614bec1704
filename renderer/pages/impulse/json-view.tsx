/** The impulse as JSON, both ways: what is typed here is checked and shown in the boxes. */
import { useEffect, useState } from 'react'
import { type Impulse, impulseSchema } from '../../../shared/model/impulse.ts'
import { useLayout } from '../../app/layout.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { lineOfPath, parseError } from './json-lines.ts'

export function JsonView({ impulse, onChange }: { impulse: Impulse; onChange: (impulse: Impulse) => void }) {
  const [open, setOpen] = useLayout('impulse/json', false)
  const written = JSON.stringify(impulse, null, 2)
  const [text, setText] = useState(written)
  const [problem, setProblem] = useState('')
  useEffect(() => setText(written), [written])

  function apply(): void {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      setProblem(parseError(text, error))
      return
    }
    const parsed = impulseSchema.safeParse(value)
    if (parsed.success) {
      setProblem('')
      onChange(parsed.data)
      return
    }
    const issue = parsed.error.issues[0]
    const path = issue?.path.map(String) ?? []
    setProblem(`Line ${lineOfPath(text, path)}, ${path.join('.')}: ${issue?.message ?? 'not allowed here'}.`)
  }
  return (
    <Details label="As JSON" open={open} onToggle={setOpen}>
      <textarea
        className="ui-input impulse__json"
        aria-label="Impulse as JSON"
        aria-invalid={problem !== ''}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {problem !== '' && <Alert>{problem}</Alert>}
      <div className="ui-row">
        <Button onPress={apply} {...(text === written ? { reason: 'Nothing was changed.' } : {})}>
          Use this JSON
        </Button>
      </div>
    </Details>
  )
}
