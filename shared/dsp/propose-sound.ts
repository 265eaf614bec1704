/** What a first impulse for sound looks like: MFE over a second, and a network that looks for patterns in time. */
import type { DspBlock } from '../model/impulse.ts'
import { networkOf, templateFor, type TemplateNetwork } from '../nn/templates.ts'
import type { SampleSummary } from './describe.ts'
import { newDspBlock } from './registry.ts'

/** Slower than telephone sound, one axis is a sensor and not a microphone. */
const SLOWEST_SOUND_HZ = 4000
const FRAME_SECONDS = 0.032
const FRAME_STRIDE_SECONDS = 0.024
const BANDS = 20

/** Speech has little above 8,000 Hz, and half the readings are half the work. */
export const SOUND_RATE_HZ = 16_000
export const SOUND_WINDOW_MS = 1000
export const SOUND_STRIDE_MS = 500

export function isSound(samples: readonly SampleSummary[]): boolean {
  return samples.every((sample) => sample.axes.length === 1 && sample.rateHz >= SLOWEST_SOUND_HZ)
}

/** The FFT holds a whole frame, so that no reading of it is cut off. */
function fftLength(frequencyHz: number): number {
  const readings = FRAME_SECONDS * frequencyHz
  return [128, 256, 512, 1024, 2048].find((length) => length >= readings) ?? 4096
}

/** Fewer, wider bands than the block's defaults: measured on spoken commands, they are learnt better and four times faster. */
export function proposeSoundBlock(
  { frequencyHz, windowSizeMs }: { frequencyHz: number; windowSizeMs: number },
  reasons: string[],
): DspBlock {
  const block = newDspBlock('mfe')
  const fft = fftLength(frequencyHz)
  // A frame that does not fit four times into the window would leave nothing that changes.
  const frameSeconds = Math.min(FRAME_SECONDS, fft / frequencyHz, windowSizeMs / 4000)
  block.params['frame_length'] = frameSeconds
  block.params['frame_stride'] = Math.min(FRAME_STRIDE_SECONDS, frameSeconds)
  block.params['fft_length'] = fft
  block.params['num_filters'] = BANDS
  reasons.push(
    `Mel-filterbank energy (MFE) with ${BANDS} bands and FFT length ${fft}: how loud each band of tones is, every ${Math.round(frameSeconds * 750)} ms.`,
  )
  return block
}

/** shape: `[frames, bands]` of the features. */
export function proposeSoundNetwork(shape: readonly number[], reasons: string[]): TemplateNetwork {
  // A sound so short that it has one frame has nothing that changes in time.
  const template = templateFor(shape.length === 2 ? 'conv1d' : 'dense', shape)
  reasons.push(`${template.name}: a word is the same word wherever it is in the window.`)
  return networkOf(template)
}
