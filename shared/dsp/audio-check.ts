/** Which settings of the audio blocks go together with each other and with the window. */
import type { AudioBlock, AudioSettings } from './audio-params.ts'
import { audioSettings, bankOf, frameWidth } from './audio-params.ts'
import type { DspContext, ParameterProblem, Params } from './block.ts'
import { rounded } from './spectral-check.ts'

const MOST_FRAMES = 500
/** What a model pack takes. */
const MOST_FEATURES = 32_768

type Fix = ParameterProblem['fix']

function error(param: string, sentence: string, allowed: string, fix?: Fix): ParameterProblem {
  return { param, sentence, allowed, severity: 'error', ...(fix === undefined ? {} : { fix }) }
}

export function checkAudio(block: AudioBlock, params: Params, context: DspContext): ParameterProblem[] {
  if (context.axes.length !== 1) {
    const sentence = `This block reads one axis of sound, not ${context.axes.length}. Choose one of its axes.`
    return [error('axes', sentence, 'one axis')]
  }
  const settings = audioSettings(block, params, context)
  const first = checkFrames(settings, context) ?? checkFrequencies(settings, context) ?? checkFilters(settings, context)
  if (first) return [first]
  return checkSizes(settings)
}

function checkFrames(settings: AudioSettings, context: DspContext): ParameterProblem | undefined {
  const { frameLength, frameStride, frames, block } = settings
  const shortest = block === 'spectrogram' ? 4 : 2
  const seconds = (readings: number): number => Number((readings / context.rateHz).toPrecision(3))
  if (context.rows < shortest) {
    const sentence = `The window has ${context.rows} readings. A frame needs ${shortest} at least; choose a longer window.`
    return error('frame_length', sentence, `with ${shortest} readings or more`)
  }
  if (frameLength < shortest) {
    const sentence = `A frame of ${frameLength} readings is too short: ${shortest} at least, that is ${seconds(shortest)} s here.`
    return error('frame_length', sentence, `from ${seconds(shortest)} s`, Math.min(20, context.rows) / context.rateHz)
  }
  if (frameLength > context.rows) {
    const sentence = `A frame of ${frameLength} readings is longer than the window, which has ${context.rows}.`
    return error('frame_length', sentence, `up to ${seconds(context.rows)} s`, context.rows / context.rateHz)
  }
  if (frames < 1) {
    const sentence = `A frame of ${frameLength} readings fills the whole window; version ${settings.version} of this block leaves the last frame out.`
    const fix = Math.floor(context.rows / 2) / context.rateHz
    return error('frame_length', sentence, `up to ${seconds(context.rows - frameStride)} s`, fix)
  }
  if (block === 'spectrogram' && frameStride < shortest) {
    const sentence = `A stride of ${frameStride} readings is too short: ${shortest} at least.`
    return error('frame_stride', sentence, `from ${seconds(shortest)} s`, shortest / context.rateHz)
  }
  if (frames <= MOST_FRAMES) return undefined
  const fix = Math.ceil((context.rows - frameLength) / (MOST_FRAMES - 1)) / context.rateHz
  const sentence = `This makes ${frames} frames. Up to ${MOST_FRAMES} are possible: take a longer stride or a shorter window.`
  return error('frame_stride', sentence, `from ${seconds(fix * context.rateHz)} s`, fix)
}

function checkFrequencies(settings: AudioSettings, context: DspContext): ParameterProblem | undefined {
  if (settings.block === 'spectrogram') return undefined
  const nyquistHz = context.rateHz / 2
  if (settings.highHz > nyquistHz) {
    const sentence = `${settings.highHz} Hz is too high here: at ${rounded(context.rateHz)} readings a second only tones up to ${rounded(nyquistHz)} Hz can be heard.`
    return error('high_frequency', sentence, `up to ${rounded(nyquistHz)} Hz, or 0`, 0)
  }
  if (settings.lowHz < settings.highHz) return undefined
  const sentence = `The low frequency (${settings.lowHz} Hz) must lie below the high one (${rounded(settings.highHz)} Hz).`
  return error('low_frequency', sentence, `below ${rounded(settings.highHz)} Hz`, 0)
}

function checkFilters(settings: AudioSettings, context: DspContext): ParameterProblem | undefined {
  if (settings.block === 'spectrogram') return undefined
  const fits = (filters: number): boolean =>
    bankOf({ ...settings, filters }, context).binCounts.every((count) => count > 0)
  if (!fits(settings.filters)) {
    const fix = largest(settings.filters - 1, 2, fits)
    const empty = bankOf(settings, context).binCounts.findIndex((count) => count === 0) + 1
    const sentence =
      `Band ${empty} of ${settings.filters} is narrower than what an FFT of ${settings.fftLength} points tells apart ` +
      `and would always be empty. Use fewer filters or a longer FFT.`
    return error('num_filters', sentence, fix === undefined ? 'with a longer FFT' : `up to ${fix} here`, fix)
  }
  if (settings.block === 'mfcc' && settings.coefficients > settings.filters) {
    const sentence = `${settings.coefficients} coefficients cannot come from ${settings.filters} filters.`
    return error('num_cepstral', sentence, `up to ${settings.filters}`, settings.filters)
  }
  if (settings.window % 2 === 0 && settings.window > 0) {
    const sentence = `The normalization window has ${settings.window} frames. It needs a middle: choose an odd number.`
    return error('win_size', sentence, '0 or an odd number', settings.window + 1)
  }
  return undefined
}

function largest(from: number, to: number, fits: (count: number) => boolean): number | undefined {
  for (let count = from; count >= to; count -= 1) if (fits(count)) return count
  return undefined
}

function checkSizes(settings: AudioSettings): ParameterProblem[] {
  const features = settings.frames * frameWidth(settings)
  if (features <= MOST_FEATURES) return []
  const param = settings.block === 'spectrogram' ? 'fft_length' : 'frame_stride'
  const sentence = `${settings.frames} frames of ${frameWidth(settings)} make ${features} features. Up to ${MOST_FEATURES} are possible.`
  return [error(param, sentence, `up to ${MOST_FEATURES} features`)]
}
