/** From the settings of MFCC, MFE and Spectrogram to what the C runtime takes. */
import type { BlockField } from '../runtime/params.ts'
import type { DspContext, Params } from './block.ts'
import { cosineTransform, melBank } from './mel.ts'
import type { MelBank } from './mel.ts'
import { flagOf, numberOf, versionOf } from './parameters.ts'

export type AudioBlock = 'mfcc' | 'mfe' | 'spectrogram'

export interface AudioSettings {
  block: AudioBlock
  /** Implementation version, 1…4. */
  version: number
  /** In readings. */
  frameLength: number
  frameStride: number
  frames: number
  fftLength: number
  filters: number
  lowHz: number
  highHz: number
  coefficients: number
  emphasis: number
  /** Pre-emphasis takes away the reading so many before. */
  shift: number
  window: number
  noiseFloorDb: number
  asEdgeImpulse: boolean
}

/** Seconds as readings: rounded up, but not for the sake of a thousandth. */
function readings(seconds: number, rateHz: number): number {
  const exact = seconds * rateHz
  return exact - Math.floor(exact) < 0.001 ? Math.floor(exact) : Math.ceil(exact)
}

/** The nearest whole number, halves to the even one. */
function nearest(value: number): number {
  const floor = Math.floor(value)
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value)
}

/** Before version 3, MFE has no pre-emphasis; that of the spectrogram never had one. */
function emphasisOf(block: AudioBlock, version: number, params: Params): number {
  if (block === 'mfcc') return numberOf(params, 'pre_cof')
  return block === 'mfe' && version >= 3 ? 0.98 : 0
}

export function audioSettings(block: AudioBlock, params: Params, context: DspContext): AudioSettings {
  const version = versionOf(params)
  const seconds = numberOf(params, 'frame_length')
  const frameLength = version === 1 ? nearest(seconds * context.rateHz) : readings(seconds, context.rateHz)
  const frameStride = readings(numberOf(params, 'frame_stride'), context.rateHz)
  const highHz = numberOf(params, 'high_frequency')
  const mel = block !== 'spectrogram'
  return {
    block,
    version,
    frameLength,
    frameStride,
    // The first version left out the last frame.
    frames: Math.floor((context.rows - (version === 1 ? frameLength : frameLength - frameStride)) / frameStride),
    fftLength: numberOf(params, 'fft_length'),
    filters: mel ? numberOf(params, 'num_filters') : 0,
    lowHz: mel ? numberOf(params, 'low_frequency') : 0,
    highHz: mel && highHz > 0 ? highHz : context.rateHz / 2,
    coefficients: block === 'mfcc' ? numberOf(params, 'num_cepstral') : 0,
    emphasis: emphasisOf(block, version, params),
    shift: block === 'mfcc' && version <= 2 ? numberOf(params, 'pre_shift') : 1,
    window: block === 'mfcc' || (block === 'mfe' && version <= 2) ? numberOf(params, 'win_size') : 0,
    noiseFloorDb: block === 'mfcc' ? 0 : numberOf(params, 'noise_floor_db'),
    asEdgeImpulse: block === 'mfe' && flagOf(params, 'ei-exact'),
  }
}

export function bankOf(settings: AudioSettings, context: DspContext): MelBank {
  return melBank({ ...settings, rateHz: context.rateHz, halfPoints: settings.version <= 3 })
}

/** Features of one frame. */
export function frameWidth(settings: AudioSettings): number {
  const { block, coefficients, filters, fftLength } = settings
  if (block === 'mfcc') return coefficients
  return block === 'mfe' ? filters : fftLength / 2 + 1
}

export function audioScratchFloats({ fftLength, filters, frames, window, block }: AudioSettings): number {
  return 2.5 * fftLength + (block === 'mfcc' ? filters : 0) + (window > 0 ? 2 * frames : 0)
}

/** Fields of `tml_audio_params`. The settings must have passed the block's check. */
export function audioFields(settings: AudioSettings, context: DspContext): BlockField[] {
  const bank = bankOf(settings, context)
  return [
    settings.frameLength,
    settings.frameStride,
    settings.frames,
    settings.fftLength,
    // Sound comes as 16-bit numbers; only MFE measures it against the largest.
    { float: settings.block === 'mfe' && settings.version >= 3 ? 1 / 32_768 : 1 },
    { float: 1 - settings.emphasis },
    settings.filters,
    { integers: bank.firstBins },
    { integers: bank.binCounts },
    { floats: bank.weights },
    settings.coefficients,
    { floats: cosineTransform(settings.filters, settings.coefficients) },
    settings.window,
    { float: settings.noiseFloorDb },
    Number(settings.asEdgeImpulse),
    settings.shift,
    settings.version,
  ]
}
