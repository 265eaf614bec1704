/** The six steps of flashing, as they come in. */
import type { FlashStep } from '../../../shared/contract/operations/deployment.ts'

export const FLASH_STEPS = ['find', 'prepare', 'write', 'verify', 'restart', 'ask'] as const
export type FlashStepName = (typeof FLASH_STEPS)[number]

export const STEP_TITLES: Record<FlashStepName, string> = {
  find: 'Find the board',
  prepare: 'Prepare it',
  write: 'Write',
  verify: 'Verify',
  restart: 'Restart',
  ask: 'Ask for its model',
}

export function noSteps(): FlashStep[] {
  return FLASH_STEPS.map((step) => ({ step, state: 'waiting' }))
}

/** A later message about a step keeps the bytes of an earlier one. */
export function withStep(steps: readonly FlashStep[], next: FlashStep): FlashStep[] {
  return steps.map((old) => (old.step === next.step ? { ...old, ...next } : old))
}

/** After a cancel or an error nothing runs any more. */
export function ended(steps: readonly FlashStep[]): FlashStep[] {
  return steps.map((old) => (old.state === 'running' ? { ...old, state: 'failed' } : old))
}
