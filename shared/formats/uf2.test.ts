import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUf2, parseUf2 } from './uf2.ts'

const FLASH = 0x1000_0000
const filled = (bytes: number, value: number): Uint8Array => new Uint8Array(bytes).fill(value)

describe('uf2', () => {
  it('writes the words that the boot ROM looks for', () => {
    const file = encodeUf2([{ address: FLASH, bytes: filled(300, 7) }])
    const view = new DataView(file.buffer)
    const words = (block: number): number[] =>
      Array.from({ length: 8 }, (_, index) => view.getUint32(block * 512 + index * 4, true))
    expect(file.length).toBe(1024)
    expect(words(0)).toEqual([0x0a324655, 0x9e5d5157, 0x2000, FLASH, 256, 0, 2, 0xe48bff56])
    expect(words(1)).toEqual([0x0a324655, 0x9e5d5157, 0x2000, FLASH + 256, 256, 1, 2, 0xe48bff56])
    expect(view.getUint32(1020, true)).toBe(0x0ab16f30)
    expect([file[512 + 32 + 43], file[512 + 32 + 44]]).toEqual([7, 255])
  })

  it('gives back what it wrote, filled up to whole pages', () => {
    const part = fc.record({
      page: fc.integer({ min: 0, max: 3 }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 900 }),
    })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const placed = parts.map(({ page, bytes }, index) => ({ address: FLASH + index * 0x2000 + page * 256, bytes }))
        const read = parseUf2(encodeUf2(placed))
        expect(read.map((one) => one.address)).toEqual(placed.map((one) => one.address))
        read.forEach((one, index) => {
          const { bytes } = placed[index]!
          expect(one.bytes.subarray(0, bytes.length)).toEqual(bytes)
          expect(one.bytes.length).toBe(Math.ceil(bytes.length / 256) * 256)
        })
      }),
      { numRuns: 100 },
    )
  })

  it('joins parts that touch', () => {
    const file = encodeUf2([
      { address: FLASH + 256, bytes: filled(256, 2) },
      { address: FLASH, bytes: filled(256, 1) },
    ])
    expect(parseUf2(file)).toEqual([{ address: FLASH, bytes: Uint8Array.from([...filled(256, 1), ...filled(256, 2)]) }])
  })

  const good = encodeUf2([{ address: FLASH, bytes: filled(600, 1) }])
  function changed(offset: number, value: number): Uint8Array {
    const file = good.slice()
    new DataView(file.buffer).setUint32(offset, value, true)
    return file
  }

  it.each([
    ['nothing', new Uint8Array(0), /512-byte blocks/],
    ['half a block', good.subarray(0, 700), /512-byte blocks/],
    ['a missing block', good.subarray(0, 1024), /should have 3 blocks and has 2/],
    ['a broken mark', changed(512, 1), /UF2 marks/],
    ['a broken end', changed(508, 1), /UF2 marks/],
    ['too much data', changed(16, 477), /477 bytes/],
    ['another count', changed(512 + 24, 9), /disagree/],
    ['a block twice', changed(512 + 20, 0), /should have 3 blocks and has 2/],
    ['two blocks at one place', changed(512 + 12, FLASH), /Two blocks write/],
    ['another chip', changed(28, 0xada52840), /another chip: family 0xada52840/],
  ])('refuses %s', (_, file, message) => {
    expect(() => parseUf2(file)).toThrow(message)
  })

  it('refuses parts that overlap or begin inside a page', () => {
    const bytes = filled(256, 0)
    expect(() => encodeUf2([{ address: FLASH, bytes }, { address: FLASH, bytes }])).toThrow(/Two parts/) // prettier-ignore
    expect(() => encodeUf2([{ address: FLASH + 4, bytes }])).toThrow(/multiple of 256/)
  })

  it('reads any bytes without failing otherwise than by its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 512, maxLength: 512 }), (noise) => {
        expect(() => parseUf2(noise)).toThrow(/no complete UF2 image/)
      }),
      { numRuns: 50 },
    )
  })
})
