/** Samples: list, read, change, deal into splits, import, simulate. */
import type { Handlers } from '../../shared/contract/api.ts'
import { strayMs } from '../../shared/model/moments.ts'
import { writeDataset } from '../datasets/export.ts'
import { importPaths } from '../datasets/import.ts'
import { dealSplits } from '../datasets/split.ts'
import { simulatedSamples } from '../project/sample-projects.ts'
import type { Context } from './context.ts'
import { ensureImpulse } from './impulse-service.ts'
import { smallPicture, thumbnail } from './thumbnail.ts'

type SampleHandlers = Pick<
  Handlers,
  | 'samples/list'
  | 'samples/get'
  | 'samples/thumbnails'
  | 'samples/update'
  | 'samples/delete'
  | 'samples/split'
  | 'samples/import'
  | 'samples/generate'
  | 'samples/export'
>

export function sampleHandlers(context: Context): SampleHandlers {
  return {
    'samples/list': () => context.project().samples(),
    'samples/get': ({ id }) => {
      const project = context.project()
      const sample = project.sample(id)
      const moments = project.moments(id)
      const times = { kept: moments.length / 2, strayMs: strayMs(moments, sample.gaps) }
      return { sample, values: project.values(id), ...(moments.length > 0 ? { times } : {}) }
    },
    'samples/thumbnails': ({ ids, columns }) =>
      ids.map((id) => {
        const { axes, image } = context.project().sample(id)
        const values = context.project().values(id)
        if (image) return { id, axes: axes.length, ...smallPicture({ ...image, channels: axes.length, values }) }
        return { id, axes: axes.length, values: thumbnail(values, axes.length, columns) }
      }),
    'samples/update': ({ ids, changes }) => {
      context.project().updateSamples(ids, changes)
      context.samplesChanged(ids)
      return {}
    },
    'samples/delete': ({ ids }) => {
      context.project().deleteSamples(ids)
      context.samplesChanged(ids)
      return {}
    },
    'samples/split': (options) => {
      const { splits, warning } = dealSplits(context.project().samples(), options)
      context.project().setSplits(splits)
      context.samplesChanged([...splits.keys()])
      return { warning }
    },
    'samples/import': (input, call) =>
      context.jobs.run(
        { name: 'Import data', page: 'dataset', signal: call.signal },
        async (job) => {
          const progress = (stage: string, done: number, total: number): void => {
            job.progress(stage, done, total)
            call.progress({ stage, done, total })
          }
          const result = await importPaths(input, context.project(), { signal: job.signal, progress })
          ensureImpulse(context)
          context.samplesChanged([])
          return result
        },
        (result) => `${result.taken} samples taken, ${result.skipped.length} files skipped`,
      ),
    'samples/export': ({ format, out }) => ({ files: writeDataset(context.project(), format, out) }),
    'samples/generate': ({ perLabel, seed }) => {
      const samples = simulatedSamples({ perLabel, seed })
      const added = context.project().addSamples(samples)
      ensureImpulse(context)
      context.samplesChanged(added.map((sample) => sample.id))
      const labels: Record<string, number> = {}
      for (const sample of added) if (sample.label !== null) labels[sample.label] = (labels[sample.label] ?? 0) + 1
      return { taken: added.length, skipped: [], duplicates: 0, labels, notes: [] }
    },
  }
}
