import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIntelHex } from './intel-hex.ts'
import { createReplyReader, stk500Dialogue } from './stk500.ts'

describe('STK500 dialogue', () => {
  const image = Uint8Array.from({ length: 700 }, (_, index) => index * 7)
  const SIGNATURE = Uint8Array.of(0x1e, 0x95, 0x0f)

  /** Answers as a board would whose memory is `memory`. */
  function run(memory: Uint8Array, signature = SIGNATURE): string[] {
    const sent: string[] = []
    const dialogue = stk500Dialogue(image)
    let address = 0
    for (let next = dialogue.next(new Uint8Array(0)); !next.done;) {
      const { send, replyBytes } = next.value
      sent.push(`${String.fromCharCode(send[0]!)}${send.length}`)
      if (send[0] === 0x55) address = (send[1]! | (send[2]! << 8)) * 2
      next = dialogue.next(send[0] === 0x75 ? signature : memory.slice(address, address + replyBytes))
    }
    return sent
  }

  it('asks for the chip, writes pages, reads them back and leaves', () => {
    const writes = [...Array(5).fill(['U4', 'd133']), ['U4', 'd65']]
    const reads = Array(6).fill(['U4', 't5'])
    expect(run(image)).toEqual(['u2', 'P2', ...writes.flat(), ...reads.flat(), 'Q2'])
  })

  it('refuses another chip and memory that differs', () => {
    expect(() => run(image, Uint8Array.of(0x1e, 0x98, 1))).toThrow(/chip is 1e 98 01/)
    const other = image.slice()
    other[650] = 0
    expect(() => run(other)).toThrow(/differs from the program at byte 650/)
  })

  it('finds a reply behind noise, however it is cut', () => {
    const stream = Uint8Array.of(0x30, 0xff, 0x10, 0x14, 1, 0x14, 3, 0x10)
    for (let at = 0; at <= stream.length; at++) {
      const reader = createReplyReader(3)
      expect(reader.push(stream.subarray(0, at)) ?? reader.push(stream.subarray(at))).toEqual(Uint8Array.of(1, 0x14, 3))
    }
    expect(createReplyReader(0).push(Uint8Array.of(0x14, 0x14, 0x10))).toEqual(new Uint8Array(0))
    expect(() => createReplyReader(0).push(Uint8Array.of(0x14, 0x11))).toThrow(/refused with 0x11/)
  })

  it('never fails in another way, whatever arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(5), (bytes, count) => {
        try {
          expect(createReplyReader(count).push(bytes)?.length ?? count).toBe(count)
        } catch (error) {
          expect(error).toMatchObject({ code: 'flash/not-verified' })
        }
      }),
    )
  })
})

describe('Intel HEX', () => {
  const text = ':020000040000FA\n:04000200010203FFF5\n:00000001FF\n'

  it('gives the bytes from address 0 on', () => {
    expect([...parseIntelHex(text, 100)]).toEqual([0xff, 0xff, 1, 2, 3, 0xff])
  })

  it.each([
    [':0400020001020304F1\n:00000001FF', /Line 1 .* wrong checksum/],
    [':0400020001\n:00000001FF', /Line 1 .* wrong length/],
    ['hello', /Line 1 .* no record/],
    [':04000200010203FFF5\n', /cut off/],
    [':04006200010203FF95\n:00000001FF', /Line 1 .* beyond 100 bytes/],
  ])('refuses %j', (broken, message) => {
    expect(() => parseIntelHex(broken, 100)).toThrow(message)
  })
})
