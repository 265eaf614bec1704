/** Features of samples without a label, for the map: kept in memory until samples or impulse change. */
import { trainingStrideMs } from '../../shared/dsp/windows.ts'
import { type Impulse, isNetworkBlock } from '../../shared/model/impulse.ts'
import type { Sample } from '../../shared/model/sample.ts'
import type { ComputeClient } from '../jobs/compute-client.ts'
import type { WindowSet } from '../jobs/tasks.ts'
import type { ProjectFile } from '../project/project-file.ts'

export interface UnlabelledFeatures {
  compute(
    project: ProjectFile,
    impulse: Impulse,
    samples: readonly Sample[],
    options: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
  ): Promise<WindowSet>
}

export function createUnlabelledFeatures(compute: ComputeClient): UnlabelledFeatures {
  let kept: { key: string; windows: WindowSet } | null = null
  return {
    async compute(project, impulse, samples, { signal, onProgress }) {
      const key = JSON.stringify([project.path, impulse.input, impulse.dsp, impulse.learn, samples.map(({ id }) => id)])
      if (kept?.key === key) return kept.windows
      const windows = await compute.run(
        'features',
        {
          impulse,
          learnId: impulse.learn.find(isNetworkBlock)?.id ?? '',
          strideMs: trainingStrideMs(impulse.input),
          samples: samples.map(({ id, rateHz, axes, gaps, image }) => ({
            id,
            rateHz,
            axes,
            gaps,
            image,
            values: project.values(id),
          })),
        },
        { signal, onProgress: ({ done, total }) => onProgress(done, total) },
      )
      kept = { key, windows }
      return windows
    },
  }
}
