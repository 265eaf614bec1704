/** Shapes, costs and problems of an impulse that may still be wrong: never throws for a wrong setting. */
import type { DspBlock, Impulse, ParameterValue } from '../model/impulse.ts'
import type { ImageSize, InputBlock, TimeSeriesInput } from '../model/input-block.ts'
import type { Gap } from '../model/sample.ts'
import type { DspContext } from './block.ts'
import { completeParams } from './parameters.ts'
import { CUSTOM_BLOCK } from './custom.ts'
import { checkBlock, dspBlocks, typeOf } from './registry.ts'
import { countWindows, frequencyOf, longestStretch, windowReadings } from './windows.ts'

/** What is known of a sample without its values. */
export interface SampleSummary {
  label: string | null
  rateHz: number
  readings: number
  axes: string[]
  gaps: Gap[]
  /** Of a picture. */
  image?: ImageSize | undefined
}

export interface ImpulseProblem {
  /** The field's place in the impulse: `input.windowSizeMs`, `dsp.spectral-analysis.filter-cutoff`. */
  field: string
  sentence: string
  fix?: ParameterValue
  severity: 'error' | 'warning'
}

export interface DspDescription {
  id: string
  features: number
  featureNames: string[]
  macs: number
  ramBytes: number
  flashBytes: number
  /** Its multiply-adds are of whole numbers. */
  fixed?: boolean
  explanation: string
}

export interface ImpulseDescription {
  windowReadings: number
  windows: number
  shortestSampleMs: number | null
  longestSampleMs: number | null
  /** Inputs of the first learning block. */
  features: number
  dsp: DspDescription[]
  problems: ImpulseProblem[]
}

export function describeImpulse(impulse: Impulse, samples: SampleSummary[]): ImpulseDescription {
  const lengths = samples.map((sample) => (sample.readings * 1000) / sample.rateHz)
  const dsp = impulse.dsp.map((block) => describeBlock(impulse, block))
  const problems = [...inputProblems(impulse.input, samples), ...dsp.flatMap((entry) => entry.problems)]
  const inputs = impulse.learn[0]?.inputs ?? []
  const byId = new Map(dsp.map((entry) => [entry.description.id, entry.description]))
  const unknown = [...new Set(impulse.learn.flatMap((block) => block.inputs))].filter((id) => !byId.has(id))
  return {
    windowReadings: windowReadings(impulse.input),
    windows: samples.reduce((sum, sample) => sum + countWindows(impulse.input, sample), 0),
    shortestSampleMs: lengths.length > 0 ? Math.min(...lengths) : null,
    longestSampleMs: lengths.length > 0 ? Math.max(...lengths) : null,
    features: inputs.reduce((sum, id) => sum + (byId.get(id)?.features ?? 0), 0),
    dsp: dsp.map((entry) => entry.description),
    problems: [
      ...problems,
      ...unknown.map((id) => unknownInput(impulse, id)),
      ...duplicateIds(impulse),
      ...duplicateLearnIds(impulse),
    ],
  }
}

function unknownInput(impulse: Impulse, id: string): ImpulseProblem {
  const names = impulse.dsp.map((block) => block.id).join(', ')
  const sentence = `The learning block uses "${id}". There is no such DSP block; there are: ${names}.`
  return { field: 'learn.inputs', sentence, severity: 'error' }
}

function duplicateIds(impulse: Impulse): ImpulseProblem[] {
  const ids = impulse.dsp.map((block) => block.id)
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  return twice.map((id) => ({
    field: `dsp.${id}.id`,
    sentence: `Two DSP blocks are called "${id}". Give each its own name.`,
    severity: 'error',
  }))
}

function duplicateLearnIds(impulse: Impulse): ImpulseProblem[] {
  const ids = impulse.learn.map((block) => block.id)
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  return twice.map((id) => ({
    field: `learn.${id}.id`,
    sentence: `Two learning blocks are called "${id}". Give each its own name.`,
    severity: 'error',
  }))
}

function describeBlock(impulse: Impulse, block: DspBlock) {
  const context: DspContext = {
    rateHz: frequencyOf(impulse.input),
    rows: windowReadings(impulse.input),
    axes: block.axes ?? impulse.input.axes,
  }
  const problems = blockProblems(impulse, block, context)
  const none = { features: 0, featureNames: [], macs: 0, ramBytes: 0, flashBytes: 0, explanation: '' }
  if (problems.some((problem) => problem.severity === 'error')) {
    return { problems, description: { id: block.id, ...none } }
  }
  const type = typeOf(block)
  const params = completeParams(type, block.params, block.implementationVersion)
  const featureNames = type.featureNames(params, context)
  const description: DspDescription = {
    id: block.id,
    features: featureNames.length,
    featureNames,
    ...type.cost(params, context),
    explanation: type.explanation(params, context),
  }
  return { problems, description }
}

