/**
 * Image: the pixels as numbers 0…1. A row of the window is one pixel: three axes red, green, blue (0…255), or one axis of
 * packed 0xRRGGBB, as Edge Impulse's blocks take it. Window `[pixels, 3]` or `[pixels, 1]` to features `[pixels, 3]`, or
 * `[pixels]` in grey (0.299 red + 0.587 green + 0.114 blue). Values beyond a range are brought to its ends.
 * Implementation version 1 of Edge Impulse's block.
 */
import { BLOCK_KIND } from '../runtime/params.ts'
import type { BlockRecord } from '../runtime/params.ts'
import type { DspBlockType, DspContext, ParameterProblem, Params } from './block.ts'
import { singleWindow } from './figure-data.ts'
import { textOf } from './parameters.ts'

const MOST_FEATURES = 32_768

const isGrey = (params: Params): boolean => textOf(params, 'channels') === 'Grayscale'
const channels = (params: Params): string[] => (isGrey(params) ? ['Grey'] : ['Red', 'Green', 'Blue'])

function record(params: Params, context: DspContext): BlockRecord {
  return {
    kind: BLOCK_KIND.image,
    fields: [Number(isGrey(params)), Number(context.axes.length === 1)],
    scratchFloats: 0,
  }
}

function check(params: Params, context: DspContext): ParameterProblem[] {
  const axes = context.axes.length
  if (axes !== 1 && axes !== 3) {
    const sentence = `An image has three axes, red, green and blue, or one of packed pixels, not ${axes}.`
    return [{ param: 'axes', sentence, allowed: '1 or 3 axes', severity: 'error' }]
  }
  const features = context.rows * channels(params).length
  if (features <= MOST_FEATURES) return []
  const grey = context.rows <= MOST_FEATURES && !isGrey(params)
  const sentence = `${context.rows} pixels make ${features} features. Up to ${MOST_FEATURES} are possible: make the image smaller.`
  return [
    {
      param: 'channels',
      sentence,
      allowed: `up to ${MOST_FEATURES} features`,
      ...(grey ? { fix: 'Grayscale' } : {}),
      severity: 'error',
    },
  ]
}

function featureNames(params: Params, context: DspContext): string[] {
  return Array.from({ length: context.rows }, (_, pixel) => {
    return channels(params).map((channel) => `Pixel ${pixel + 1} ${channel}`)
  }).flat()
}

export const image: DspBlockType = {
  id: 'image',
  name: 'Image',
  description: 'The pixels of a picture as numbers from 0 to 1.',
  implementationVersions: [1],
  parameters: [
    {
      id: 'channels',
      label: 'Color depth',
      unit: '',
      type: 'select',
      default: 'RGB',
      options: ['RGB', 'Grayscale'],
      telling: true,
      help: 'Grey needs a third of the memory; colors only where they tell things apart.',
    },
  ],
  check,
  featureNames,
  shape: (params, context) => (isGrey(params) ? [context.rows] : [context.rows, 3]),
  cost: (params, context) => ({
    macs: 6 * context.rows,
    ramBytes: 4 * context.rows * channels(params).length,
    flashBytes: 28,
  }),
  explanation: (params, context) =>
    `Each of the ${context.rows} pixels becomes ${isGrey(params) ? 'one grey value' : 'three values, red, green and blue,'} from 0 (dark) to 1 (bright).`,
  record,
  extract: (runtime, batch, params, context) => runtime.block(record(params, context), batch),
  figures: (runtime, window, params, context) => {
    const names = channels(params)
    const features = runtime.block(record(params, context), singleWindow(window, context.axes.length))
    const count = features.length / names.length
    return [
      {
        title: 'Brightness of each pixel',
        xTitle: 'Pixel',
        yTitle: 'Value',
        series: names.map((name, channel) => ({
          name,
          x: Float32Array.from({ length: count }, (_, pixel) => pixel),
          y: Float32Array.from({ length: count }, (_, pixel) => features[pixel * names.length + channel]!),
        })),
      },
    ]
  },
}
