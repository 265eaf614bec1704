/** PNG, JPEG and BMP files to pixels: rows from the top, red, green and blue 0…255 of each pixel, or its grey alone. */
import { convertIndexedToRgb, decode as decodePng, type DecodedPng } from 'fast-png'
import { decode as decodeJpeg } from 'jpeg-js'
import { AppError } from '../contract/errors.ts'
import { decodeBmp } from './bmp.ts'

export interface Picture {
  width: number
  height: number
  /** 1 grey or 3 red, green, blue. */
  channels: 1 | 3
  /** `[height, width, channels]`, 0…255. */
  values: Float32Array
}

/** Wider or higher pictures are refused: a board sees 96 × 96, and a photograph of 12 million pixels is 144 MB here. */
const LONGEST_SIDE = 4096
const MOST_PIXELS = 4_000_000
const JPEG_MEGABYTES = 256

export function isPictureName(name: string): boolean {
  return /\.(png|jpe?g|bmp)$/i.test(name)
}

export function decodePicture(bytes: Uint8Array): Picture {
  try {
    return greyWhereGrey(decodeAny(bytes))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('data/unreadable', { message: 'This picture is damaged or of an unusual kind.', cause })
  }
}

function decodeAny(bytes: Uint8Array): Picture {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return readPng(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes)
  if (bytes[0] === 0x42 && bytes[1] === 0x4d) return decodeBmp(bytes, checkSize)
  throw new AppError('data/unreadable', { message: 'This is no PNG, JPEG or BMP, although its name says so.' })
}

function checkSize(width: number, height: number): void {
  if (width > 0 && height > 0 && Math.max(width, height) <= LONGEST_SIDE && width * height <= MOST_PIXELS) return
  throw new AppError('data/too-large', {
    message: `The picture has ${width} × ${height} pixels; up to ${MOST_PIXELS.toLocaleString('en-US')} are read.`,
    hint: 'Make it smaller, then import it again.',
  })
}

function readPng(bytes: Uint8Array): Picture {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length >= 24) checkSize(head.getUint32(16), head.getUint32(20))
  const png = decodePng(bytes)
  const { data, channels } = eightBits(png)
  return composed({ width: png.width, height: png.height }, data, channels)
}

/** Palettes become colours; fewer or more bits than eight become eight. */
function eightBits(png: DecodedPng): { data: ArrayLike<number>; channels: number } {
  if (png.palette) return { data: convertIndexedToRgb(png), channels: png.palette[0]?.length ?? 3 }
  if (png.depth === 16)
    return { data: Float32Array.from(png.data, (value) => Math.round(value / 257)), channels: png.channels }
  if (png.depth === 8) return { data: png.data, channels: png.channels }
  return { data: unpackedBits(png), channels: 1 }
}

/** Grey of 1, 2 or 4 bits: rows begin at whole bytes. */
function unpackedBits({ data, width, height, depth }: DecodedPng): Float32Array {
  const rowBytes = Math.ceil((width * depth) / 8)
  const most = 2 ** depth - 1
  return Float32Array.from({ length: width * height }, (_, pixel) => {
    const bit = (pixel % width) * depth
    const byte = data[Math.floor(pixel / width) * rowBytes + (bit >> 3)] ?? 0
    return Math.round((((byte >> (8 - depth - (bit & 7))) & most) * 255) / most)
  })
}

function readJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: MOST_PIXELS / 1_000_000,
    maxMemoryUsageInMB: JPEG_MEGABYTES,
  })
  checkSize(width, height)
  return { width, height, channels: 3, values: Float32Array.from(data) }
}

/** Pixels that can be seen through lie on black, as boards would see them. */
function composed(
  { width, height }: { width: number; height: number },
  data: ArrayLike<number>,
  channels: number,
): Picture {
  const colors = channels >= 3 ? 3 : 1
  const clear = channels === 2 || channels === 4
  const values = new Float32Array(width * height * colors)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const share = clear ? data[pixel * channels + channels - 1]! / 255 : 1
    for (let color = 0; color < colors; color += 1) {
      values[pixel * colors + color] = Math.round(data[pixel * channels + color]! * share)
    }
  }
  return { width, height, channels: colors, values }
}

/** A picture without colour has one value a pixel, however its file is written. */
function greyWhereGrey(picture: Picture): Picture {
  const { values, channels } = picture
  if (channels === 1) return picture
  for (let at = 0; at < values.length; at += 3) {
    if (values[at] !== values[at + 1] || values[at] !== values[at + 2]) return picture
  }
  return { ...picture, channels: 1, values: values.filter((_, index) => index % 3 === 0) }
}
