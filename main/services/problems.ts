/** Everything that needs a person, each with the place where it can be mended. */
import type { Problem } from '../../shared/model/state.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { impulseProblems } from './impulse-service.ts'
import { TAKES_WANTED } from './next-step.ts'

export function findProblems(context: Context): Problem[] {
  const project = context.currentProject()
  return project ? [...impulseRows(project), ...labelRows(project), ...healthRows(project)] : []
}

function impulseRows(project: ProjectFile): Problem[] {
  const impulse = project.impulse()
  if (!impulse) return []
  return impulseProblems(project, impulse).map(({ field, sentence, severity }) => ({
    id: `impulse/${field}`,
    group: 'impulse',
    severity: severity === 'error' ? 'problem' : 'warning',
    sentence,
    page: 'impulse',
    field,
  }))
}

function labelRows(project: ProjectFile): Problem[] {
  return project
    .labels()
    .filter((label) => label.count > 0 && label.count < TAKES_WANTED)
    .map(({ name, count }) => ({
      id: `label/${name}`,
      group: 'data',
      severity: 'warning',
      sentence: `‘${name}’ has ${count} sample${count === 1 ? '' : 's'}. Record ${TAKES_WANTED - count} more so that some can be kept for testing.`,
      page: 'record',
      field: null,
    }))
}

function healthRows(project: ProjectFile): Problem[] {
  return project
    .samples()
    .filter((sample) => sample.enabled && !sample.health.ok)
    .slice(0, 100)
    .map(({ id, name, health }) => ({
      id: `health/${id}`,
      group: 'data',
      severity: 'warning',
      sentence: `${name}: ${health.findings[0]?.sentence ?? 'Something is odd.'}`,
      page: `sample/${id}`,
      field: null,
    }))
}
