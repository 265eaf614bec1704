import { describe, expect, it } from 'vitest'
import { crc32 } from '../../shared/formats/bytes.ts'
import { parseUf2 } from '../../shared/formats/uf2.ts'
import { makeRp2040Image } from './image.ts'

describe('RP2040 image', () => {
  it('puts firmware and model at their places, in whole sectors of 4096 bytes', () => {
    const firmware = new Uint8Array(5000).fill(1)
    const model = new Uint8Array(300).fill(2)
    const [first, second, ...more] = parseUf2(makeRp2040Image(firmware, model))
    expect(more).toEqual([])
    expect([first?.address, first?.bytes.length, second?.address, second?.bytes.length]).toEqual([
      0x1000_0000, 8192, 0x1004_0000, 4096,
    ])
    expect(first?.bytes.subarray(4999, 5001)).toEqual(Uint8Array.of(1, 255))
    expect(second?.bytes.subarray(0, 300)).toEqual(model)
  })

  it('leaves the model out where there is none', () => {
    expect(parseUf2(makeRp2040Image(new Uint8Array(10), null))).toHaveLength(1)
  })

  it('never reaches the page with the serial number', () => {
    const [largest] = parseUf2(makeRp2040Image(new Uint8Array(0x3f000), null))
    expect(largest?.bytes.length).toBe(0x3f000)
    expect(() => makeRp2040Image(new Uint8Array(0x3f001), null)).toThrow(/there is room for 258048/)
  })

  it('gives the catalogue CRC-32 for 123456789', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf4_3926)
  })
})
