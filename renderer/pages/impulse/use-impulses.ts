/** The impulses of the project and what one can do to them. */
import type { AppError } from '../../../shared/contract/errors.ts'
import type { ImpulseList, NamedImpulse } from '../../../shared/model/impulse-list.ts'
import { message } from '../../app/messages.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'

export interface UsedImpulses {
  active: NamedImpulse
  /** Not deleted. */
  shown: readonly NamedImpulse[]
  deleted: readonly NamedImpulse[]
  error: AppError | null
  create: () => void
  duplicate: () => void
  rename: (name: string) => void
  activate: (id: number) => void
  remove: () => void
  restore: (id: number) => void
}

/** Null until the list is read. */
export function useImpulses(onChange: () => void): UsedImpulses | null {
  const path = useAppState((state) => state.project?.path ?? '')
  const undo = useAppState((state) => state.project?.undo ?? '')
  const redo = useAppState((state) => state.project?.redo ?? '')
  const query = useQuery('impulses/list', {}, { enabled: path !== '', version: `${path}|${undo}|${redo}` })
  const create = useOperation('impulses/create')
  const duplicate = useOperation('impulses/duplicate')
  const rename = useOperation('impulses/rename')
  const activate = useOperation('impulses/activate')
  const remove = useOperation('impulses/delete')
  const restore = useOperation('impulses/restore')
  const errors = [query, create, duplicate, rename, activate, remove, restore].map(({ error }) => error)
  const active = query.data?.list.find(({ id }) => id === query.data?.active)
  if (!query.data || !active) return null

  async function act(
    work: Promise<ImpulseList | null>,
    said: (now: NamedImpulse | undefined) => string,
  ): Promise<void> {
    const list = await work
    if (!list) return
    query.reload()
    onChange()
    message(said(list.list.find(({ id }) => id === list.active)))
  }
  const { id, name } = active
  return {
    active,
    shown: query.data.list.filter(({ deleted }) => !deleted),
    deleted: query.data.list.filter(({ deleted }) => deleted),
    error: errors.find((error) => error !== null) ?? null,
    create: () => void act(create.run({}), (now) => `Added ${now?.name ?? 'an impulse'}, proposed from your samples.`),
    duplicate: () => void act(duplicate.run({ id }), (now) => `Copied ${name} to ${now?.name ?? 'another'}.`),
    rename: (to) => void act(rename.run({ id, name: to }), () => `Renamed ${name} to ${to}.`),
    activate: (other) => void act(activate.run({ id: other }), (now) => `${now?.name ?? 'It'} is used now.`),
    remove: () => void act(remove.run({ id }), (now) => `Deleted ${name}. ${now?.name ?? 'Another'} is used now.`),
    restore: (other) => void act(restore.run({ id: other }), (now) => `Restored ${now?.name ?? 'it'}.`),
  }
}
