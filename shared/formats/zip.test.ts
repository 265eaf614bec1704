import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { isZip, readZip } from './zip.ts'

const zip = zipSync({ 'a/x.csv': strToU8('a\n1'), 'b.txt': strToU8('no'), empty: {} })

describe('zip', () => {
  it('gives the wanted files', () => {
    expect(isZip(zip)).toBe(true)
    const files = readZip(zip, (path) => path.endsWith('.csv'))
    expect(files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)])).toEqual([['a/x.csv', 'a\n1']])
  })

  it('refuses a bomb before it goes off', () => {
    const bomb = zipSync({ 'x.csv': new Uint8Array(3_000_000) })
    expect(() => readZip(bomb)).toThrow(expect.objectContaining({ code: 'data/too-large' }))
    const limits = { entries: 1, bytes: 100, ratio: 10 }
    expect(() => readZip(zip, () => true, limits)).toThrow('more than 1 files')
    expect(() => readZip(zip, () => true, { ...limits, entries: 9, bytes: 4 })).toThrow('more than 4 bytes')
  })

  it('never fails but with an error of ours', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const bytes = zip.slice()
        for (const [at, value] of changes) bytes[at] = value
        try {
          readZip(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 300, seed: 1 },
    )
    expect(() => readZip(zip.subarray(0, 40))).toThrow(expect.objectContaining({ code: 'data/unreadable' }))
  })
})
