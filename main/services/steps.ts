/** The state of every step of the pipeline, each with its reason in words. */
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Problem, Step, StepId } from '../../shared/model/state.ts'
import type { Activity } from './app-state.ts'
import type { Context } from './context.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { forBlock, latestRun, inputsHash, trainedImpulse } from './model-store.ts'
import { FEATURES_JOB, TEST_JOB, TRAIN_JOB } from './training-service.ts'

const empty = (reason: string): Step => ({ state: 'empty', reason })
const ready: Step = { state: 'ready', reason: '' }

export interface StepFacts extends Activity {
  problems: Problem[]
}

export function stepStates(context: Context, facts: StepFacts): Record<StepId, Step> {
  const project = context.currentProject()
  const steps: Record<StepId, Step> = {
    devices: deviceStep(context),
    record: facts.recording
      ? { state: 'running', reason: 'Recording' }
      : project
        ? ready
        : empty('Open a project first.'),
    dataset: project ? datasetStep(project) : empty('Open a project first.'),
    ...(project ? modelSteps(context, project) : noModelSteps()),
  }
  if (facts.live) steps.live = { state: 'running', reason: 'Judging live' }
  for (const problem of facts.problems) {
    const step = steps[stepOfPage(problem.page)]
    if (problem.severity === 'problem' && step.state !== 'running')
      Object.assign(step, { state: 'problem', reason: problem.sentence })
  }
  return runningJobs(context, steps)
}

function stepOfPage(page: string): StepId {
  if (page.startsWith('impulse/')) return 'impulse'
  if (page === 'impulse' || page === 'dataset' || page === 'training' || page === 'devices' || page === 'testing')
    return page
  return 'dataset'
}

function runningJobs(context: Context, steps: Record<StepId, Step>): Record<StepId, Step> {
  const jobSteps: [string, StepId][] = [
    [FEATURES_JOB, 'features'],
    [TRAIN_JOB, 'training'],
    [TEST_JOB, 'testing'],
    ['Flash', 'deploy'],
    ['Import data', 'dataset'],
  ]
  for (const [name, step] of jobSteps) {
    const job = context.jobs.list().find((one) => one.name === name && one.endedAt === null)
    if (!job) continue
    const percent = job.total > 0 ? { percent: Math.round((100 * job.done) / job.total) } : {}
    steps[step] = { state: 'running', reason: job.stage, ...percent }
  }
  return steps
}

function deviceStep(context: Context): Step {
  const connection = context.devices.connection()
  if (!connection) return empty('No board is connected.')
  if (connection.state === 'connected') return { ...ready }
  return { state: 'running', reason: connection.state === 'flashing' ? 'Flashing' : 'Connecting' }
}

function datasetStep(project: ProjectFile): Step {
  return project.summary().samples > 0 ? { ...ready } : empty('There are no samples yet.')
}

function noModelSteps(): Pick<
  Record<StepId, Step>,
  'impulse' | 'features' | 'training' | 'testing' | 'live' | 'deploy'
> {
  const step = (): Step => empty('Open a project first.')
  return { impulse: step(), features: step(), training: step(), testing: step(), live: step(), deploy: step() }
}

function modelSteps(context: Context, project: ProjectFile): ReturnType<typeof noModelSteps> {
  const impulse = project.impulse()
  const run = latestRun(project)
  const needsModel = empty('Train a model first.')
  const steps = {
    impulse: impulse ? { ...ready } : empty('Record or import samples first.'),
    features: impulse ? featureStep(context, project, impulse) : empty('Save an impulse first.'),
    training: run ? { ...ready } : empty('No model yet. Press Train.'),
    testing: run ? testingStep(project, run.modelHash) : { ...needsModel },
    live: run ? { ...ready } : { ...needsModel },
    deploy: run ? deployStep(context, run.modelHash) : { ...needsModel },
  }
  // A model from a file has not learned from these samples: it does not age with them.
  const learned = run && !run.imported
  if (learned && impulse && inputsHash(project, impulse, context.features.hash(project, impulse)) !== run.inputsHash) {
    steps.training = {
      state: 'stale',
      reason: whatChanged(trainedImpulse(project, run.id), forBlock(impulse, run.learnId)),
    }
  }
  return steps
}

function featureStep(context: Context, project: ProjectFile, impulse: Impulse): Step {
  const latest = context.features.latest(project)
  if (!latest) return empty('Press Save and compute.')
  if (latest.hash === context.features.hash(project, impulse)) return { ...ready }
  return { state: 'stale', reason: 'The samples or the impulse changed.' }
}

function testingStep(project: ProjectFile, modelHash: string): Step {
  if (!project.samples().some((sample) => sample.split === 'test' && sample.enabled))
    return empty('No test samples yet.')
  const tested = project.getSetting('tested') as { modelHash: string } | null
  if (!tested) return empty('Press Run test.')
  return tested.modelHash === modelHash
    ? { ...ready }
    : { state: 'stale', reason: 'The model is newer than this test.' }
}

function deployStep(context: Context, modelHash: string): Step {
  const onBoard = context.devices.connection()?.info?.modelHash
  if (onBoard === modelHash) return { ...ready }
  return onBoard
    ? { state: 'stale', reason: 'The board has an older model.' }
    : empty('The model is not on a board yet.')
}

const INPUT_NAMES: Record<string, string> = {
  windowSizeMs: 'window',
  windowIncreaseMs: 'stride',
  frequencyHz: 'frequency',
  padZeros: 'zero padding',
  imageWidth: 'picture width',
  imageHeight: 'picture height',
  resizeMode: 'resize mode',
  resizeMethod: 'resize method',
  cropAnchor: 'crop anchor',
  axes: 'axes',
}

/** One sentence that names the first setting that differs. */
export function whatChanged(before: Impulse | null, after: Impulse): string {
  if (!before) return 'The samples or labels changed.'
  for (const [key, name] of Object.entries(INPUT_NAMES)) {
    const [old, now] = [before.input, after.input].map((input) =>
      JSON.stringify(Object.entries(input).find(([one]) => one === key)?.[1]),
    )
    if (old !== now) return `The ${name} changed from ${old} to ${now}${key.endsWith('Ms') ? ' ms' : ''}.`
  }
  if (JSON.stringify(before.dsp) !== JSON.stringify(after.dsp)) return 'A DSP parameter changed.'
  if (JSON.stringify(before.learn) !== JSON.stringify(after.learn))
    return 'The network or its training settings changed.'
  return 'The samples or labels changed.'
}
