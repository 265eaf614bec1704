/** Each task of the compute worker, with the runtime and kernels it needs. */
import { classifyTask } from './classify-task.ts'
import { compressTask } from './compress-task.ts'
import { loadTrainingKernels } from '../../shared/nn/wasm-kernels.ts'
import { getRuntime } from '../runtime-file.ts'
import { readTrainingWasm } from '../training-file.ts'
import { rankTask, usualTask } from './anomaly-task.ts'
import { augmentPreviewTask } from './augment-task.ts'
import { crossValidateTask } from './cross-validate-task.ts'
import { evaluateTask, scoreTask } from './evaluate-task.ts'
import { measureTask, projectTask } from './explore-task.ts'
import { blockFeaturesTask, featuresTask, previewTask } from './feature-task.ts'
import { findRateTask } from './find-rate-task.ts'
import { importModelTask } from './import-model-task.ts'
import { insideTask } from './inside-task.ts'
import { quantizeReportTask } from './report-task.ts'
import { runModelCodeTask, withModelCode } from './model-code-task.ts'
import { chosenEngine } from './chosen-engine.ts'
import { type Engines, trainTask } from './train-task.ts'
import { runCodeTask } from './run-code-task.ts'
import type { TaskHandlers } from './tasks.ts'
import { tuneTask } from './tune-task.ts'

export function createTaskHandlers(): TaskHandlers {
  let loaded: Engines | null = null
  const engines = (): Engines =>
    (loaded ??= { runtime: getRuntime(), kernels: loadTrainingKernels(readTrainingWasm()) })
  return {
    features: (input, context) => featuresTask(input, context, getRuntime()),
    blockFeatures: (input, context) => blockFeaturesTask(input, context, getRuntime()),
    tune: (input, context) => tuneTask(input, context, getRuntime()),
    train: (input, context) =>
      withModelCode(input, context, async (coded, control) => {
        const makeNetwork = await chosenEngine(coded)
        return trainTask(coded, context, { ...engines(), control, ...(makeNetwork && { makeNetwork }) })
      }),
    compress: (input, context) => compressTask(input, context, engines()),
    importModel: (input) => importModelTask(input, engines()),
    evaluate: (input) => evaluateTask(input, engines()),
    quantizeReport: (input, context) => quantizeReportTask(input, context, engines()),
    score: (input) => scoreTask(input, engines()),
    inside: (input) => insideTask(input, engines().kernels),
    augmentPreview: (input) => augmentPreviewTask(input, getRuntime()),
    usual: (input) => usualTask(input, getRuntime()),
    rankFeatures: (input) => rankTask(input),
    anomalyScores: ({ model, features }) => getRuntime().anomalyScores(model, features, model.inputs),
    crossValidate: (input, context) => crossValidateTask(input, context, engines()),
    findRate: (input, context) => findRateTask(input, context, engines()),
    project: (input, context) => projectTask(input, context),
    measure: (input, context) => measureTask(input, context),
    preview: (input) => previewTask(input, getRuntime()),
    classify: (input) => classifyTask(input, getRuntime()),
    runModelCode: (input, context) => runModelCodeTask(input, context),
    runCode: (input, context) => runCodeTask(input, context, getRuntime()),
  }
}
