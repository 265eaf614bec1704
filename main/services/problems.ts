/** Everything that needs a person, each with the place where it can be mended. */
import { dspBlocks } from '../../shared/dsp/registry.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Problem } from '../../shared/model/state.ts'
import type { ProjectFile } from '../project/project-file.ts'
import type { Context } from './context.ts'
import { impulseProblems } from './impulse-service.ts'
import { needsTakesByLabel, TAKES_WANTED } from './next-step.ts'

export function findProblems(context: Context): Problem[] {
  const project = context.currentProject()
  return project ? [...impulseRows(project), ...labelRows(project), ...healthRows(project)] : []
}

/** Accessible names of the fields on the Impulse page. */
const INPUT_FIELDS: Record<string, string> = {
  'input.windowSizeMs': 'Window',
  'input.windowIncreaseMs': 'Stride',
  'input.frequencyHz': 'Frequency',
  'input.axes': 'Axes',
}

function impulseRows(project: ProjectFile): Problem[] {
  const impulse = project.impulse()
  if (!impulse) return []
  return impulseProblems(project, impulse).map(({ field, sentence, severity }) => ({
    id: `impulse/${field}`,
    group: 'impulse',
    severity: severity === 'error' ? 'problem' : 'warning',
    sentence,
    ...fieldPlace(impulse, field),
  }))
}

/** `dsp.<block>.<parameter>` lies on the page of its block, under the label of the parameter. */
function fieldPlace(impulse: Impulse, field: string): Pick<Problem, 'page' | 'field'> {
  const block = impulse.dsp.find(({ id }) => field.startsWith(`dsp.${id}.`))
  const specs = dspBlocks.find((type) => type.id === block?.block)?.parameters ?? []
  const spec = specs.find(({ id }) => field === `dsp.${block?.id}.${id}`)
  if (block?.code) return { page: `impulse/${block.id}`, field: null }
  if (block && spec) return { page: `impulse/${block.id}`, field: spec.label }
  return { page: 'impulse', field: INPUT_FIELDS[field] ?? null }
}

function labelRows(project: ProjectFile): Problem[] {
  if (!needsTakesByLabel(project)) return []
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
