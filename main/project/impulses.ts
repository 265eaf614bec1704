/** The impulses of a project file: read once and kept until the file says otherwise. */
import { FIRST_IMPULSE, type ImpulseList, impulseListSchema } from '../../shared/model/impulse-list.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Database } from './database.ts'

const parsed = new WeakMap<Database, { json: string; list: ImpulseList }>()

export function readImpulses(database: Database): ImpulseList {
  const json = database.get<{ value: string }>("SELECT value FROM property WHERE key = 'impulses'")?.value
  if (json === undefined) return FIRST_IMPULSE
  const known = parsed.get(database)
  if (known?.json === json) return known.list
  const list = impulseListSchema.parse(JSON.parse(json))
  parsed.set(database, { json, list })
  return list
}

export function writeImpulses(database: Database, list: ImpulseList): void {
  database.run("INSERT OR REPLACE INTO property VALUES ('impulses', ?)", JSON.stringify(list))
}

export function activeImpulse(list: ImpulseList): Impulse | null {
  return list.list.find(({ id }) => id === list.active)?.impulse ?? null
}

export function withImpulse(list: ImpulseList, id: number, impulse: Impulse | null): ImpulseList {
  return { ...list, list: list.list.map((one) => (one.id === id ? { ...one, impulse } : one)) }
}
