/** Code that a person writes: trying it. It only ever runs in the worker's sandbox, and only when asked for. */
import type { Handlers } from '../../shared/contract/api.ts'
import type { Context } from './context.ts'

export function codeHandlers(context: Context): Pick<Handlers, 'dsp/run-code'> {
  return {
    'dsp/run-code': ({ sampleId, startMs, impulse, block }, { signal }) => {
      const project = context.project()
      const sample = sampleId === null ? null : { ...project.sample(sampleId), values: project.values(sampleId) }
      return context.compute.run('runCode', { sample, startMs, impulse, block }, { signal })
    },
  }
}
