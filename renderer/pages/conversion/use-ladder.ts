/** The last comparison, kept while the window is open; it is made anew when a model comes or goes. */
import { useCallback, useEffect, useRef } from 'react'
import { create } from 'zustand'
import type { Output } from '../../../shared/contract/operations.ts'
import type { Compression } from '../../../shared/model/compression.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'

export type Ladder = Output<'compression/ladder'>

const useKept = create<{ key: string; ladder: Ladder | null }>(() => ({ key: '', ladder: null }))

export function useLadder() {
  const project = useAppState((state) => state.project?.path ?? '')
  const runId = useAppState((state) => state.model?.runId ?? null)
  const hasTest = useAppState((state) => state.project?.labels.some((label) => label.bySplit.test.count > 0) ?? false)
  const split = hasTest ? 'test' : 'validation'
  const key = `${project} ${runId} ${split}`
  const kept = useKept()
  const compare = useOperation('compression/ladder')
  const compress = useOperation('compression/run')
  const use = useOperation('compression/use')
  const asked = useRef('')
  const { run: runLadder } = compare

  const refresh = useCallback(async () => {
    asked.current = key
    const ladder = await runLadder({ split })
    if (ladder) useKept.setState({ key, ladder })
  }, [key, split, runLadder])

  useEffect(() => {
    if (runId === null || kept.key === key || asked.current === key) return
    void refresh()
  }, [runId, key, kept.key, refresh])

  async function convert(compression: Compression | null): Promise<void> {
    // A new model in use asks for a new comparison by itself.
    if (compression) await compress.run({ compression })
    else await refresh()
  }

  const own = kept.key.startsWith(`${project} `) ? kept.ladder : null
  return {
    ladder: runId === null ? null : own,
    stale: own !== null && kept.key !== key,
    running: compare.running || compress.running,
    stage: compress.running ? (compress.progress ?? null) : null,
    error: compress.error ?? compare.error ?? use.error,
    convert,
    useRun: (id: number) => void use.run({ runId: id }),
    cancel: () => {
      compress.cancel()
      compare.cancel()
    },
  }
}
