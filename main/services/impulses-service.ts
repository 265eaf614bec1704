/** The list of impulses: make, copy, name, choose, put away, bring back, compare. Every act can be undone. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Output } from '../../shared/contract/operations.ts'
import { compareImpulses } from '../../shared/dsp/compare-impulses.ts'
import { proposeImpulse } from '../../shared/dsp/propose.ts'
import * as acts from '../../shared/model/impulse-acts.ts'
import type { ImpulseList } from '../../shared/model/impulse-list.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { summaries, wantedRateHz } from './impulse-service.ts'

type ImpulsesHandlers = Pick<
  Handlers,
  | 'impulses/list'
  | 'impulses/create'
  | 'impulses/duplicate'
  | 'impulses/rename'
  | 'impulses/activate'
  | 'impulses/delete'
  | 'impulses/restore'
  | 'impulses/compare'
>

export function impulsesHandlers(context: Context): ImpulsesHandlers {
  async function perform(name: string, act: (list: ImpulseList) => ImpulseList): Promise<ImpulseList> {
    const project = context.project()
    const rateHz = wantedRateHz(project)
    project.setImpulses(name, act(project.impulses()))
    context.changed()
    if (rateHz !== wantedRateHz(project) && !context.isStreaming()) await context.devices.restartStream()
    return project.impulses()
  }
  const nameOf = (id: number): string => `“${acts.findImpulse(context.project().impulses(), id).name}”`

  return {
    'impulses/list': () => context.project().impulses(),
    'impulses/create': ({ name }) =>
      perform('added an impulse', (list) => acts.addImpulse(list, firstImpulse(context.project()), name)),
    'impulses/duplicate': ({ id }) => perform(`copied ${nameOf(id)}`, (list) => acts.duplicateImpulse(list, id)),
    'impulses/rename': ({ id, name }) => perform(`renamed ${nameOf(id)}`, (list) => acts.renameImpulse(list, id, name)),
    'impulses/activate': ({ id }) => perform(`switched to ${nameOf(id)}`, (list) => acts.activateImpulse(list, id)),
    'impulses/delete': ({ id }) => perform(`deleted ${nameOf(id)}`, (list) => acts.deleteImpulse(list, id)),
    'impulses/restore': ({ id }) => perform(`restored ${nameOf(id)}`, (list) => acts.restoreImpulse(list, id)),
    'impulses/compare': () => compare(context.project()),
  }
}

function firstImpulse(project: ProjectFile): Impulse | null {
  try {
    return proposeImpulse(summaries(project)).impulse
  } catch (error) {
    // No samples yet, or of different sensors: what the person has made already is the better start.
    if (error instanceof AppError) return project.impulse()
    throw error
  }
}

function compare(project: ProjectFile): Output<'impulses/compare'> {
  const shown = project.impulses().list.filter(({ deleted }) => !deleted)
  const runs = project.runs()
  return {
    impulses: shown.map(({ id, name }) => {
      const run = runs.findLast(({ impulseId }) => impulseId === id)
      return {
        id,
        name,
        run: run
          ? {
              id: run.id,
              modelHash: run.modelHash,
              validationAccuracy: run.validation.int8.accuracy ?? null,
              testAccuracy: run.test.int8.accuracy ?? null,
              flashBytes: run.flashBytes,
              ramBytes: run.ramBytes,
            }
          : null,
      }
    }),
    differences: compareImpulses(shown.map(({ impulse }) => impulse)),
  }
}
