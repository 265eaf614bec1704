/** Flashing from this page: its steps, its error, and the hash the board answered with. */
import { useState } from 'react'
import type { FlashStep } from '../../../shared/contract/operations/deployment.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ended, noSteps, withStep } from './flash-steps.ts'

export function useFlash() {
  const flash = useOperation('deploy/flash')
  const [steps, setSteps] = useState<FlashStep[] | null>(null)
  const [answered, setAnswered] = useState<string | null>(null)

  async function run(): Promise<void> {
    setSteps(noSteps())
    setAnswered(null)
    const result = await flash.run({}, (step) => setSteps((before) => withStep(before ?? noSteps(), step)))
    if (result?.verified) setAnswered(result.modelHash)
    else setSteps((before) => before && ended(before))
  }
  return { run: () => void run(), cancel: flash.cancel, running: flash.running, error: flash.error, steps, answered }
}
