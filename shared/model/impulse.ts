/** The impulse: how signals become answers. Field and parameter names are those of Edge Impulse. */
import { z } from 'zod'
import { inputBlockSchema } from './input-block.ts'
import { blockCodeSchema } from './block-code.ts'
import { conversionSchema } from './conversion.ts'
import { modelCodeSchema } from './model-code.ts'
import { networkLayerSchema } from './network-layer.ts'

const identifierSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

export const parameterValueSchema = z.union([z.number(), z.string(), z.boolean()])
export type ParameterValue = z.infer<typeof parameterValueSchema>

export const dspBlockSchema = z.object({
  id: identifierSchema,
  block: z.string(),
  implementationVersion: z.number().int().positive(),
  /** Axes it reads; all of the input block's where absent. */
  axes: z.array(z.string()).min(1).optional(),
  params: z.record(z.string(), parameterValueSchema),
  /** What a person wrote, of a block `custom`. */
  code: blockCodeSchema.optional(),
})
export type DspBlock = z.infer<typeof dspBlockSchema>

export const optimizerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('adam') }),
  z.object({ kind: z.literal('adamw'), weightDecay: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('momentum'), momentum: z.number().min(0).max(1) }),
])

const warmUpEpochs = z.number().min(0).max(10_000).optional()

export const scheduleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant'), warmUpEpochs }),
  z.object({ kind: z.literal('cosine'), warmUpEpochs }),
  z.object({
    kind: z.literal('step'),
    everyEpochs: z.number().int().positive().max(10_000),
    factor: z.number().positive().max(1),
    warmUpEpochs,
  }),
])

const share = z.number().min(0).max(1)

/** What is absent is off; fields that came later are optional, so that old impulses mean what they meant. */
export const trainingSettingsSchema = z.object({
  trainingCycles: z.number().int().positive().max(10_000).default(30),
  learningRate: z.number().positive().max(1e12).default(0.005),
  batchSize: z.number().int().positive().max(65_536).default(32),
  /** Share of the training samples kept for validation where no sample is marked so. */
  validationShare: z.number().min(0).max(0.9).default(0.2),
  seed: z.number().int().nonnegative().max(0xffff_ffff).default(1),
  autoClassWeights: z.boolean().default(false),
  /** Answers below this certainty are UNCERTAIN. */
  minimumConfidence: share.default(0.6),
  /** Samples with the same value of this metadata key stay together in validation; those of a session where absent. */
  validationKey: z.string().min(1).max(100).optional(),
  /** Adam where absent. */
  optimizer: optimizerSchema.optional(),
  /** Constant where absent. */
  schedule: scheduleSchema.optional(),
  /** Longest gradient of all weights together. */
  clipNorm: z.number().positive().max(1e12).optional(),
  /** Ends when so many cycles in a row were no better than the best one. */
  patience: z.number().int().positive().max(10_000).optional(),
  /** Weight of Σ |w| in the loss. */
  l1: share.optional(),
  /** Weight of Σ w² in the loss. */
  l2: share.optional(),
  /** Weight of Σ |output| of hidden layers in the loss. */
  activityL1: share.optional(),
  activityL2: share.optional(),
  /** Share of the truth that is spread over all labels. */
  labelSmoothing: z.number().min(0).max(0.99).optional(),
  /** What computes the training: this project's own engine where absent, or TensorFlow.js. */
  engine: z.enum(['own', 'tfjs']).optional(),
  /** Judge the int8 model after training; done where absent. */
  profileInt8: z.boolean().optional(),
  /** Minimum and maximum of what was seen, and nothing else, where absent. */
  conversion: conversionSchema.optional(),
})
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>

const strengthSchema = z.enum(['low', 'high'])

