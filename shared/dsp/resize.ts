/**
 * Brings a picture to the size an impulse looks at. Modes as in Edge Impulse: `squash` changes the shape, `fit-short` fills
 * the frame and cuts off what is left over, `fit-long` keeps all and leaves black edges, `crop` cuts out without scaling.
 * `lanczos3` is the windowed sinc of radius 3, widened where the picture gets smaller (Pillow's rule, so that nothing
 * aliases); `nearest` takes the pixel below each centre. Pixels are `[height, width, channels]`, 0…255.
 */
import type { ImageInput, ImageSize } from '../model/input-block.ts'
import { sineOfTurns } from '../simulation/turn.ts'

export interface Pixels extends ImageSize {
  channels: number
  values: Float32Array
}

type Shape = Pick<ImageInput, 'imageWidth' | 'imageHeight' | 'resizeMode' | 'resizeMethod' | 'cropAnchor'>

export function resizePicture(picture: Pixels, input: Shape): Pixels {
  const { imageWidth: width, imageHeight: height, resizeMode, resizeMethod } = input
  const wanted = { width, height }
  const scaled = scale(picture, scaledSize(picture, wanted, resizeMode), resizeMethod)
  return frame(scaled, wanted, input.cropAnchor)
}

function scaledSize(picture: ImageSize, wanted: ImageSize, mode: Shape['resizeMode']): ImageSize {
  if (mode === 'squash') return wanted
  if (mode === 'crop') return { width: picture.width, height: picture.height }
  const ratios = [wanted.width / picture.width, wanted.height / picture.height]
  const ratio = mode === 'fit-short' ? Math.max(...ratios) : Math.min(...ratios)
  return {
    width: Math.max(1, Math.round(picture.width * ratio)),
    height: Math.max(1, Math.round(picture.height * ratio)),
  }
}

/** Cuts to the frame, or lies in it with black around. */
function frame(picture: Pixels, wanted: ImageSize, anchor: Shape['cropAnchor']): Pixels {
  if (picture.width === wanted.width && picture.height === wanted.height) return picture
  const [vertical = 'middle', horizontal = 'center'] = anchor.split('-')
  const left = offset(picture.width - wanted.width, { left: 0, center: 0.5, right: 1 }[horizontal] ?? 0.5)
  const top = offset(picture.height - wanted.height, { top: 0, middle: 0.5, bottom: 1 }[vertical] ?? 0.5)
  const { channels } = picture
  const values = new Float32Array(wanted.width * wanted.height * channels)
  const columns = Math.min(picture.width, wanted.width)
  for (let row = 0; row < Math.min(picture.height, wanted.height); row += 1) {
    const from = ((row + Math.max(0, top)) * picture.width + Math.max(0, left)) * channels
    const to = ((row + Math.max(0, -top)) * wanted.width + Math.max(0, -left)) * channels
    values.set(picture.values.subarray(from, from + columns * channels), to)
  }
  return { ...wanted, channels, values }
}

function offset(room: number, share: number): number {
  return Math.round(room * share)
}

function scale(picture: Pixels, wanted: ImageSize, method: Shape['resizeMethod']): Pixels {
  if (picture.width === wanted.width && picture.height === wanted.height) return picture
  const weigh = method === 'nearest' ? nearestWeights : lanczosWeights
  const { width, height, channels } = picture
  const across = weigh(width, wanted.width)
  const down = weigh(height, wanted.height)
  const wide = new Float32Array(height * wanted.width * channels)
  for (let row = 0; row < height; row += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const source = { values: picture.values, at: row * width * channels + channel, step: channels }
      mix(source, across, { values: wide, at: row * wanted.width * channels + channel, step: channels })
    }
  }
  const values = new Float32Array(wanted.height * wanted.width * channels)
  const step = wanted.width * channels
  for (let at = 0; at < step; at += 1) mix({ values: wide, at, step }, down, { values, at, step })
  // The sinc swings beyond its ends at sharp edges.
  return { ...wanted, channels, values: values.map((value) => Math.min(255, Math.max(0, value))) }
}

/** A line of one channel's values within a picture. */
interface Line {
  values: Float32Array
  at: number
  step: number
}

function mix(source: Line, weights: Weights[], target: Line): void {
  weights.forEach(({ first, shares }, place) => {
    let sum = 0
    for (let index = 0; index < shares.length; index += 1) {
      sum += shares[index]! * source.values[source.at + (first + index) * source.step]!
    }
    target.values[target.at + place * target.step] = sum
  })
}

/** A new pixel is a sum of old ones from `first` on. */
interface Weights {
  first: number
  shares: number[]
}

function nearestWeights(from: number, to: number): Weights[] {
  return Array.from({ length: to }, (_, place) => ({
    first: Math.min(from - 1, Math.floor(((place + 0.5) * from) / to)),
    shares: [1],
  }))
}

const RADIUS = 3

function lanczosWeights(from: number, to: number): Weights[] {
  const ratio = from / to
  const widened = Math.max(1, ratio)
  return Array.from({ length: to }, (_, place) => {
    const center = (place + 0.5) * ratio
    const first = Math.max(0, Math.floor(center - RADIUS * widened + 0.5))
    const end = Math.min(from, Math.floor(center + RADIUS * widened + 0.5))
    const raw = Array.from({ length: Math.max(1, end - first) }, (_one, index) =>
      lanczos((first + index + 0.5 - center) / widened),
    )
    const sum = raw.reduce((total, value) => total + value, 0)
    return { first, shares: raw.map((value) => value / sum) }
  })
}

function lanczos(distance: number): number {
  if (distance === 0) return 1
  return Math.abs(distance) >= RADIUS ? 0 : sinc(distance) * sinc(distance / RADIUS)
}

/** sin(πx) ÷ πx, from plain arithmetic: the same bits on every machine. */
function sinc(x: number): number {
  return x === 0 ? 1 : sineOfTurns(x / 2) / (3.141592653589793 * x)
}
