import type { Run } from '../../shared/model/run.ts'
import { useAppState } from './store.ts'
import { useQuery } from './use-query.ts'

const NO_RUNS: readonly Run[] = []

/** All runs of the open project, oldest first. */
export function useRuns(): readonly Run[] {
  const version = useAppState((state) => `${state.project?.path} ${state.model?.runId}`)
  const hasModel = useAppState((state) => state.model !== null)
  const { data } = useQuery('training/runs', {}, { enabled: hasModel, version })
  return hasModel ? (data ?? NO_RUNS) : NO_RUNS
}

export function useLatestRun(): Run | null {
  const runId = useAppState((state) => state.model?.runId)
  return useRuns().find((run) => run.id === runId) ?? null
}
