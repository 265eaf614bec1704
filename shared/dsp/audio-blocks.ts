/**
 * MFCC, MFE and Spectrogram: what sounds when. Window `[rows]` of one axis of 16-bit sound (−32768…32767) to
 * `[frames, width]`, row-major; width: coefficients, filters, or fftLength / 2 + 1.
 *
 * Frames lie inside the window only: floor((rows − (length − stride)) / stride) of them; the rest at the end is not used.
 * Silence: energies of exactly 0 count as 1e-10, levels below the noise floor as 0. Throws through the block's check.
 * Implementation versions 1 to 4 of Edge Impulse's blocks, which differ in frames, filters and levels; the C of resources/runtime held against their vectors in test/golden.
 */
import type { BlockRecord } from '../runtime/params.ts'
import { BLOCK_KIND } from '../runtime/params.ts'
import { checkAudio } from './audio-check.ts'
import { columnNames, melFigure, overFrequencyFigure, overTimeFigure } from './audio-figures.ts'
import type { AudioBlock, AudioSettings } from './audio-params.ts'
import { audioFields, audioScratchFloats, audioSettings, bankOf, frameWidth } from './audio-params.ts'
import { mfccParameters, mfeParameters, spectrogramParameters } from './audio-schema.ts'
import type { DspBlockType, DspContext, DspCost, ParameterSpec, Params } from './block.ts'
import { singleWindow } from './figure-data.ts'
import { fixedAudioRecord, isFixed, recordBytes } from './fixed-point.ts'
import { audioHeatFigure } from './heat-figures.ts'
import { rounded } from './spectral-check.ts'

function record(block: AudioBlock, params: Params, context: DspContext): BlockRecord {
  const settings = audioSettings(block, params, context)
  if (isFixed(params)) return fixedAudioRecord(settings, context)
  return {
    kind: BLOCK_KIND[block],
    fields: audioFields(settings, context),
    scratchFloats: audioScratchFloats(settings),
  }
}

function featureNames(block: AudioBlock, params: Params, context: DspContext): string[] {
  const settings = audioSettings(block, params, context)
  const columns = columnNames(settings, context)
  return Array.from({ length: settings.frames }, (_, frame) =>
    columns.map((name) => `Frame ${frame + 1} ${name}`),
  ).flat()
}

function cost(block: AudioBlock, params: Params, context: DspContext): DspCost {
  const settings = audioSettings(block, params, context)
  const { fftLength, filters, coefficients, frames, window } = settings
  const weights = filters > 0 ? bankOf(settings, context).weights.length : 0
  const levels = 20 * (block === 'spectrogram' ? fftLength / 2 + 1 : filters)
  const frame = settings.frameLength + fftLength * Math.log2(fftLength) + 5 * fftLength
  const sliding = window > 0 ? frameWidth(settings) * (2 * (window % (2 * frames)) + 20) : 0
  const macs = Math.round(frames * (frame + weights + levels + filters * coefficients + sliding))
  if (isFixed(params)) {
    const fixed = fixedAudioRecord(settings, context)
    const ramBytes = 4 * (fixed.scratchFloats + frames * frameWidth(settings))
    return { macs, ramBytes, flashBytes: recordBytes(fixed), fixed: true }
  }
  return {
    macs,
    ramBytes: 4 * (audioScratchFloats(settings) + frames * frameWidth(settings)),
    flashBytes: 4 * (17 + 2 * filters + weights + filters * coefficients),
  }
}

/** Before version 3. */
const RELATIVE = ', from 0, the quietest of this window, to 1, the loudest.'

function explanation(block: AudioBlock, params: Params, context: DspContext): string {
  const settings = audioSettings(block, params, context)
  const ms = (readings: number): number => rounded((readings * 1000) / context.rateHz)
  const { frameLength, fftLength, frames, filters, coefficients } = settings
  const cut = frameLength > fftLength ? `, of which the first ${ms(fftLength)} ms are heard,` : ''
  const start = `The window is looked at in ${frames} frames of ${ms(frameLength)} ms${cut} one every ${ms(settings.frameStride)} ms. `
  const binHz = rounded(context.rateHz / fftLength)
  if (block === 'spectrogram') {
    const scale = settings.version <= 2 ? RELATIVE : `; below ${settings.noiseFloorDb} dB is silence.`
    return `${start}Each frame tells how loud its ${fftLength / 2 + 1} tones are, ${binHz} Hz apart${scale}`
  }
  const bands = `${start}An FFT tells how loud each tone is, and ${filters} bands from ${rounded(settings.lowHz)} to ${rounded(settings.highHz)} Hz gather them as the ear does. `
  if (block === 'mfe' && settings.version <= 2) return `${bands}Each band tells how loud it is${RELATIVE}`
  if (block === 'mfe') {
    return `${bands}Each band becomes a level from 0 (${settings.noiseFloorDb} dB or less) to 1 (12 dB or more).`
  }
  const even =
    settings.window > 0 ? ` A sliding window of ${settings.window} frames takes away how loud it is on the whole.` : ''
  return `${bands}${coefficients} coefficients a frame describe the colour of the sound; the first one is its loudness.${even}`
}

interface Text {
  name: string
  description: string
  parameters: ParameterSpec[]
}

function audioBlock(block: AudioBlock, { name, description, parameters }: Text): DspBlockType {
  return {
    id: block,
    name,
    description,
    implementationVersions: [4, 3, 2, 1],
    parameters,
    check: (params, context) => checkAudio(block, params, context),
    featureNames: (params, context) => featureNames(block, params, context),
    shape: (params, context) => {
      const settings = audioSettings(block, params, context)
      return [settings.frames, frameWidth(settings)]
    },
    cost: (params, context) => cost(block, params, context),
    explanation: (params, context) => explanation(block, params, context),
    record: (params, context) => record(block, params, context),
    extract: (runtime, batch, params, context) => runtime.block(record(block, params, context), batch),
    figures: (runtime, window, params, context) => {
      const settings: AudioSettings = audioSettings(block, params, context)
      const features = runtime.block(record(block, params, context), singleWindow(window, 1))
      return [
        audioHeatFigure(settings, context, features),
        overTimeFigure(settings, context, features),
        overFrequencyFigure(settings, context, features),
        ...(block === 'spectrogram' ? [] : [melFigure(settings, context)]),
      ]
    },
  }
}

export const mfcc = audioBlock('mfcc', {
  name: 'MFCC',
  description: 'The colour of each moment of a sound, for speech.',
  parameters: mfccParameters,
})

export const mfe = audioBlock('mfe', {
  name: 'MFE',
  description: 'How loud each band of tones is at each moment, for sounds that are no speech.',
  parameters: mfeParameters,
})

export const spectrogram = audioBlock('spectrogram', {
  name: 'Spectrogram',
  description: 'How loud every tone is at each moment, for sounds and vibrations.',
  parameters: spectrogramParameters,
})
