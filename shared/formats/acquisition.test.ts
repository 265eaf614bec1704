import { createHmac } from 'node:crypto'
import { Encoder } from 'cbor-x'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { parseAcquisition, verifySignature } from './acquisition.ts'

const payload = {
  device_name: 'ac:87',
  device_type: 'TEST',
  interval_ms: 9.615384615384615,
  sensors: [
    { name: 'accX', units: 'm/s2' },
    { name: 'accY', units: 'm/s2' },
  ],
  values: [
    [1, 2],
    [3, -4.5],
  ],
}
const file = { protected: { ver: 'v1', alg: 'HS256', iat: 1_700_000_000 }, signature: '0'.repeat(64), payload }

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

function withPayload(changes: object): Uint8Array {
  return json({ ...file, payload: { ...payload, ...changes } })
}

function signed(bytes: Uint8Array, key: string): Uint8Array {
  const digest = createHmac('sha256', key).update(bytes).digest('hex')
  return new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replace('0'.repeat(64), digest), 'latin1'))
}

/** As a board writes it: `values` open-ended, closed by FF, padded with FF. */
function boardCbor(padding: number): Uint8Array {
  const encoder = new Encoder({ useRecords: false, variableMapSize: true })
  const whole = Buffer.from(encoder.encode({ ...file, payload: { ...payload, values: 'VALUES' } }))
  const mark = Buffer.from([0x66, ...Buffer.from('VALUES')])
  const at = whole.indexOf(mark)
  const rows = payload.values.map((row) => Buffer.from(encoder.encode(row)))
  return Buffer.concat([
    whole.subarray(0, at),
    Buffer.from([0x9f]),
    ...rows,
    Buffer.from([0xff]),
    whole.subarray(at + mark.length),
    Buffer.alloc(padding, 0xff),
  ])
}

describe('acquisition file', () => {
  it('reads JSON', () => {
    expect(parseAcquisition(json(file))).toEqual({
      deviceName: 'ac:87',
      deviceType: 'TEST',
      rateHz: 104,
      axes: [
        { name: 'accX', unit: 'm/s2' },
        { name: 'accY', unit: 'm/s2' },
      ],
      values: new Float32Array([1, 2, 3, -4.5]),
      takenAt: 1_700_000_000,
      segments: null,
    })
  })

  it.each([0, 1, 3])('reads CBOR with an open list and %i bytes of padding', (padding) => {
    expect(parseAcquisition(boardCbor(padding))).toEqual(parseAcquisition(json(file)))
  })

  it('reads a single sensor written as plain numbers', () => {
    const one = withPayload({ sensors: [{ name: 'audio', units: 'wav' }], values: [1, [2], 3] })
    expect([...parseAcquisition(one).values]).toEqual([1, 2, 3])
  })

  it.each([
    ['a short row', { values: [[1, 2], [3]] }, 'row 1 of values has 1 values for 2 sensors'],
    ['a null', { values: [[1, null]] }, 'row 0 of values is not a finite number'],
    ['an interval of 0', { interval_ms: 0 }, 'interval_ms'],
    ['no sensors', { sensors: [] }, 'sensors'],
    ['a picture beside it', { values: ['Ref-BINARY-image/jpeg (1 bytes) 00'] }, 'file beside it'],
  ])('refuses %s and says where', (_what, changes, sentence) => {
    expect(() => parseAcquisition(withPayload(changes))).toThrow(sentence)
  })

  it('refuses every cut of a file', () => {
    for (const bytes of [json(file), boardCbor(0)]) {
      for (let end = 0; end < bytes.length; end += 3) {
        expect(() => parseAcquisition(bytes.subarray(0, end))).toThrow(
          expect.objectContaining({ code: 'data/unreadable' }),
        )
      }
    }
  })

  it('never fails but with an error of ours', () => {
    const base = boardCbor(2)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const bytes = base.slice()
        for (const [at, value] of changes) bytes[at] = value
        try {
          expect(parseAcquisition(bytes).values.every(Number.isFinite)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 400, seed: 1 },
    )
  })

  it('checks the signature of JSON and of padded CBOR', () => {
    const key = 'secret'
    expect(verifySignature(signed(json(file), key), key)).toBe('good')
    const board = Buffer.concat([signed(boardCbor(0), key), Buffer.alloc(3, 0xff)])
    expect(verifySignature(board, key)).toBe('good')
    expect(verifySignature(board, 'other')).toBe('wrong')
    expect(verifySignature(json({ ...file, protected: { ver: 'v1', alg: 'none' } }), key)).toBe('unsigned')
  })
})
