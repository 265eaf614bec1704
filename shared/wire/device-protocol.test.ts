import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBoardFields } from './board-fields.ts'
import { decodeBoardMessage, encodeRequest } from './device-protocol.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const text = (value: string): number[] => [...new TextEncoder().encode(value)]

describe('device protocol requests', () => {
  it.each([
    [{ kind: 'hello' } as const, 1, bytes()],
    [{ kind: 'start-stream', rateHz: 62.5 } as const, 2, bytes(0x24, 0xf4, 0, 0)],
    [{ kind: 'start-live', strideRows: 300 } as const, 4, bytes(0x2c, 1)],
    [{ kind: 'raw-window', offset: 2, values: Float32Array.of(1) } as const, 6, bytes(2, 0, 0, 0, 0, 0, 0x80, 0x3f)],
    [{ kind: 'infer', count: 600 } as const, 7, bytes(0x58, 2, 0, 0)],
    [{ kind: 'bootloader' } as const, 10, bytes()],
  ])('encodes $kind', (request, type, payload) => {
    expect(encodeRequest(request)).toEqual({ type, payload })
  })
})

describe('device protocol answers', () => {
  const decode = (type: number, ...payload: number[]) => decodeBoardMessage({ type, payload: bytes(...payload) })

  it('reads rows of raw readings', () => {
    expect(decode(0x82, 5, 0, 0, 0, 0xff, 0xff, 2, 0, 3, 0)).toEqual({
      kind: 'data',
      row: 5,
      values: Int16Array.of(-1, 2, 3),
    })
  })

  it('reads a result', () => {
    expect(decode(0x83, 199, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0x80, 0x7f)).toEqual({
      kind: 'result',
      row: 199,
      dspUs: 1,
      inferenceUs: 2,
      output: Int8Array.of(-128, 127),
    })
  })

  it('reads pieces of blobs and the end of an inference', () => {
    const blob = { kind: 'blob', request: 1, blob: 'output', offset: 4, total: 6, bytes: bytes(8, 9) }
    expect(decode(0x84, 1, 0, 2, 4, 0, 0, 0, 6, 0, 0, 0, 8, 9)).toEqual(blob)
    expect(decode(0x84, 1, 0, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0x80, 0x3f)).toMatchObject({ blob: 'anomaly', total: 4 })
    expect(decode(0x84, 1, 0, 4, 4, 0, 0, 0, 6, 0, 0, 0)).toEqual({ kind: 'unknown', type: 0x84 })
    expect(decode(0x85, 2, 1, 7, 0, 0, 0, 8, 0, 0, 0)).toEqual({
      kind: 'inferred',
      request: 258,
      dspUs: 7,
      inferenceUs: 8,
    })
  })

  it('reads what the board knows of its model', () => {
    expect(decode(0x86, 3, 0, 0)).toEqual({ kind: 'model', request: 3, model: null })
    const hash = Array.from({ length: 32 }, (_, index) => index)
    expect(decode(0x86, 3, 0, 1, 0, 4, 0, 0, 4, 3, 2, 1, ...hash)).toEqual({
      kind: 'model',
      request: 3,
      model: {
        state: 'good',
        bytes: 1024,
        crc32: 0x0102_0304,
        hash: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
      },
    })
  })

  it('reads done, log and error', () => {
    expect(decode(0x87, 9, 0, 2)).toEqual({ kind: 'done', request: 9, type: 2 })
    expect(decode(0x88, ...text('Grüße'))).toEqual({ kind: 'log', text: 'Grüße' })
    expect(decode(0x89, 9, 0, 2, 1, ...text('no'))).toEqual({ kind: 'error', request: 9, type: 2, code: 1, text: 'no' })
  })

  it('never throws, whatever the payload', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x80, max: 0x8a }), fc.uint8Array({ maxLength: 60 }), (type, payload) => {
        expect(decodeBoardMessage({ type, payload }).kind).toBeTypeOf('string')
      }),
      { numRuns: 500 },
    )
  })
})

describe('board fields', () => {
  const field = (id: number, ...value: number[]): number[] => [id, value.length, ...value]
  const axis = field(6, 0, 0, 0, 0x3f, ...text('accX'), 0, ...text('m/s2'))
  const complete = [
    ...field(1, ...text('pico')),
    ...field(2, ...text('0.1.0')),
    ...field(3, ...text('AB12')),
    ...field(4, 1),
    ...field(5, 0xa0, 0x86, 1, 0),
    ...axis,
    ...field(99, 1, 2, 3),
    ...field(8, ...text('wave')),
    ...field(8, ...text('idle')),
    ...field(10, 200, 0, 0, 0, 50, 0, 0, 0),
  ]

  it('are read, unknown ones skipped', () => {
    expect(readBoardFields(Uint8Array.from(complete))).toEqual({
      board: 'pico',
      firmware: '0.1.0',
      protocol: 1,
      serialNumber: 'AB12',
      rateHz: 100,
      axes: [{ name: 'accX', unit: 'm/s2' }],
      scales: Float32Array.of(0.5),
      modelHash: null,
      labels: ['wave', 'idle'],
      problems: [],
      windowRows: 200,
      strideRows: 50,
    })
  })

  it('say what is missing or cut short', () => {
    expect(() => readBoardFields(bytes())).toThrow(/did not tell its name/)
    expect(() => readBoardFields(Uint8Array.from(complete.slice(0, 5)))).toThrow(/cut short/)
    expect(() => readBoardFields(Uint8Array.from([...complete, ...field(6, 1, 2)]))).toThrow(/no name/)
  })
})
