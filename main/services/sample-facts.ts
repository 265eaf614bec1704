/** What training and testing know of each used sample beside its readings. */
import { type Impulse, isNetworkBlock } from '../../shared/model/impulse.ts'
import { changesReadings } from '../../shared/nn/augment/window.ts'
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

/** Only training samples are changed, and only where the readings are. */
export function readingsToChange(project: ProjectFile, { learn }: Impulse): { signals?: SignalSample[] } {
  const changed = learn.some(
    (block) => isNetworkBlock(block) && block.augmentation && changesReadings(block.augmentation),
  )
  return changed ? { signals: sampleSignals(project, ({ split }) => split !== 'test') } : {}
}