/** Changed copies of the training windows; those of validation and test stay as they are. What is absent is off. */
export const augmentationSchema = z.object({
  /** Changed copies of each training window. */
  copies: z.number().int().min(1).max(20).default(1),
  motion: z
    .object({
      /** Turns of all axes of a sensor by up to so many degrees. */
      rotateDegrees: z.number().min(0).max(180).optional(),
      /** Stronger or weaker by up to this share. */
      scale: z.number().min(0).max(0.9).optional(),
      /** Noise, as a share of each axis' deviation. */
      jitter: share.optional(),
      /** Faster and slower in places by up to this share. */
      timeWarp: z.number().min(0).max(0.5).optional(),
    })
    .optional(),
  sound: z
    .object({
      /** Noise, as a share of the sound's own strength. */
      noise: share.optional(),
      /** A piece of another training sample's sound laid under it, as a share of its strength. */
      backgroundMix: share.optional(),
      /** Earlier or later by up to so many milliseconds. */
      shiftMs: z.number().min(0).max(10_000).optional(),
    })
    .optional(),
  /** On the features of sound, as SpecAugment does it (Park et al., 2019). */
  spectrogram: z
    .object({
      timeMasking: strengthSchema.optional(),
      freqMasking: strengthSchema.optional(),
      gaussianNoise: strengthSchema.optional(),
      warping: z.boolean().optional(),
    })
    .optional(),
  image: z
    .object({
      flip: z.boolean().optional(),
      rotateDegrees: z.number().min(0).max(180).optional(),
      /** Moved by up to this share of the picture. */
      crop: z.number().min(0).max(0.5).optional(),
      /** Larger by up to this share. */
      zoom: z.number().min(0).max(1).optional(),
      /** Lighter or darker by up to this share of the range. */
      brightness: share.optional(),
    })
    .optional(),
})
export type Augmentation = z.infer<typeof augmentationSchema>

/** After `id` and `block`: the order in which old impulses have their fields, which is part of their hashes. */
const learning = {
  /** What people call it. */
  name: z.string().min(1).max(80).optional(),
  /** Ids of the DSP blocks whose features are joined, in this order. */
  inputs: z.array(identifierSchema).min(1),
}

const network = {
  /** Features are shifted and scaled by the training set's mean and deviation, in float, before the network. */
  normalization: z.enum(['none', 'standard-scaler']).default('standard-scaler'),
  /** Hidden layers; the output layer follows from the labels, or from the value to learn. */
  layers: z.array(networkLayerSchema).max(200),
  training: trainingSettingsSchema,
  augmentation: augmentationSchema.optional(),
  /** Expert mode: where it is there, layers and settings are what it described when it last ran. */
  code: modelCodeSchema.optional(),
}

const anomaly = {
  /** Names of the features it looks at; those that tell the labels apart best where absent. */
  features: z.array(z.string()).min(1).max(1000).optional(),
  /** Scores above it are an ANOMALY; found from the training windows where absent. */
  threshold: z.number().optional(),
  seed: z.number().int().nonnegative().max(0xffff_ffff).default(1),
}

/** Which of the labels it is. */
export const classificationBlockSchema = z.object({
  id: identifierSchema,
  block: z.literal('classification'),
  ...learning,
  ...network,
  /** A sample can have several labels, separated by commas; each is answered with yes or no. */
  multiLabel: z.boolean().optional(),
})
/** How large a value is. */
export const regressionBlockSchema = z.object({
  id: identifierSchema,
  block: z.literal('regression'),
  ...learning,
  ...network,
  /** Metadata key that holds the value of a sample; its label is the value where absent. */
  target: z.string().min(1).max(100).optional(),
  /** Squared error where absent. */
  loss: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('mean-squared-error') }),
      z.object({ kind: z.literal('mean-absolute-error') }),
      z.object({ kind: z.literal('huber'), delta: z.number().positive() }),
    ])
    .optional(),
})
/** Whether it is like anything seen in training. */
export const kMeansBlockSchema = z.object({
  id: identifierSchema,
  block: z.literal('anomaly-kmeans'),
  ...learning,
  ...anomaly,
  clusters: z.number().int().positive().max(1024).default(32),
})
export const gmmBlockSchema = z.object({
  id: identifierSchema,
  block: z.literal('anomaly-gmm'),
  ...learning,
  ...anomaly,
  components: z.number().int().positive().max(256).default(8),
})

export const learnBlockSchema = z.discriminatedUnion('block', [
  classificationBlockSchema,
  regressionBlockSchema,
  kMeansBlockSchema,
  gmmBlockSchema,
])
export type LearnBlock = z.infer<typeof learnBlockSchema>
export type NetworkBlock = Extract<LearnBlock, { block: 'classification' | 'regression' }>
export type AnomalyBlock = Extract<LearnBlock, { block: 'anomaly-kmeans' | 'anomaly-gmm' }>

export function isNetworkBlock(block: LearnBlock): block is NetworkBlock {
  return block.block === 'classification' || block.block === 'regression'
}

export const impulseSchema = z.object({
  version: z.literal(1),
  input: inputBlockSchema,
  dsp: z.array(dspBlockSchema).min(1),
  learn: z.array(learnBlockSchema).min(1),
})
export type Impulse = z.infer<typeof impulseSchema>
