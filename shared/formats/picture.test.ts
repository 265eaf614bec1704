import { readFileSync } from 'node:fs'
import { encode as encodePng } from 'fast-png'
import { encode as encodeJpeg } from 'jpeg-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_DATA, sharedData } from '../../test/support/shared-data.ts'
import { AppError } from '../contract/errors.ts'
import { decodePicture, type Picture } from './picture.ts'

const colors = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90]
const size = { width: 3, height: 2 }

function png(data: number[], channels: number): Uint8Array {
  return encodePng({ ...size, channels, depth: 8, data: Uint8Array.from(data) })
}

/** Bottom row first, blue before red, rows of whole four bytes. */
function bmp(): Uint8Array {
  const bytes = new Uint8Array(54 + 24)
  const view = new DataView(bytes.buffer)
  bytes.set([0x42, 0x4d])
  view.setUint32(10, 54, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, 3, true)
  view.setInt32(22, 2, true)
  view.setUint16(28, 24, true)
  for (let pixel = 0; pixel < 6; pixel += 1) {
    const row = 1 - Math.floor(pixel / 3)
    const own = colors.slice(pixel * 3, pixel * 3 + 3)
    bytes.set(own.toReversed(), 54 + row * 12 + (pixel % 3) * 3)
  }
  return bytes
}

describe('picture', () => {
  it('reads colours of PNG and BMP from the top left, row by row', () => {
    for (const bytes of [png(colors, 3), bmp()]) {
      const picture = decodePicture(bytes)
      expect(picture).toMatchObject({ ...size, channels: 3 })
      expect([...picture.values]).toEqual(colors)
    }
  })

  it('keeps one value a pixel where there is no colour', () => {
    const grey = [0, 50, 100, 150, 200, 250]
    const written = grey.flatMap((value) => [value, value, value])
    for (const bytes of [png(grey, 1), png(written, 3)]) {
      const picture = decodePicture(bytes)
      expect(picture.channels).toBe(1)
      expect([...picture.values]).toEqual(grey)
    }
  })

  it('lays what can be seen through on black', () => {
    const half = colors.flatMap((value, index) => (index % 3 === 2 ? [value, 128] : [value]))
    const picture = decodePicture(png(half, 4))
    expect(picture.values[0]).toBe(128)
    expect(picture.values[9]).toBe(Math.round((10 * 128) / 255))
  })

  it('reads JPEG as near as its loss allows', () => {
    const data = new Uint8Array(16 * 16 * 4).map((_, index) => [200, 100, 50, 255][index % 4] ?? 0)
    const picture = decodePicture(encodeJpeg({ width: 16, height: 16, data }, 95).data)
    expect(picture).toMatchObject({ width: 16, height: 16, channels: 3 })
    expect(Math.abs(picture.values[0]! - 200)).toBeLessThan(6)
    expect(Math.abs(picture.values[2]! - 50)).toBeLessThan(6)
  })

  it('says what is wrong with anything else and never hangs', () => {
    expect(() => decodePicture(new Uint8Array([1, 2, 3]))).toThrow(/no PNG, JPEG or BMP/)
    const huge = png(colors, 3).slice()
    new DataView(huge.buffer).setUint32(16, 50_000)
    expect(() => decodePicture(huge)).toThrow(/50000 × 2 pixels/)
    const files = [png(colors, 3), bmp(), new Uint8Array(encodeJpeg({ ...size, data: new Uint8Array(24) }, 50).data)]
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(255), fc.nat(), (file, at, value, end) => {
        const bytes = file.slice(0, 4 + (end % file.length))
        bytes[at % bytes.length] = value
        const read = attempt(bytes)
        expect(read instanceof AppError || read.values.length === read.width * read.height * read.channels).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it(`reads real pictures of three formats${NO_DATA}`, ({ skip }) => {
    if (NO_DATA) skip()
    const read = (...parts: string[]): Picture => decodePicture(readFileSync(sharedData(...parts)))
    expect(read('images-cifar4', 'cat', '0014.jpg')).toMatchObject({ width: 32, height: 32, channels: 3 })
    expect(read('images-mnist10', 'sample3.png')).toMatchObject({ width: 28, height: 28, channels: 1 })
    expect(read('images-person', 'person.bmp')).toMatchObject({ width: 96, height: 96, channels: 1 })
  })
})

function attempt(bytes: Uint8Array): Picture | AppError {
  try {
    return decodePicture(bytes)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
