/** Doing the next step: go to its page and press the button there, so that the page shows what happens. */
import type { NextStep } from '../../shared/model/state.ts'
import type { BridgeClient } from '../ipc/bridge.ts'
import { message } from './messages.ts'
import { wantPrimary } from './page-primary.ts'
import { goTo } from './route.ts'
import { toAppError } from './use-operation.ts'

/** The main button that does the action on its page. */
const BUTTONS: Partial<Record<NextStep['action'], string>> = {
  'compute-features': 'Save and compute',
  train: 'Train',
  test: 'Run test',
  flash: 'Flash',
}

const TAKES_PER_LABEL = 30
const SEED = 1

export function doNextStep(client: BridgeClient, { page, action }: NextStep): void {
  const button = BUTTONS[action]
  if (button) wantPrimary(page, button)
  goTo(page)
  if (action === 'generate-samples') void generateSamples(client)
}

async function generateSamples(client: BridgeClient): Promise<void> {
  try {
    const { taken } = await client.call('samples/generate', { perLabel: TAKES_PER_LABEL, seed: SEED })
    message(`Added ${taken} samples, made by simulation.`)
  } catch (error) {
    message(toAppError(error).message, { urgent: true })
  }
}
