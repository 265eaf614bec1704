/** What training and testing know of each used sample beside its readings. */
import type { SampleFacts, SignalSample } from '../jobs/tasks.ts'
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

/** Readings of these samples. */
export function sampleSignals(
  project: ProjectFile,
  wanted: (sample: { id: number; split: string }) => boolean,
): SignalSample[] {
  return usedSamples(project)
    .filter(wanted)
    .map(({ id, rateHz, axes, gaps, image }) => ({ id, rateHz, axes, gaps, image, values: project.values(id) }))
}
