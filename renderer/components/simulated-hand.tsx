/** What the hand that holds the simulated board does: one button a motion. */
import { MOTIONS, type SimulatedInput } from '../../shared/model/board.ts'
import { Button } from './button.tsx'
import { Card } from './card.tsx'

interface Props {
  /** null while a recording moves the board. */
  motion: SimulatedInput | null
  onMotion: (motion: SimulatedInput) => void
  hint?: string
  /** What may be chosen; the motions of a hand unless given. */
  inputs?: readonly SimulatedInput[]
}

export function SimulatedHand({ motion, onMotion, hint, inputs = MOTIONS }: Props) {
  return (
    <Card title="Simulated hand">
      {hint && <p className="ui-muted">{hint}</p>}
      <div className="ui-row" role="group" aria-label="Motion">
        {inputs.map((one) => (
          <Button key={one} pressed={one === motion} onPress={() => onMotion(one)}>
            {one}
          </Button>
        ))}
      </div>
    </Card>
  )
}
