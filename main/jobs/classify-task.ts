/** The answer to one window of raw readings, where code of a person makes its features. */
import { windowFeatures } from '../../shared/dsp/impulse-features.ts'
import { quantizeFeatures, runModel } from '../../shared/quantize/run.ts'
import type { PackUsual } from '../../shared/codegen/pack-anomaly.ts'
import type { Impulse } from '../../shared/model/impulse.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import type { Tasks } from './tasks.ts'

export function classifyTask(
  { impulse, quant, usual, window }: Tasks['classify']['input'],
  runtime: Runtime,
): Tasks['classify']['output'] {
  const features = windowFeatures(runtime, impulse, impulse.learn[0]?.id ?? '', window)
  const output = runModel(runtime, quant, quantizeFeatures(runtime, quant, features))
  const scores = runtime.dequantize(output, quant.output.scale, quant.output.zeroPoint)
  return { output, scores, anomaly: usual ? strangeness(impulse, usual, window, runtime) : new Float32Array() }
}

function strangeness(impulse: Impulse, { blocks, model }: PackUsual, window: Float32Array, runtime: Runtime) {
  const learn = impulse.learn.map((block) => ({ ...block, inputs: blocks.map(({ id }) => id) }))
  const features = windowFeatures(runtime, { ...impulse, dsp: blocks, learn }, learn[0]?.id ?? '', window)
  return runtime.anomalyScores(model, features, model.inputs)
}
