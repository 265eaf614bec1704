/** What one can do to the list of impulses. Each act gives a new list; nothing else changes. */
import { AppError } from '../contract/errors.ts'
import type { ImpulseList, NamedImpulse } from './impulse-list.ts'
import type { Impulse } from './impulse.ts'

const MOST_IMPULSES = 50

export function findImpulse(list: ImpulseList, id: number): NamedImpulse {
  const found = list.list.find((one) => one.id === id)
  if (found) return found
  throw new AppError('impulse/invalid', { message: `The project has no impulse number ${id}.` })
}

function freeName(list: ImpulseList, wanted: string): string {
  const taken = new Set(list.list.filter(({ deleted }) => !deleted).map(({ name }) => name))
  let name = wanted
  for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`
  return name
}

/** Adds one and makes it the active one. */
export function addImpulse(list: ImpulseList, impulse: Impulse | null, name?: string): ImpulseList {
  if (list.list.length >= MOST_IMPULSES) {
    throw new AppError('impulse/invalid', { message: `A project has room for ${MOST_IMPULSES} impulses.` })
  }
  const id = Math.max(...list.list.map((one) => one.id)) + 1
  const added = { id, name: freeName(list, name ?? `Impulse ${id}`), deleted: false, impulse }
  return { active: id, list: [...list.list, added] }
}

export function duplicateImpulse(list: ImpulseList, id: number): ImpulseList {
  const { name, impulse } = findImpulse(list, id)
  return addImpulse(list, impulse, `${name} copy`)
}

function changed(list: ImpulseList, id: number, changes: Partial<NamedImpulse>): ImpulseList {
  findImpulse(list, id)
  return { ...list, list: list.list.map((one) => (one.id === id ? { ...one, ...changes } : one)) }
}

export function renameImpulse(list: ImpulseList, id: number, name: string): ImpulseList {
  return changed(list, id, { name })
}

export function activateImpulse(list: ImpulseList, id: number): ImpulseList {
  if (!findImpulse(list, id).deleted) return { ...list, active: id }
  throw new AppError('impulse/invalid', { message: 'This impulse was deleted. Restore it first.' })
}

/** The last one stays. Without the active one, its neighbour is active. */
export function deleteImpulse(list: ImpulseList, id: number): ImpulseList {
  const left = list.list.filter((one) => !one.deleted && one.id !== id)
  const [first] = left
  if (!first) throw new AppError('impulse/invalid', { message: 'A project keeps at least one impulse.' })
  const before = left.findLast((one) => one.id < id) ?? first
  return changed({ ...list, active: list.active === id ? before.id : list.active }, id, { deleted: true })
}

export function restoreImpulse(list: ImpulseList, id: number): ImpulseList {
  return { ...changed(list, id, { deleted: false }), active: id }
}
