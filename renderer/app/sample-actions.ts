/** What pages do to samples, each with its message and its way back. */
import { useMemo } from 'react'
import type { Input } from '../../shared/contract/operations.ts'
import type { BridgeClient } from '../ipc/bridge.ts'
import { useClient } from './client.tsx'
import { message } from './messages.ts'
import { toAppError } from './use-operation.ts'

export interface SampleActions {
  /** `named` is what the message calls them: "wave.3" or "3 samples". Both resolve to whether it was done. */
  remove: (ids: number[], named: string) => Promise<boolean>
  change: (ids: number[], changes: Input<'samples/update'>['changes'], said: string) => Promise<boolean>
}

function actionsOf(client: BridgeClient): SampleActions {
  async function undo(): Promise<void> {
    try {
      const { undone } = await client.call('project/undo', {})
      if (undone !== null) message(`Undid: ${undone}`)
    } catch (error) {
      message(toAppError(error).message, { urgent: true })
    }
  }
  async function act(work: () => Promise<unknown>, said: string): Promise<boolean> {
    try {
      await work()
      message(said, { action: { label: 'Undo', run: () => void undo() } })
      return true
    } catch (error) {
      message(toAppError(error).message, { urgent: true })
      return false
    }
  }
  return {
    remove: (ids, named) => act(() => client.call('samples/delete', { ids }), `Deleted ${named}.`),
    change: (ids, changes, said) => act(() => client.call('samples/update', { ids, changes }), said),
  }
}

export function useSampleActions(): SampleActions {
  const client = useClient()
  return useMemo(() => actionsOf(client), [client])
}
