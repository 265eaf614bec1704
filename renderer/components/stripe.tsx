/** The amber stripe at the top of a result that is older than what made it. The result below stays readable. */
import type { ReactNode } from 'react'
import { Alert } from './alert.tsx'
import { Button } from './button.tsx'

interface Props {
  /** Which change did it: "These features are from before you changed the window to 1,000 ms." */
  reason: string
  onUpdate?: () => void
  more?: ReactNode
}

export function Stripe({ reason, onUpdate, more }: Props) {
  const action = (
    <>
      {onUpdate && (
        <Button size="small" onPress={onUpdate}>
          Bring up to date
        </Button>
      )}
      {more}
    </>
  )
  return (
    <Alert kind="stale" action={action}>
      <p>
        <strong>Out of date.</strong> {reason}
      </p>
    </Alert>
  )
}
