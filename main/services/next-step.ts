/** The one thing to do next, named with its object and number. */
import type { NextStep, Step, StepId } from '../../shared/model/state.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { latestRun } from './model-store.ts'
import { perRevision } from './per-revision.ts'
import { recordOverview, samplingPlan } from './sampling-plan.ts'

/** Fewer takes of a label than this, and one cannot be kept aside for testing. */
export const TAKES_WANTED = 3

/** Values and what is usual need no takes of each label: those of a regression are numbers, hardly twice the same. */
export function needsTakesByLabel(project: ProjectFile): boolean {
  const impulse = project.impulse()
  return !impulse || impulse.learn.some(({ block }) => block === 'classification')
}

function goTo(page: string, text: string): NextStep {
  return { page, text, action: 'none' }
}

export function nextStep(context: Context, steps: Record<StepId, Step>): NextStep {
  const project = context.currentProject()
  if (!project) return goTo('start', 'Open or make a project')
  return dataStep(context, project) ?? modelStep(project, steps) ?? boardStep(context, project)
}

function dataStep(context: Context, project: ProjectFile): NextStep | null {
  const labels = project.labels().filter((label) => label.count > 0)
  const planned = plannedStep(project)
  if (planned && context.devices.connection()) return planned
  if (labels.length === 0) {
    return context.devices.connection()
      ? goTo('record', 'Record your first sample')
      : goTo('devices', 'Connect a board')
  }
  if (!needsTakesByLabel(project)) return null
  const plan = samplingPlan(project)
  const wanted = (name: string): number => Math.min(TAKES_WANTED, plan[name] ?? TAKES_WANTED)
  const short = labels.find(({ name, count }) => count < wanted(name))
  if (short) return goTo('record', `Record ${wanted(short.name) - short.count} more ‘${short.name}’`)
  if (labels.length < 2) return goTo('record', 'Record a second label')
  return null
}

const goodTakes = perRevision<Record<string, number>>()

/** What a sampling plan wants next, in the order of the Record page; null where there is none, or all is there. */
function plannedStep(project: ProjectFile): NextStep | null {
  const plan = samplingPlan(project)
  const known = project.labels().map(({ name }) => name)
  const names = [...known.filter((name) => name in plan), ...Object.keys(plan).filter((name) => !known.includes(name))]
  if (names.length === 0) return null
  const good = goodTakes(project, '', () => recordOverview(project).good)
  const next = names.find((name) => (good[name] ?? 0) < plan[name]!)
  return next === undefined ? null : goTo('record', `Record ${plan[next]! - (good[next] ?? 0)} more ‘${next}’`)
}

function modelStep(project: ProjectFile, steps: Record<StepId, Step>): NextStep | null {
  if (steps.impulse.state === 'problem') return goTo('impulse', 'Mend the impulse')
  if (steps.training.state === 'running') return goTo('training', 'Watch the training')
  if (steps.training.state === 'ready') return null
  const imported = project.samples().some((sample) => sample.source === 'imported')
  if (imported && steps.features.state === 'empty') return goTo('impulse', 'See the proposed impulse')
  return { page: 'training', text: 'Train', action: 'train' }
}

function boardStep(context: Context, project: ProjectFile): NextStep {
  const modelHash = latestRun(project)?.modelHash
  const tried = project.getSetting('liveTried') === modelHash
  const connection = context.devices.connection()
  const isBoard = connection !== null && connection.protocol !== 'computer'
  if (tried && isBoard && connection.info?.modelHash !== modelHash) {
    return { page: 'deploy', text: 'Flash', action: 'flash' }
  }
  return goTo('live', 'Try it live')
}
