/** What training and testing know of each used sample beside its readings. */
import type { SampleFacts } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { usedSamples } from './feature-store.ts'

export function sampleFacts(project: ProjectFile): SampleFacts[] {
  return usedSamples(project).map(({ id, name, label, split, session, metadata }) => ({
    id,
    name,
    label: label ?? '',
    split,
    session,
    metadata,
  }))
}
