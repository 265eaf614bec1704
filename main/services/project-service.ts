/** Opening, making and closing projects. */
import { existsSync, mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Handlers } from '../../shared/contract/api.ts'
import type { ParsedInput } from '../../shared/contract/operations.ts'
import { kMeansBlockSchema } from '../../shared/model/impulse.ts'
import type { ProjectSummary } from '../../shared/model/state.ts'
import { createProject, openProject, type ProjectFile } from '../project/project-file.ts'
import { simulatedMachines } from '../project/sample-machine.ts'
import { simulatedAirs, simulatedPictures } from '../project/sample-media.ts'
import { fillMotionSample, fillSoundSample } from '../project/sample-projects.ts'
import type { Context } from './context.ts'
import { ensureImpulse } from './impulse-service.ts'

type ProjectHandlers = Pick<
  Handlers,
  | 'project/create'
  | 'project/open'
  | 'project/open-sample'
  | 'project/close'
  | 'project/rename'
  | 'project/undo'
  | 'project/redo'
>

/** A path in the projects folder that is not taken yet: `name.tinyml`, `name 2.tinyml` … */
function freePath(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true })
  const safe = name.replace(/[^\p{L}\p{N} ._-]/gu, '').trim() || 'Project'
  for (let number = 1; ; number++) {
    const path = join(folder, `${safe}${number === 1 ? '' : ` ${number}`}.tinyml`)
    if (!existsSync(path)) return path
  }
}

type SampleProject = ParsedInput<'project/open-sample'>['sample']

function fillSample(project: ProjectFile, sample: SampleProject): void {
  if (sample === 'motion') fillMotionSample(project)
  else if (sample === 'audio') fillSoundSample(project)
  else if (sample === 'anomaly') project.addSamples(simulatedMachines())
  else project.addSamples(sample === 'image' ? simulatedPictures() : simulatedAirs())
}

/** The proposed impulse; of the sample about anomalies with a block that learns what is usual. */
function proposeFor(context: Context, sample: SampleProject): void {
  ensureImpulse(context)
  const impulse = context.project().impulse()
  if (sample !== 'anomaly' || !impulse) return
  const inputs = impulse.dsp.map(({ id }) => id)
  const usual = kMeansBlockSchema.parse({ id: 'anomaly', block: 'anomaly-kmeans', inputs, clusters: 8 })
  context.project().setImpulse({ ...impulse, learn: [...impulse.learn, usual] })
}

export function projectHandlers(context: Context): ProjectHandlers {
  function use(project: ProjectFile): ProjectSummary {
    context.switchProject(project)
    remember(project)
    return project.summary()
  }

  function remember(project: ProjectFile): void {
    const { name, path, labels } = project.summary()
    const seconds = Object.fromEntries(labels.map((label) => [label.name, label.seconds || label.count]))
    context.settings.remember({ path, name, seconds })
  }

  return {
    'project/create': async ({ path, name, template }) => {
      const project = createProject(path ? resolve(path) : freePath(context.projectsFolder, name), name)
      if (template !== 'empty' && template !== 'try') fillSample(project, template)
      const summary = use(project)
      if (template !== 'empty' && template !== 'try') proposeFor(context, template)
      if (template === 'try') await context.devices.connect('sim:pico')
      return summary
    },
    'project/open': ({ path }) => {
      const full = resolve(path)
      const current = context.currentProject()
      return current?.path === full ? current.summary() : use(openProject(full))
    },
    'project/open-sample': ({ sample }, { progress }) => {
      const name = `${sample[0]?.toUpperCase()}${sample.slice(1)} sample`
      const path = freePath(context.projectsFolder, name)
      const project = createProject(path, basename(path, '.tinyml'))
      fillSample(project, sample)
      const { samples } = project.summary()
      progress({ stage: 'simulating', done: samples, total: samples })
      const summary = use(project)
      proposeFor(context, sample)
      return summary
    },
    'project/close': async () => {
      await context.devices.disconnect()
      const project = context.currentProject()
      if (project) remember(project)
      context.switchProject(null)
      return {}
    },
    'project/rename': ({ name }) => {
      context.project().rename(name)
      context.changed()
      return context.project().summary()
    },
    'project/undo': () => {
      const undone = context.project().undo()
      context.samplesChanged([])
      return { undone }
    },
    'project/redo': () => {
      const redone = context.project().redo()
      context.samplesChanged([])
      return { redone }
    },
  }
}
