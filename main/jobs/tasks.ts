/** What the compute worker can be asked, and the plain data that goes in and out. */
import type { BlockFeatures } from '../../shared/dsp/impulse-features.ts'
import type { TuneTask } from './tune-task.ts'
import type { ModelStep } from '../../shared/codegen/model-steps.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import type { Histogram } from '../../shared/nn/histogram.ts'
import type { TrainingState } from '../../shared/nn/training-loop.ts'
import type { QuantizeReport } from '../../shared/contract/operations/quantize.ts'
import type { QuantModel } from '../../shared/quantize/quant-model.ts'
import type { MeasureTask, ProjectTask } from './explore-task.ts'
import type { Compression } from '../../shared/model/compression.ts'
import type { Augmentation, DspBlock, Impulse, NetworkBlock } from '../../shared/model/impulse.ts'
import type { Epoch, Evaluation, Precision, Run } from '../../shared/model/run.ts'
import type { ImageSize } from '../../shared/model/input-block.ts'
import type { Axis, Gap, Split } from '../../shared/model/sample.ts'
import type { Figure } from '../../shared/model/figure.ts'
import type { PackUsual } from '../../shared/codegen/pack-anomaly.ts'
import type { AnomalyModel } from '../../shared/nn/anomaly/anomaly-model.ts'
import type { RankedFeature } from '../../shared/nn/anomaly/choose-features.ts'
import type { RateFinding } from '../../shared/nn/learning-rate-finder.ts'
import type { CrossValidation, CrossValidationInput, FoldProgress } from './cross-validate-task.ts'
import type { UsualInput, UsualOutput } from './anomaly-task.ts'
import type { ImportModelTask } from './import-model-task.ts'
import type { LearningInput } from './learning-data.ts'

/** A sample with its readings, as the worker needs it. */
export interface SignalSample {
  id: number
  rateHz: number
  axes: Axis[]
  gaps: Gap[]
  /** Of a picture. */
  image?: ImageSize | undefined
  values: Float32Array
}

/** Features of many windows: `features` is `[windows, featureCount]`, row-major. */
export interface WindowSet {
  featureCount: number
  featureNames: string[]
  features: Float32Array
  sampleIds: Int32Array
  startMs: Float32Array
}

/** What is known of a sample beside its windows. */
export interface SampleFacts {
  id: number
  name: string
  label: string
  split: Split
  session: string
  metadata: Record<string, string>
}

export interface ModelBlobs {
  graph: FloatGraph
  quant: QuantModel
  tflite: Uint8Array
  pack: Uint8Array
}

/** All of a run that does not depend on where it is kept. */
export type FinishedRun = Omit<
  Run,
  'id' | 'impulseId' | 'createdAt' | 'featuresHash' | 'inputsHash' | 'parentId' | 'compression'
>

export interface WindowScores {
  /** `[windows, labels]`. */
  scores: Float32Array
  evaluation: Evaluation
}

/** A window and what the blocks make of it. */
export interface WindowLook {
  readings: Float32Array
  features: Float32Array
}

