/** The one thing to do next, named with its object and number. */
import type { NextStep, Step, StepId } from '../../shared/model/state.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { latestRun } from './model-store.ts'

/** Fewer takes of a label than this, and one cannot be kept aside for testing. */
export const TAKES_WANTED = 3

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
  if (labels.length === 0) {
    return context.devices.connection()
      ? goTo('record', 'Record your first sample')
      : goTo('devices', 'Connect a board')
  }
  const short = labels.find((label) => label.count < TAKES_WANTED)
  if (short) return goTo('record', `Record ${TAKES_WANTED - short.count} more ‘${short.name}’`)
  if (labels.length < 2) return goTo('record', 'Record a second label')
  return null
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
