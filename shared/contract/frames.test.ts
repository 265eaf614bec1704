import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameReader, packFrame } from './frames.ts'

function join(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function read(chunks: Uint8Array[]): [number, number[]][] {
  const frames: [number, number[]][] = []
  const reader = createFrameReader((channel, frame) => frames.push([channel, [...frame]]))
  for (const chunk of chunks) reader.push(chunk)
  return frames
}

describe('frames', () => {
  const stream = join([
    packFrame(1, Uint8Array.of(9, 8, 7)),
    packFrame(70_000, new Uint8Array(0)),
    packFrame(2, Uint8Array.of(5)),
  ])
  const expected = [
    [1, [9, 8, 7]],
    [70_000, []],
    [2, [5]],
  ]

  it('are the same wherever the stream is cut', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(read([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(expected)
    }
    expect(read([...stream].map((byte) => Uint8Array.of(byte)))).toEqual(expected)
  })

  it('come back as they were sent, for any content and any cut', () => {
    const frame = fc.record({
      channel: fc.integer({ min: 0, max: 0xffffffff }),
      bytes: fc.uint8Array({ maxLength: 50 }),
    })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.integer({ min: 1, max: 13 }), (frames, step) => {
        const bytes = join(frames.map((one) => packFrame(one.channel, one.bytes)))
        const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
          bytes.subarray(i * step, (i + 1) * step),
        )
        expect(read(chunks)).toEqual(frames.map((one) => [one.channel, [...one.bytes]]))
      }),
    )
  })

  it('refuses a length that no frame has', () => {
    expect(() => read([Uint8Array.of(255, 255, 255, 255, 1, 0, 0, 0)])).toThrow(/damaged/)
  })
})