function blockProblems(impulse: Impulse, block: DspBlock, context: DspContext): ImpulseProblem[] {
  if (block.block !== CUSTOM_BLOCK && !dspBlocks.some((type) => type.id === block.block)) {
    const names = dspBlocks.map((type) => type.id).join(', ')
    return [
      {
        field: `dsp.${block.id}.block`,
        sentence: `There is no DSP block "${block.block}". There are: ${names}.`,
        severity: 'error',
      },
    ]
  }
  const missing = context.axes.filter((axis) => !impulse.input.axes.includes(axis))
  if (missing.length > 0) {
    const sentence = `The block reads ${missing.join(', ')}, which the input does not use.`
    return [{ field: `dsp.${block.id}.axes`, sentence, severity: 'error' }]
  }
  return checkBlock(block, context).map(({ param, sentence, fix, severity }) => ({
    field: `dsp.${block.id}.${param}`,
    sentence,
    severity,
    ...(fix === undefined ? {} : { fix }),
  }))
}

function milliseconds(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function inputProblems(input: InputBlock, samples: SampleSummary[]): ImpulseProblem[] {
  if (samples.length === 0) return []
  if (input.kind === 'image') return pictureProblems(samples)
  return [...windowProblems(input, samples), ...rateProblems(input, samples), ...axisProblems(input, samples)]
}

/** Pictures of any size and colour fit; signals do not. */
function pictureProblems(samples: SampleSummary[]): ImpulseProblem[] {
  const signals = samples.filter((sample) => !sample.image).length
  if (signals === 0) return []
  const sentence = `${signals} of ${samples.length} samples are signals, not pictures. Leave them out in Dataset.`
  return [{ field: 'input.kind', sentence, severity: 'error' }]
}

/** A little less than the sample, so that rounding to readings never makes the window too long again. */
function fittingWindowMs(lengthMs: number): number {
  return Math.max(1, Math.floor(lengthMs + 1e-6))
}

function windowProblems(input: TimeSeriesInput, samples: SampleSummary[]): ImpulseProblem[] {
  if (input.padZeros) return []
  const lengths = samples.map((sample) => (sample.readings * 1000) / sample.rateHz)
  const without = samples.filter((sample) => countWindows(input, sample) === 0).length
  if (without === 0) return []
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)]
  const window = milliseconds(input.windowSizeMs)
  const field = 'input.windowSizeMs'
  if (without === samples.length) {
    const stretch = Math.max(...samples.map((sample) => (longestStretch(sample) * 1000) / sample.rateHz))
    const than = stretch < longest ? 'every stretch without a gap' : 'every sample'
    const fix = fittingWindowMs(stretch)
    return [
      {
        field,
        sentence: `The window (${window} ms) is longer than ${than}; the longest is ${milliseconds(stretch)} ms. Use at most ${milliseconds(fix)}.`,
        fix,
        severity: 'error',
      },
    ]
  }
  const fix = fittingWindowMs(shortest)
  const cause =
    shortest < input.windowSizeMs
      ? `The window (${window} ms) is longer than your shortest sample (${milliseconds(shortest)} ms).`
      : `The window (${window} ms) does not fit between the gaps of some samples.`
  return [
    {
      field,
      sentence: `${cause} ${without} of ${samples.length} samples are left out.`,
      ...(shortest < input.windowSizeMs ? { fix } : {}),
      severity: 'warning',
    },
  ]
}

function rateProblems(input: TimeSeriesInput, samples: SampleSummary[]): ImpulseProblem[] {
  const lowest = Math.min(...samples.map((sample) => sample.rateHz))
  if (input.frequencyHz <= lowest * 1.01) return []
  return [
    {
      field: 'input.frequencyHz',
      sentence: `The rate is ${input.frequencyHz} Hz, but some samples were recorded at ${lowest}. Nothing new can be seen above that.`,
      fix: lowest,
      severity: 'warning',
    },
  ]
}

function axisProblems(input: TimeSeriesInput, samples: SampleSummary[]): ImpulseProblem[] {
  return input.axes.flatMap((axis) => {
    const without = samples.filter((sample) => !sample.axes.includes(axis)).length
    if (without === 0) return []
    const sentence = `${without} of ${samples.length} samples have no axis "${axis}". Choose axes that all samples have.`
    return [{ field: 'input.axes', sentence, severity: 'error' as const }]
  })
}
