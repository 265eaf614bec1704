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

/** As many digits as a person writes, not below the value, or not above it. */
function written(value: number, side: 'up' | 'down'): number {
  const near = Number(value.toPrecision(3))
  const away = side === 'up' ? value - near : near - value
  if (away <= 0) return near
  const step = 10 ** (Math.floor(Math.log10(value)) - 2)
  return Number((side === 'up' ? near + step : near - step).toPrecision(3))
}

function checkFrames(settings: AudioSettings, context: DspContext): ParameterProblem | undefined {
  return checkLength(settings, context) ?? checkStride(settings, context)
}

const leastStride = ({ block }: AudioSettings): number => (block === 'spectrogram' ? 4 : 1)
const shortestFrame = ({ block }: AudioSettings): number => (block === 'spectrogram' ? 4 : 2)

function checkLength(settings: AudioSettings, { rows, rateHz }: DspContext): ParameterProblem | undefined {
  const { frameLength, frameStride, version } = settings
  const shortest = shortestFrame(settings)
  // The first version leaves out the last frame.
  const longest = version === 1 ? rows - frameStride : rows
  const needed = version === 1 ? shortest + leastStride(settings) : shortest
  if (rows < needed) {
    const sentence = `The window is too short: ${rows} of at least ${needed} readings. Choose a longer one.`
    return error('frame_length', sentence, `with ${needed} readings or more`)
  }
  if (longest < shortest) {
    const sentence = `A stride of ${frameStride} readings leaves no whole frame in a window of ${rows}.`
    const fix = written(Math.max(leastStride(settings), Math.floor(rows / 4)) / rateHz, 'down')
    return error('frame_stride', sentence, `up to ${written((rows - shortest) / rateHz, 'down')} s`, fix)
  }
  const fix = written(Math.min(Math.max(20, frameLength), longest) / rateHz, 'down')
  if (frameLength < shortest) {
    const least = written(shortest / rateHz, 'up')
    const sentence = `A frame of ${frameLength} readings is too short: ${shortest} at least, that is ${least} s here.`
    return error('frame_length', sentence, `from ${least} s`, fix)
  }
  if (frameLength <= longest) return undefined
  const sentence =
    frameLength > rows
      ? `A frame of ${frameLength} readings is longer than the window, which has ${rows}.`
      : `A frame of ${frameLength} readings fills the whole window; version ${version} of this block leaves the last frame out.`
  return error('frame_length', sentence, `up to ${fix} s`, fix)
}

function checkStride(settings: AudioSettings, { rows, rateHz }: DspContext): ParameterProblem | undefined {
  const { frameLength, frameStride, frames, shift } = settings
  const least = leastStride(settings)
  const most = Math.min(MOST_FRAMES, Math.floor(MOST_FEATURES / frameWidth(settings)))
  const fix = written(Math.max(least, Math.ceil((rows - frameLength) / (most - 1))) / rateHz, 'up')
  if (frameStride < least) {
    const sentence = `A stride of ${frameStride} readings is too short: ${least} at least.`
    return error('frame_stride', sentence, `from ${written(least / rateHz, 'up')} s`, fix)
  }
  if (frames > MOST_FRAMES) {
    const sentence = `This makes ${frames} frames. Up to ${MOST_FRAMES} are possible: take a longer stride or a shorter window.`
    return error('frame_stride', sentence, `from ${fix} s`, fix)
  }
  if (shift < rows) return undefined
  const sentence = `Pre-emphasis looks ${shift} readings back, but the window has ${rows}.`
  return error('pre_shift', sentence, `below ${rows}`, 1)
}

function checkFrequencies(settings: AudioSettings, context: DspContext): ParameterProblem | undefined {
  if (settings.block === 'spectrogram') return undefined
  const nyquistHz = context.rateHz / 2
  if (settings.highHz > nyquistHz) {
    const sentence = `${rounded(settings.highHz)} Hz is too high here: at ${rounded(context.rateHz)} readings a second only tones up to ${rounded(nyquistHz)} Hz can be heard.`
    return error('high_frequency', sentence, `up to ${rounded(nyquistHz)} Hz, or 0`, 0)
  }
  if (settings.lowHz < settings.highHz) return undefined
  const sentence = `The low frequency (${rounded(settings.lowHz)} Hz) must lie below the high one (${rounded(settings.highHz)} Hz).`
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
