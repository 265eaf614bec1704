/** The impulse: read, save, propose, describe, and look through one of its blocks. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { describeImpulse, type ImpulseProblem, type SampleSummary } from '../../shared/dsp/describe.ts'
import { dspLatencyMs } from '../../shared/dsp/latency.ts'
import { proposeImpulse } from '../../shared/dsp/propose.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Sample } from '../../shared/model/sample.ts'
import { picoInputMisfit } from '../deploy/pico-fits.ts'
import { estimateModel } from '../deploy/estimate.ts'
import { loadBoardTable } from '../devices/board-table.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { usedSamples } from './feature-store.ts'
import { perRevision } from './per-revision.ts'

type ImpulseHandlers = Pick<
  Handlers,
  'impulse/get' | 'impulse/set' | 'impulse/propose' | 'impulse/describe' | 'dsp/preview'
>

const DEFAULT_BOARD = 'pico'
/** Setting with the impulse that was proposed last. */
const PROPOSED = 'proposedImpulse'

export function requireImpulse(project: ProjectFile): Impulse {
  const impulse = project.impulse()
  if (!impulse) throw new AppError('impulse/none')
  const problem = impulseProblems(project, impulse).find((one) => one.severity === 'error')
  if (problem) throw asError(problem)
  return impulse
}

/** Readings a second that the impulse wants of a board; null where it wants none. */
export function wantedRateHz(project: ProjectFile | null): number | null {
  const input = project?.impulse()?.input
  return input?.kind === 'time-series' ? input.frequencyHz : null
}

/** A window that fits nowhere has its own code, so that pages can offer its remedy. */
function asError({ field, sentence, fix }: ImpulseProblem): AppError {
  const code = field === 'input.windowSizeMs' ? 'impulse/window-too-long' : 'impulse/invalid'
  return new AppError(code, { message: sentence, data: { field, fix: fix ?? null } })
}

/** Where the impulse was proposed and nobody has changed it or trained with it, samples that came since may change it. */
function isStillProposal(project: ProjectFile): boolean {
  return project.runs().length === 0 && project.getSetting(PROPOSED) === JSON.stringify(project.impulse())
}

/** Saves a proposed impulse as long as the person has made none, where the samples allow one. */
export function ensureImpulse(context: Context): void {
  const project = context.project()
  if (usedSamples(project).length === 0 || (project.impulse() && !isStillProposal(project))) return
  try {
    const { impulse } = proposeImpulse(summaries(project))
    project.setImpulse(impulse)
    project.setSetting(PROPOSED, JSON.stringify(project.impulse()))
  } catch (error) {
    // Samples of different sensors have no common impulse: the person chooses axes on the Impulse page.
    if (!(error instanceof AppError)) throw error
  }
}

export function summaries(project: ProjectFile): SampleSummary[] {
  return summariesOf(usedSamples(project))
}

export function summariesOf(samples: readonly Sample[]): SampleSummary[] {
  return samples.map(({ label, rateHz, readings, axes, gaps, image }) => ({
    label,
    rateHz,
    readings,
    axes: axes.map((axis) => axis.name),
    gaps,
    image,
  }))
}

const knownProblems = perRevision<ImpulseProblem[]>()

export function impulseProblems(project: ProjectFile, impulse: Impulse): ImpulseProblem[] {
  return knownProblems(project, JSON.stringify(impulse), () => describeImpulse(impulse, summaries(project)).problems)
}

export function impulseHandlers(context: Context): ImpulseHandlers {
  return {
    'impulse/get': () => ({ id: context.project().impulses().active, impulse: context.project().impulse() }),
    'impulse/set': async ({ impulse }) => {
      const before = wantedRateHz(context.project())
      context.project().setImpulse(impulse)
      context.changed()
      if (before !== wantedRateHz(context.project()) && !context.isStreaming()) await context.devices.restartStream()
      return { impulse }
    },
    'impulse/propose': () => proposeImpulse(summaries(context.project())),
    'impulse/describe': ({ impulse, board }) => {
      const project = context.project()
      const { problems, dsp, ...shapes } = describeImpulse(impulse, summaries(project))
      const labels = project.labels().filter((label) => label.count > 0).length
      const model = estimateModel(impulse, { ...shapes, labels, dsp })
      const kind = loadBoardTable().find((one) => one.id === (board ?? DEFAULT_BOARD))
      const misfit = kind?.id === 'pico' ? picoInputMisfit(impulse, shapes.features) : null
      return {
        ...shapes,
        dsp: dsp.map(({ id, features, featureNames, macs, ramBytes }) => ({
          id,
          features,
          featureNames,
          macs,
          ramBytes,
        })),
        model,
        board: kind
          ? {
              id: kind.id,
              flashBytes: kind.flashBytes,
              ramBytes: kind.ramBytes,
              fits: model.flashBytes <= kind.flashBytes && model.ramBytes <= kind.ramBytes && misfit === null,
              misfit,
              dspMs: dspLatencyMs(dsp, kind),
            }
          : null,
        problems: problems.map(({ field, sentence, fix }) => ({
          field,
          sentence,
          ...(fix === undefined ? {} : { fix }),
        })),
      }
    },
    'dsp/preview': async ({ sampleId, startMs, impulse, block }, { signal }) => {
      const { id, rateHz, axes, gaps, image } = context.project().sample(sampleId)
      const sample = { id, rateHz, axes, gaps, image, values: context.project().values(sampleId) }
      return context.compute.run('preview', { sample, startMs, impulse, block }, { signal })
    },
  }
}
