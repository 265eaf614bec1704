/** Who, where and with which board: asked once per sitting, then one line. */
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { TextField } from '../../components/text-field.tsx'
import { sittingText, today, type UsedRecordSettings } from './record-settings.ts'

interface Props {
  settings: UsedRecordSettings
  /** As the board names itself. */
  boardName: string
}

export function SittingCard({ settings, boardName }: Props) {
  const [open, setOpen] = useState(false)
  const { sitting, sittingDay, change } = settings
  if (!open && sittingDay === today()) {
    return (
      <Card title="This sitting">
        <div className="ui-row">
          <span>{sittingText(sitting) || 'Nothing noted.'}</span>
          <Button size="small" onPress={() => setOpen(true)}>
            Change
          </Button>
        </div>
      </Card>
    )
  }
  const field = (name: keyof typeof sitting, value: string): void => change({ sitting: { ...sitting, [name]: value } })
  return (
    <Card title="This sitting">
      <p className="ui-muted">Who records, and where? Kept with every take, so that tests can use other people.</p>
      <form
        className="record__fields"
        onSubmit={(event) => {
          event.preventDefault()
          change({ sittingDay: today() })
          setOpen(false)
        }}
      >
        <TextField label="Who" value={sitting.who} maxLength={100} onChange={(value) => field('who', value)} />
        <TextField label="Where" value={sitting.where} maxLength={100} onChange={(value) => field('where', value)} />
        <TextField
          label="Which board"
          value={sitting.board}
          placeholder={boardName}
          maxLength={100}
          onChange={(value) => field('board', value)}
        />
        <div className="record__done">
          <Button onPress={(event) => event.currentTarget.form?.requestSubmit()}>Done</Button>
        </div>
      </form>
    </Card>
  )
}
