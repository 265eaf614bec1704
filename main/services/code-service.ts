/** Code that a person writes: trying it. It only ever runs in the worker's sandbox, and only when asked for. */
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { isNetworkBlock } from '../../shared/model/impulse.ts'
import { outputNames } from '../../shared/nn/rows.ts'
import type { Context } from './context.ts'
import { sampleFacts } from './sample-facts.ts'

export function codeHandlers(context: Context): Pick<Handlers, 'dsp/run-code' | 'training/run-code'> {
  return {
    'dsp/run-code': ({ sampleId, startMs, impulse, block }, { signal }) => {
      const project = context.project()
      const sample = sampleId === null ? null : { ...project.sample(sampleId), values: project.values(sampleId) }
      return context.compute.run('runCode', { sample, startMs, impulse, block }, { signal })
    },
    'training/run-code': ({ impulse, learnId }, { signal }) => {
      const learn = impulse.learn.find((block) => block.id === learnId)
      if (!learn || !isNetworkBlock(learn))
        throw new AppError('impulse/invalid', { message: `The impulse has no network called "${learnId}".` })
      const known = sampleFacts(context.project()).filter((sample) => sample.split !== 'test')
      const labels = outputNames(learn, known)
      return context.compute.run('runModelCode', { impulse, learnId, labels }, { signal })
    },
  }
}
