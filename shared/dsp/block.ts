/** What every DSP block tells about itself: its form, its shapes and costs, and how to compute it. */
import type { Figure } from '../model/figure.ts'
import type { ParameterValue } from '../model/impulse.ts'
import type { BlockRecord, WindowBatch } from '../runtime/params.ts'
import type { Runtime } from '../runtime/runtime.ts'

export type Params = Record<string, ParameterValue>

/** What a block works on: a window of `rows` readings of the block's own axes. */
export interface DspContext {
  rateHz: number
  rows: number
  axes: string[]
}

export interface ParameterSpec {
  /** As in Edge Impulse, for example `fft-length`. */
  id: string
  label: string
  /** Empty where it has none. */
  unit: string
  type: 'int' | 'float' | 'select' | 'boolean' | 'string'
  default: ParameterValue
  min?: number
  max?: number
  /** Allowed values of a select, or of a number that may only be one of these. */
  options?: ParameterValue[]
  /** One sentence for a beginner. */
  help: string
  /** One of the few that tell most; a form folds the others away. */
  telling?: true
  /** Shown only while this holds. */
  showIf?: { param: string; operator: 'eq' | 'neq'; value: ParameterValue }
  /** Used by these implementation versions only; all where absent. */
  versions?: number[]
}

export interface ParameterProblem {
  param: string
  /** What is wrong, with its numbers. */
  sentence: string
  /** For example `2, 4, 6 or 8` or `above 0, below 50`. */
  allowed: string
  /** The value that mends it. */
  fix?: ParameterValue
  /** With an error nothing is computed; a warning is only shown. */
  severity: 'error' | 'warning'
}

export interface DspCost {
  /** Multiply-adds a window. */
  macs: number
  /** Working memory beside the window itself. */
  ramBytes: number
  /** Tables and parameters, without code. */
  flashBytes: number
  /** The multiply-adds are of whole numbers, which need no floating-point unit. */
  fixed?: boolean
}

export interface DspBlockType {
  id: string
  name: string
  description: string
  /** The newest first; a new block gets the newest. */
  implementationVersions: number[]
  parameters: ParameterSpec[]
  /** What does not fit beyond the single parameters' ranges. */
  check(params: Params, context: DspContext): ParameterProblem[]
  featureNames(params: Params, context: DspContext): string[]
  /** Where features are more than a list: for example `[frames, coefficients]`, row-major. */
  shape?(params: Params, context: DspContext): number[]
  cost(params: Params, context: DspContext): DspCost
  /** One paragraph that says what happens with these settings. */
  explanation(params: Params, context: DspContext): string
  /** What the C runtime takes, where these settings make a block that comes as a record of fields. */
  record?(params: Params, context: DspContext): BlockRecord | undefined
  /** Features of each window, `[windows, features]`. The parameters have been checked. */
  extract(runtime: Runtime, batch: WindowBatch, params: Params, context: DspContext): Float32Array
  /** Plots that explain one window; `window` has the block's axes only, interleaved. */
  figures(runtime: Runtime, window: Float32Array, params: Params, context: DspContext): Figure[]
}
