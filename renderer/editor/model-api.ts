/** What TypeScript knows of the world in which the code of a network runs. */
import { trainingSettingsSchema } from '../../shared/model/impulse.ts'
import { networkLayerSchema } from '../../shared/model/network-layer.ts'
import { typeText } from './type-text.ts'

export const MODEL_API = `
/** One hidden layer. \`from\` is the place of the layer it takes its input from; the one before where absent. */
type Layer = ${typeText(networkLayerSchema)}

/** What is absent stays as the form has it. */
type Training = Partial<${typeText(trainingSettingsSchema)}>

interface Model {
  /** Whether each feature is brought to the same size first. */
  normalization?: 'none' | 'standard-scaler'
  /** Hidden layers; the output layer follows from the labels. */
  layers: Layer[]
  training?: Training
}

/** What a function called model is given. */
interface ModelContext {
  /** Features of a window. */
  readonly inputs: number
  /** How they lie: [frames, coefficients], [height, width, channels] or [features]. */
  readonly shape: number[]
  readonly labels: string[]
}

/** What onEpoch is told. */
interface Epoch {
  /** 1 is the first. */
  readonly epoch: number
  /** That it learned with, before the schedule. */
  readonly learningRate: number
  readonly loss: number
  readonly accuracy?: number
  readonly validationLoss?: number
  readonly validationAccuracy?: number
}

/** What onEpoch answers. */
type Choice = { learningRate?: number; stop?: boolean }

declare const console: {
  log(...words: unknown[]): void
}
`
