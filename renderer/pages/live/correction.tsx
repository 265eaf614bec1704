/** "That was wrong": the window just judged becomes a sample with the right label. */
import { message } from '../../app/messages.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Menu } from '../../components/menu.tsx'

interface Props {
  labels: readonly string[]
  /** Time of the answer that was wrong, when the menu is opened. */
  tMs: number | null
}

export function Correction({ labels, tMs }: Props) {
  const correct = useOperation('live/correct')
  async function save(label: string): Promise<void> {
    if (tMs === null) return
    const saved = await correct.run({ tMs, label })
    if (saved) message(`Saved as a new sample of ‘${label}’. Train again to learn from it.`)
  }
  return (
    <>
      <Menu
        label="That was wrong"
        items={labels.map((label) => ({ label, onPress: () => void save(label), disabled: tMs === null }))}
      >
        That was wrong
      </Menu>
      <ErrorAlert error={correct.error} />
    </>
  )
}
