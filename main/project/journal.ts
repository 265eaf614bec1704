/** Every change with its name, both ways, kept in the file: undo works after closing and opening again. */
import { z } from 'zod'
import { impulseSchema } from '../../shared/model/impulse.ts'
import { impulseListSchema } from '../../shared/model/impulse-list.ts'
import { splitSchema } from '../../shared/model/sample.ts'
import type { Database, SqlValue } from './database.ts'
import { readImpulses, withImpulse, writeImpulses } from './impulses.ts'

/** Steps that can be taken back; older ones are let go, and what they had deleted goes for good. */
const STEPS_KEPT = 200

const fieldsSchema = z.object({
  name: z.string().optional(),
  label: z.string().nullable().optional(),
  split: splitSchema.optional(),
  enabled: z.boolean().optional(),
})
export type SampleFields = z.infer<typeof fieldsSchema>

const fieldChangeSchema = z.object({ id: z.number().int(), before: fieldsSchema, after: fieldsSchema })
const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fields'), samples: z.array(fieldChangeSchema) }),
  z.object({ kind: z.literal('presence'), ids: z.array(z.number().int()), before: z.boolean(), after: z.boolean() }),
  z.object({ kind: z.literal('name'), before: z.string(), after: z.string() }),
  z.object({
    kind: z.literal('impulse'),
    /** Which one; the first where a file of old does not say it. */
    id: z.number().int().positive().default(1),
    before: impulseSchema.nullable(),
    after: impulseSchema.nullable(),
  }),
  z.object({ kind: z.literal('impulses'), before: impulseListSchema, after: impulseListSchema }),
])
export type Change = z.infer<typeof changeSchema>

interface EntryRow {
  id: number
  name: string
  change: string
}

/** Does a change and writes it down. What was undone before it can no longer be redone. */
export function perform(database: Database, name: string, change: Change): void {
  database.transaction(() => {
    database.run('DELETE FROM journal WHERE undone = 1')
    apply(database, change, 'after')
    database.run('INSERT INTO journal (name, undone, change) VALUES (?, 0, ?)', name, JSON.stringify(change))
    database.run(
      'DELETE FROM journal WHERE id <= (SELECT id FROM journal ORDER BY id DESC LIMIT 1 OFFSET ?)',
      STEPS_KEPT,
    )
    forgetRemoved(database)
  })
}

export function undoName(database: Database): string | null {
  return lastDone(database)?.name ?? null
}

export function redoName(database: Database): string | null {
  return firstUndone(database)?.name ?? null
}

/** Returns the name of what was taken back, or null where there is nothing. */
export function undo(database: Database): string | null {
  return move(database, lastDone(database), 'before')
}

export function redo(database: Database): string | null {
  return move(database, firstUndone(database), 'after')
}

function move(database: Database, entry: EntryRow | null, side: 'before' | 'after'): string | null {
  if (!entry) return null
  database.transaction(() => {
    apply(database, changeSchema.parse(JSON.parse(entry.change)), side)
    database.run('UPDATE journal SET undone = ? WHERE id = ?', side === 'before' ? 1 : 0, entry.id)
  })
  return entry.name
}

function lastDone(database: Database): EntryRow | null {
  return database.get('SELECT id, name, change FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1')
}

function firstUndone(database: Database): EntryRow | null {
  return database.get('SELECT id, name, change FROM journal WHERE undone = 1 ORDER BY id LIMIT 1')
}

function apply(database: Database, change: Change, side: 'before' | 'after'): void {
  switch (change.kind) {
    case 'fields':
      for (const sample of change.samples) writeFields(database, sample.id, sample[side])
      return
    case 'presence': {
      const state = change[side] ? 'present' : 'removed'
      for (const id of change.ids) database.run('UPDATE sample SET state = ? WHERE id = ?', state, id)
      return
    }
    case 'name':
      database.run("INSERT OR REPLACE INTO property VALUES ('name', ?)", change[side])
      return
    case 'impulse':
      writeImpulses(database, withImpulse(readImpulses(database), change.id, change[side]))
      return
    case 'impulses':
      writeImpulses(database, change[side])
  }
}

function writeFields(database: Database, id: number, fields: SampleFields): void {
  const set = (column: string, value: SqlValue): unknown =>
    database.run(`UPDATE sample SET ${column} = ? WHERE id = ?`, value, id)
  if (fields.name !== undefined) set('name', fields.name)
  if (fields.label !== undefined) set('label', fields.label)
  if (fields.split !== undefined) set('split', fields.split)
  if (fields.enabled !== undefined) set('enabled', fields.enabled ? 1 : 0)
}

/** Removed samples that no step of the journal can bring back lose their readings too. */
function forgetRemoved(database: Database): void {
  database.run(
    `DELETE FROM sample WHERE state <> 'present' AND state = 'removed' AND id NOT IN (
       SELECT kept.value FROM journal, json_each(journal.change, '$.ids') AS kept
       WHERE json_extract(journal.change, '$.kind') = 'presence')`,
  )
}
