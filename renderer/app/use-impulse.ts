/** The impulse as it is saved, and the one being edited: unsaved changes stay when one goes to another page. */
import { useCallback, useEffect } from 'react'
import { create } from 'zustand'
import type { AppError } from '../../shared/contract/errors.ts'
import { type Impulse, isNetworkBlock, type LearnBlock, type NetworkBlock } from '../../shared/model/impulse.ts'
import { useAppState } from './store.ts'
import { useOperation } from './use-operation.ts'
import { useQuery } from './use-query.ts'

const useDraft = create<{ project: string; draft: Impulse | null }>(() => ({ project: '', draft: null }))

export interface UsedImpulse {
  saved: Impulse | null
  /** What is shown: the unsaved changes, else what is saved. */
  impulse: Impulse | null
  dirty: boolean
  loading: boolean
  error: AppError | null
  change: (impulse: Impulse) => void
  discard: () => void
  /** Reads what is saved again, for example after another impulse became the active one. */
  reload: () => void
  /** Resolves to whether it is saved; nothing to save counts as saved. */
  save: () => Promise<boolean>
}

export function useImpulse(): UsedImpulse {
  const file = useAppState((state) => state.project?.path ?? '')
  const undo = useAppState((state) => state.project?.undo ?? '')
  const redo = useAppState((state) => state.project?.redo ?? '')
  const query = useQuery(
    'impulse/get',
    {},
    { enabled: file !== '', refreshOn: ['samples/changed'], version: `${file}|${undo}|${redo}` },
  )
  // Changes belong to one impulse of one project.
  const path = `${file}#${query.data?.id ?? 0}`
  const set = useOperation('impulse/set')
  const kept = useDraft()
  const saved = query.data?.impulse ?? null
  const draft = kept.project === path ? kept.draft : null
  const dirty = draft !== null && JSON.stringify(draft) !== JSON.stringify(saved)
  const { reload } = query
  const { run } = set
  // Saved as it is: kept any longer, the draft would bring back what an undo takes away.
  useEffect(() => {
    if (draft !== null && !dirty) useDraft.setState({ draft: null })
  }, [draft, dirty])

  const change = useCallback((impulse: Impulse) => useDraft.setState({ project: path, draft: impulse }), [path])
  const discard = useCallback(() => useDraft.setState({ project: path, draft: null }), [path])
  const save = useCallback(async (): Promise<boolean> => {
    // Read here and not from the drawing: a page may change and save in one go.
    const kept = useDraft.getState()
    const latest = kept.project === path ? kept.draft : null
    if (!latest || JSON.stringify(latest) === JSON.stringify(saved)) return true
    const answer = await run({ impulse: latest })
    if (!answer) return false
    reload()
    // Typed on meanwhile: the newer changes stay unsaved.
    if (useDraft.getState().draft === latest) useDraft.setState({ draft: answer.impulse })
    return true
  }, [path, saved, run, reload])
  return {
    saved,
    impulse: draft ?? saved,
    dirty,
    loading: query.loading && query.data === null,
    error: query.error ?? set.error,
    change,
    discard,
    reload,
    save,
  }
}

/** The first network of the impulse. */
export function firstLearnBlock(impulse: Impulse): NetworkBlock | null {
  return impulse.learn.find(isNetworkBlock) ?? null
}

export function withLearnBlock(impulse: Impulse, changed: LearnBlock): Impulse {
  return { ...impulse, learn: impulse.learn.map((block) => (block.id === changed.id ? changed : block)) }
}