export interface Tasks {
  features: {
    input: { impulse: Impulse; learnId: string; samples: SignalSample[]; strideMs: number }
    output: WindowSet
    progress: { done: number; total: number }
  }
  tune: TuneTask
  blockFeatures: {
    input: { impulse: Impulse; blocks: DspBlock[]; samples: SignalSample[]; strideMs: number }
    /** One a sample. */
    output: BlockFeatures[]
    progress: { done: number }
  }
  train: {
    input: {
      impulse: Impulse
      learnId: string
      windows: WindowSet
      samples: SampleFacts[]
      /** Goes on after the epochs of an earlier training. */
      resume?: TrainingState
      /** Readings of the samples, where augmentation changes them. */
      signals?: SignalSample[]
    }
    output: {
      run: FinishedRun
      blobs: ModelBlobs
      /** From which it can go on. */
      state: TrainingState
      /** Ids of samples. */
      division: { train: number[]; validation: number[] }
    }
    progress: { stage: string; epoch: Epoch | null; epochs: number }
  }
  compress: {
    input: {
      impulse: Impulse
      learnId: string
      windows: WindowSet
      samples: SampleFacts[]
      /** The trained network. */
      graph: FloatGraph
      compression: Compression
    }
    output: { run: FinishedRun; blobs: ModelBlobs; division: { train: number[]; validation: number[] } }
    progress: { stage: string; epoch: number; epochs: number }
  }
  /** A model from a file, with the windows it is judged by and, where it is float, converted with. */
  importModel: ImportModelTask
  evaluate: {
    input: {
      model: Pick<ModelBlobs, 'graph' | 'quant'>
      /** The block the model is of. */
      learn: NetworkBlock
      precision: Precision
      windows: WindowSet
      samples: SampleFacts[]
      threshold: number
    }
    output: WindowScores
    progress: never
  }
  /** Float and int8 side by side. */
  quantizeReport: {
    input: { model: Pick<ModelBlobs, 'graph' | 'quant'>; windows: WindowSet }
    output: Omit<QuantizeReport, 'modelHash'>
    progress: { done: number; total: number }
  }
  /** Answers `[windows, labels]` alone. */
  score: {
    input: { model: Pick<ModelBlobs, 'graph' | 'quant'>; precision: Precision; features: Float32Array }
    output: Float32Array
    progress: never
  }
  inside: {
    input: { model: Pick<ModelBlobs, 'graph' | 'quant'>; features: Float32Array }
    output: {
      steps: ModelStep[]
      /** `outputs` of the windows that were given. */
      layers: { name: string; weights: Histogram | null; outputs: Histogram }[]
    }
    progress: never
  }
  augmentPreview: {
    input: LearningInput & {
      learn: NetworkBlock
      augmentation: Augmentation
      signals: SignalSample[]
      sampleId: number
      startMs: number
    }
    output: {
      axes: string[]
      rateHz: number
      shape: number[]
      original: WindowLook
      copies: WindowLook[]
    }
    progress: never
  }
  usual: { input: UsualInput; output: UsualOutput; progress: never }
  rankFeatures: {
    input: Omit<UsualInput, 'block'>
    output: { ranked: RankedFeature[]; suggested: string[] }
    progress: never
  }
  anomalyScores: {
    input: { model: AnomalyModel; features: Float32Array }
    output: Float32Array
    progress: never
  }
  crossValidate: { input: CrossValidationInput; output: CrossValidation; progress: FoldProgress }
  findRate: { input: LearningInput; output: RateFinding; progress: never }
  project: ProjectTask
  measure: MeasureTask
  preview: {
    input: { sample: SignalSample; startMs: number; impulse: Impulse; block: DspBlock }
    output: {
      raw: Float32Array
      axes: string[]
      rateHz: number
      features: Float32Array
      featureNames: string[]
      figures: Figure[]
      ms: number
      fixedError: { largest: number; typical: number; size: number } | null
    }
    progress: never
  }
  /** One window through an impulse with code of a person's own. */
  classify: {
    input: { impulse: Impulse; quant: ModelBlobs['quant']; usual: PackUsual | undefined; window: Float32Array }
    output: { output: Int8Array; scores: Float32Array; anomaly: Float32Array }
    progress: never
  }
  /** The code of a network: what it describes, and what of it an int8 model cannot hold. */
  runModelCode: {
    input: { impulse: Impulse; learnId: string; labels: string[] }
    output: {
      /** With the layers and settings that its code describes. */
      block: NetworkBlock
      parameters: number
      problems: string[]
      hasHook: boolean
      lines: string[]
    }
    progress: never
  }
  /** A custom block on one window: of a sample, or of silence where there is none yet. */
  runCode: {
    input: { sample: SignalSample | null; startMs: number; impulse: Impulse; block: DspBlock }
    output: {
      /** With what its code declares. */
      block: DspBlock
      features: Float32Array
      featureNames: string[]
      figures: Figure[]
      /** What the code printed. */
      lines: string[]
      ms: number
    }
    progress: never
  }
}

export type TaskName = keyof Tasks

/** What a task may do while it runs. It is synchronous, so it looks at flags instead of awaiting signals. */
export interface TaskContext<P> {
  progress(progress: P): void
  /** The result is no longer wanted. */
  cancelled(): boolean
  /** End early and keep what is best so far. */
  stopped(): boolean
  /** A person's code begins or ends a window. */
  beat(): void
}

export type TaskHandlers = {
  [K in TaskName]: (
    input: Tasks[K]['input'],
    context: TaskContext<Tasks[K]['progress']>,
  ) => Tasks[K]['output'] | Promise<Tasks[K]['output']>
}

/** Indices into the shared flags. */
export const CANCEL_FLAG = 0
export const STOP_FLAG = 1
/** Counts up as a person's code begins and ends a window: odd while it runs. */
export const BEAT_FLAG = 2
export const FLAGS = 3

export type WorkerMessage =
  | { kind: 'progress'; progress: unknown }
  | { kind: 'done'; output: unknown }
  | { kind: 'failed'; error: unknown }
