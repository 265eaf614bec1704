/** The last comparison, kept while the window is open; what was compared stays when the rest is not waited for. */
import { create } from 'zustand'
import type { Output } from '../../../shared/contract/operations.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'

export interface Parity extends Output<'parity/run'> {
  /** Name of the board that was asked; null where none was. */
  boardName: string | null
  at: string
  complete: boolean
}

const useKept = create<{ parity: Parity | null }>(() => ({ parity: null }))

export function useParity() {
  const operation = useOperation('parity/run')
  const modelHash = useAppState((state) => state.model?.modelHash ?? '')
  const connection = useAppState((state) => state.connection)
  const asked = connection?.state === 'connected' && connection.protocol === 'workbench' ? connection : null
  const { parity } = useKept()

  async function check(limit: number): Promise<void> {
    const about = { boardName: asked?.name ?? null, at: new Date().toISOString() }
    const show = (result: Output<'parity/run'>, complete: boolean): void =>
      useKept.setState({ parity: { ...result, ...about, complete } })
    useKept.setState({ parity: null })
    const result = await operation.run({ limit, ...(asked && { port: asked.port }) }, ({ stages }) =>
      show({ modelHash, stages, board: null }, false),
    )
    if (result) show(result, true)
  }

  return {
    parity,
    older: parity !== null && parity.modelHash !== modelHash,
    board: asked,
    running: operation.running,
    error: operation.error,
    check,
    cancel: operation.cancel,
  }
}
