/** What an edit changes in a sample, both ways, for the journal. */
import type { Sample, Split } from '../../shared/model/sample.ts'
import type { SampleFields } from './journal.ts'

/** What of a sample may be changed later. */
export interface SampleChanges {
  name?: string | undefined
  label?: string | null | undefined
  split?: Split | undefined
  enabled?: boolean | undefined
}

/** What changes in this sample, both ways; null where nothing does. */
export function editOf(
  sample: Sample,
  changes: SampleChanges,
): { id: number; before: SampleFields; after: SampleFields } | null {
  const before: SampleFields = {}
  const after: SampleFields = {}
  if (changes.name !== undefined && changes.name !== sample.name) {
    before.name = sample.name
    after.name = changes.name
  }
  if (changes.label !== undefined && changes.label !== sample.label) {
    before.label = sample.label
    after.label = changes.label
  }
  if (changes.split !== undefined && changes.split !== sample.split) {
    before.split = sample.split
    after.split = changes.split
  }
  if (changes.enabled !== undefined && changes.enabled !== sample.enabled) {
    before.enabled = sample.enabled
    after.enabled = changes.enabled
  }
  return Object.keys(after).length > 0 ? { id: sample.id, before, after } : null
}
