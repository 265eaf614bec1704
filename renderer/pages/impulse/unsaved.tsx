/** Beside the title while the impulse differs from what is saved, with the way back. */
import { Button } from '../../components/button.tsx'
import { Tag } from '../../components/state-badge.tsx'

export function Unsaved({ onDiscard }: { onDiscard: () => void }) {
  return (
    <>
      <Tag kind="stale">not saved yet</Tag>
      <Button kind="quiet" size="small" icon="undo" aria-label="Discard the changes" onPress={onDiscard} />
    </>
  )
}
