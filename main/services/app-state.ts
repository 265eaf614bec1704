/** The small picture: everything the frame of the UI shows, made afresh from the project, devices and jobs. */
import type { AppState } from '../../shared/model/state.ts'
import type { Context } from './context.ts'
import { latestRun } from './model-store.ts'
import { samplingPlan } from './sampling-plan.ts'
import { findProblems } from './problems.ts'
import { nextStep } from './next-step.ts'
import { stepStates } from './steps.ts'

export interface Activity {
  recording: AppState['recording']
  live: boolean
  replay: AppState['replay']
}

export function buildState(context: Context, activity: Activity): AppState {
  const project = context.currentProject()
  const run = project ? latestRun(project) : null
  const base = {
    project: project?.summary() ?? null,
    model: run
      ? {
          runId: run.id,
          modelHash: run.modelHash,
          validationAccuracy: run.validation.int8.accuracy ?? null,
          testAccuracy: run.test.int8.accuracy ?? null,
          labels: run.labels,
        }
      : null,
    devices: context.devices.list(),
    connection: context.devices.connection(),
    otherConnections: context.devices.others().map((other) => other.connection),
    motion: context.devices.motion(),
    replay: activity.replay,
    recording: activity.recording,
    plan: project ? samplingPlan(project) : {},
    live: activity.live,
    jobs: context.jobs.list().slice(-50),
  }
  const problems = findProblems(context)
  const steps = stepStates(context, { problems, ...activity })
  return { ...base, problems, steps, nextStep: nextStep(context, steps) }
}
