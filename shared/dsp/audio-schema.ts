/** The forms of MFCC, MFE and Spectrogram. Names and defaults are those of Edge Impulse's blocks. */
import type { ParameterSpec } from './block.ts'
import { arithmeticParameter } from './fixed-point.ts'

const FFT_LENGTHS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096]

function frames(strideSeconds: number): ParameterSpec[] {
  return [
    {
      id: 'frame_length',
      label: 'Frame length',
      unit: 's',
      type: 'float',
      default: 0.02,
      min: 1e-6,
      max: 600,
      telling: true,
      help: 'How long each look at the sound lasts. Shorter shows when, longer shows which tones.',
    },
    {
      id: 'frame_stride',
      label: 'Frame stride',
      unit: 's',
      type: 'float',
      default: strideSeconds,
      min: 1e-6,
      max: 600,
      telling: true,
      help: 'From the start of one look to the start of the next.',
    },
  ]
}

function fft(length: number): ParameterSpec {
  return {
    id: 'fft_length',
    label: 'FFT length',
    unit: '',
    type: 'int',
    default: length,
    options: FFT_LENGTHS,
    help: 'More points tell closer tones apart. A frame that is longer is cut to this many readings.',
  }
}

function filters(count: number): ParameterSpec[] {
  return [
    {
      id: 'num_filters',
      label: 'Filter number',
      unit: '',
      type: 'int',
      default: count,
      min: 2,
      max: 256,
      telling: true,
      help: 'Into how many bands the tones are gathered, narrow ones below and wide ones above, as the ear does.',
    },
    {
      id: 'low_frequency',
      label: 'Low frequency',
      unit: 'Hz',
      type: 'float',
      default: 0,
      min: 0,
      max: 500_000,
      help: 'Where the lowest band begins.',
    },
    {
      id: 'high_frequency',
      label: 'High frequency',
      unit: 'Hz',
      type: 'float',
      default: 0,
      min: 0,
      max: 500_000,
      help: 'Where the highest band ends; 0 is half the rate, as high as can be heard.',
    },
  ]
}

function normalizationWindow(versions?: number[]): ParameterSpec {
  return {
    id: 'win_size',
    label: 'Normalization window size',
    unit: 'frames',
    type: 'int',
    default: 101,
    min: versions ? 1 : 0,
    max: 4095,
    help: 'Over how many frames loudness and colour are evened out, an odd number; 0 leaves them as they are.',
    ...(versions ? { versions } : {}),
  }
}

const noiseFloor: ParameterSpec = {
  id: 'noise_floor_db',
  label: 'Noise floor',
  unit: 'dB',
  type: 'float',
  default: -52,
  min: -200,
  max: 0,
  telling: true,
  versions: [3, 4],
  help: 'Everything quieter than this becomes 0.',
}

export const mfccParameters: ParameterSpec[] = [
  {
    id: 'num_cepstral',
    label: 'Number of coefficients',
    unit: '',
    type: 'int',
    default: 13,
    min: 1,
    max: 256,
    telling: true,
    help: 'How finely the colour of the sound is described.',
  },
  ...frames(0.02),
  ...filters(32),
  fft(256),
  normalizationWindow(),
  {
    id: 'pre_cof',
    label: 'Pre-emphasis coefficient',
    unit: '',
    type: 'float',
    default: 0.98,
    min: 0,
    max: 1,
    help: 'Lifts high tones, which are weaker in speech; 0 does not.',
  },
  {
    id: 'pre_shift',
    label: 'Pre-emphasis shift',
    unit: 'readings',
    type: 'int',
    default: 1,
    min: 1,
    max: 1024,
    versions: [1, 2],
    help: 'How many readings back pre-emphasis looks.',
  },
  arithmeticParameter,
]

export const mfeParameters: ParameterSpec[] = [
  ...frames(0.01),
  ...filters(40),
  fft(256),
  noiseFloor,
  {
    id: 'ei-exact',
    label: 'As Edge Impulse',
    unit: '',
    type: 'boolean',
    default: false,
    versions: [3, 4],
    help: 'Repeats a fault of their Python code, which turns the loudest bands into silence. For comparing only.',
  },
  normalizationWindow([1, 2]),
  arithmeticParameter,
]

export const spectrogramParameters: ParameterSpec[] = [...frames(0.01), fft(128), noiseFloor]
