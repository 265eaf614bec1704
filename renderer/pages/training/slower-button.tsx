/** Mends the usual cause of a training that ran away. */
import type { NetworkBlock } from '../../../shared/model/impulse.ts'
import { type UsedImpulse, withLearnBlock } from '../../app/use-impulse.ts'
import { Button } from '../../components/button.tsx'

const SAFE_LEARNING_RATE = 0.005

interface Props {
  draft: UsedImpulse
  block: NetworkBlock | null
  onTrain: () => void
}

export function SlowerButton({ draft, block, onTrain }: Props) {
  const { impulse, change } = draft
  if (!impulse || !block) return null
  const slower = { ...block, training: { ...block.training, learningRate: SAFE_LEARNING_RATE } }
  return (
    <Button
      onPress={() => {
        change(withLearnBlock(impulse, slower))
        onTrain()
      }}
    >
      Use {SAFE_LEARNING_RATE} and train
    </Button>
  )
}
