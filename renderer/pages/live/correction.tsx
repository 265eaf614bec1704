/** "That was wrong": the window that was judged when the button was pressed becomes a sample with the right label. */
import { type MouseEvent, useRef } from 'react'
import { message } from '../../app/messages.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Menu } from '../../components/menu.tsx'

interface Props {
  labels: readonly string[]
  /** Time of the latest answer. */
  tMs: number | null
}

export function Correction({ labels, tMs }: Props) {
  const correct = useOperation('live/correct')
  const wrongAt = useRef<number | null>(null)

  /** Answers go on while one chooses the label: what counts is the one that was seen. */
  function remember(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest('[aria-haspopup]') : null
    if (button?.getAttribute('aria-expanded') === 'false') wrongAt.current = tMs
  }
  async function save(label: string): Promise<void> {
    if (wrongAt.current === null) return
    const saved = await correct.run({ tMs: wrongAt.current, label })
    if (saved) message(`Saved as a new sample of ‘${label}’. Train again to learn from it.`)
  }
  return (
    <>
      <div onClickCapture={remember} role="presentation">
        <Menu
          label="That was wrong"
          items={labels.map((label) => ({ label, onPress: () => void save(label), disabled: tMs === null }))}
        >
          That was wrong
        </Menu>
      </div>
      <ErrorAlert error={correct.error} />
    </>
  )
}
