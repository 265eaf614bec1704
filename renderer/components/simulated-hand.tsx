/** What the hand that holds the simulated board does: one button a motion. */
import { type Motion, MOTIONS } from '../../shared/model/board.ts'
import { Button } from './button.tsx'
import { Card } from './card.tsx'

interface Props {
  /** null while a recording moves the board. */
  motion: Motion | null
  onMotion: (motion: Motion) => void
  hint?: string
}

export function SimulatedHand({ motion, onMotion, hint }: Props) {
  return (
    <Card title="Simulated hand">
      {hint && <p className="ui-muted">{hint}</p>}
      <div className="ui-row" role="group" aria-label="Motion">
        {MOTIONS.map((one) => (
          <Button key={one} pressed={one === motion} onPress={() => onMotion(one)}>
            {one}
          </Button>
        ))}
      </div>
    </Card>
  )
}
