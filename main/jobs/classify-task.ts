/** The answer to one window of raw readings, where code of a person makes its features. */
import { windowFeatures } from '../../shared/dsp/impulse-features.ts'
import { quantizeFeatures, runModel } from '../../shared/quantize/run.ts'
import type { Runtime } from '../../shared/runtime/runtime.ts'
import type { Tasks } from './tasks.ts'

export function classifyTask(
  { impulse, quant, window }: Tasks['classify']['input'],
  runtime: Runtime,
): Tasks['classify']['output'] {
  const features = windowFeatures(runtime, impulse, impulse.learn[0]?.id ?? '', window)
  const output = runModel(runtime, quant, quantizeFeatures(runtime, quant, features))
  return { output, scores: runtime.dequantize(output, quant.output.scale, quant.output.zeroPoint) }
}
