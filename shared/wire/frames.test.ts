import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc16, createFrameDecoder, encodeFrame, type Frame, framesLost, MAX_PAYLOAD_BYTES } from './frames.ts'

const frameArbitrary = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  clockUs: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: MAX_PAYLOAD_BYTES }),
})

const sample: Frame[] = [
  { type: 0x82, sequence: 7, clockUs: 123_456, payload: Uint8Array.of(0, 0, 1, 2, 0) },
  { type: 0x01, sequence: 0, clockUs: 0, payload: new Uint8Array(0) },
  { type: 0x84, sequence: 0xffff, clockUs: 0xffff_ffff, payload: new Uint8Array(MAX_PAYLOAD_BYTES).fill(255) },
]

function joined(frames: Frame[], between: Uint8Array = new Uint8Array(0)): Uint8Array {
  return Uint8Array.from(frames.flatMap((frame) => [...encodeFrame(frame), ...between]))
}

describe('crc16', () => {
  it('gives the catalogue value for 123456789', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x29b1)
  })
})

describe('frames', () => {
  it('come back as they were sent, without a zero inside', () => {
    fc.assert(
      fc.property(frameArbitrary, (frame) => {
        const encoded = encodeFrame(frame)
        expect(encoded.indexOf(0)).toBe(encoded.length - 1)
        expect(createFrameDecoder().push(encoded)).toEqual([frame])
      }),
      { numRuns: 300 },
    )
  })

  it('are the same however the bytes are cut', () => {
    const bytes = joined(sample)
    for (let at = 0; at <= bytes.length; at++) {
      const decoder = createFrameDecoder()
      expect([...decoder.push(bytes.subarray(0, at)), ...decoder.push(bytes.subarray(at))]).toEqual(sample)
    }
  })

  it('survive noise before, between and after them', () => {
    const noise = Uint8Array.of(0, 3, 255, 17, 0, 9, 0)
    const decoder = createFrameDecoder()
    expect([...decoder.push(noise), ...decoder.push(joined(sample, noise))]).toEqual(sample)
    expect(decoder.damaged).toBe(2 + 2 * sample.length)
  })

  it('costs one frame, not two, when noise runs into one', () => {
    const bytes = joined(sample)
    const decoder = createFrameDecoder()
    expect(decoder.push(Uint8Array.from([1, 2, 3, ...bytes]))).toEqual(sample.slice(1))
    expect(decoder.damaged).toBe(1)
  })

  it('refuse every single changed byte', () => {
    const bytes = encodeFrame(sample[0]!)
    for (let index = 0; index < bytes.length - 1; index++) {
      const changed = bytes.slice()
      changed[index] = (changed[index]! ^ 0x10) & 0xff
      expect(createFrameDecoder().push(changed)).toEqual([])
    }
  })

  it('never throw, whatever arrives, and go on afterwards', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), frameArbitrary, (noise, frame) => {
        const decoder = createFrameDecoder()
        decoder.push(noise)
        decoder.push(Uint8Array.of(0))
        expect(decoder.push(encodeFrame(frame))).toEqual([frame])
      }),
      { numRuns: 300 },
    )
  })

  it('refuse a payload that is too long', () => {
    const payload = new Uint8Array(MAX_PAYLOAD_BYTES + 1)
    expect(() => encodeFrame({ type: 1, sequence: 0, clockUs: 0, payload })).toThrow(/241 bytes; allowed: 0 to 240/)
  })
})

describe('framesLost', () => {
  it.each([
    [3, 4, 0],
    [3, 7, 3],
    [0xffff, 0, 0],
    [0xfffe, 2, 3],
  ])('counts between %i and %i', (previous, current, lost) => {
    expect(framesLost(previous, current)).toBe(lost)
  })
})
