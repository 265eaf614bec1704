/** "Tune for me": proposes settings of a DSP block from the training samples. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { defaultsOf } from '../../shared/dsp/parameters.ts'
import { findBlock } from '../../shared/dsp/registry.ts'
import { changeWords } from '../../shared/dsp/tune-candidates.ts'
import { countWindows, trainingStrideMs } from '../../shared/dsp/windows.ts'
import type { DspBlock, Impulse } from '../../shared/model/impulse.ts'
import type { Sample } from '../../shared/model/sample.ts'
import type { TuneSample, TuneTask, TuneTrial } from '../jobs/tune-task.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { usedSamples } from './feature-store.ts'

const TUNE_JOB = 'Tune block'
/** More windows take longer and rank hardly better. */
const MOST_WINDOWS = 1500
const SHOWN_TRIALS = 30

export function tuneHandlers(context: Context): Pick<Handlers, 'dsp/tune'> {
  return {
    'dsp/tune': ({ impulse, blockId }, call) =>
      context.jobs.run(
        { name: TUNE_JOB, page: `impulse/${blockId}`, signal: call.signal },
        async (job) => {
          const { input, ...facts } = tuneInput(context.project(), impulse, blockId)
          const output = await context.compute.run('tune', input, {
            signal: job.signal,
            onProgress({ done, total }) {
              job.progress('settings', done, total)
              call.progress({ stage: 'settings', done, total })
            },
          })
          return { ...shown(input.block, output), ...facts }
        },
        ({ ranking }) => `best: ${ranking[0]?.changes || 'the settings as they are'}`,
      ),
  }
}

function tuneInput(project: ProjectFile, impulse: Impulse, blockId: string) {
  const found = impulse.dsp.find(({ id }) => id === blockId)
  if (!found) throw new AppError('impulse/invalid', { message: `The impulse has no DSP block "${blockId}".` })
  const params = { ...defaultsOf(findBlock(found.block)), ...found.params }
  // Test samples stay unseen: settings chosen on them would make the test look better than it is.
  const samples = usedSamples(project).filter(({ split }) => split !== 'test')
  const labels = [...new Set(samples.map(({ label }) => label ?? ''))].sort()
  if (labels.length < 2) throw new AppError('training/one-class')
  const sessions = [...new Set(samples.map(({ session }) => session))].sort()
  const groups: 'sessions' | 'samples' = sessions.length > 1 ? 'sessions' : 'samples'
  const input: TuneTask['input'] = {
    impulse,
    block: { ...found, params },
    strideMs: strideFor(impulse, samples),
    samples: samples.map((sample, index): TuneSample => ({
      id: sample.id,
      rateHz: sample.rateHz,
      axes: sample.axes,
      gaps: sample.gaps,
      image: sample.image,
      values: project.values(sample.id),
      label: labels.indexOf(sample.label ?? ''),
      group: groups === 'sessions' ? sessions.indexOf(sample.session) : index,
    })),
  }
  return { input, labels, groups }
}

/** The stride of the training, or a longer one where that makes more windows than are needed. */
function strideFor(impulse: Impulse, samples: Sample[]): number {
  const strideMs = trainingStrideMs(impulse.input)
  const windows = samples.reduce((sum, sample) => sum + countWindows(impulse.input, sample), 0)
  return windows <= MOST_WINDOWS ? strideMs : strideMs * Math.ceil(windows / MOST_WINDOWS)
}

function shown(block: DspBlock, { ranking, current, windows }: TuneTask['output']) {
  const type = findBlock(block.block)
  const named = ({ params, accuracy, margin, features, macs }: TuneTrial) => ({
    params,
    changes: changeWords(type, current.params, params),
    accuracy,
    margin,
    features,
    macs,
  })
  const best = ranking.slice(0, SHOWN_TRIALS)
  // What there is now is always in the list, however far down.
  const listed = best.includes(current) ? best : [...best, current]
  return { ranking: listed.map(named), tried: ranking.length, windows }
}
