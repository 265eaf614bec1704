/** The words undo and redo use for a change. */
import type { SampleFields } from './journal.ts'

export function countOf(samples: number): string {
  return samples === 1 ? '1 sample' : `${samples} samples`
}

export function fieldsName(count: number, fields: SampleFields): string {
  const many = countOf(count)
  const changed = Object.values(fields).filter((value) => value !== undefined).length
  if (changed > 1) return `changed ${many}`
  if (fields.name !== undefined) return `renamed ${many}`
  if (fields.split !== undefined) return `moved ${many} to ${fields.split}`
  if (fields.enabled !== undefined) return `switched ${fields.enabled ? 'on' : 'off'} ${many}`
  return fields.label === null ? `took the label off ${many}` : `labelled ${many} “${fields.label}”`
}
