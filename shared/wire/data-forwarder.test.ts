import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createForwarderParser, type ForwarderLine } from './data-forwarder.ts'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

function parse(text: string, axes: number | null = null): ForwarderLine[] {
  const parser = createForwarderParser()
  parser.expect(axes)
  return parser.push(bytesOf(text), 0)
}

/** Values of the taken lines, after a first line that may be cut. */
const valuesOf = (text: string): (number[] | null)[] =>
  parse(`0\n${text}`)
    .slice(1)
    .map((line) => line.values)

describe('data forwarder', () => {
  it('reads commas, tabs and spaces, signs and exponents', () => {
    expect(valuesOf('1,-2.5\t.5  1e-3\n+4.,5, 6\t\n')).toEqual([
      [1, -2.5, 0.5, 0.001],
      [4, 5, 6],
    ])
  })

  it.each([
    ['LF', '1,2\n3,4\n'],
    ['CR LF', '1,2\r\n3,4\r\n'],
    ['CR alone', '1,2\r3,4\r'],
    ['NUL padding', '1,2\n\0\0\x003,4\n\0'],
    ['empty lines', '\n\n1,2\n\n3,4\n'],
  ])('takes lines ended by %s', (_, text) => {
    expect(valuesOf(text)).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('gives a reason for each line it skips and keeps the rest', () => {
    const lines = parse('3\n1,2,3\nhello\n1,nan,3\n1,2\nERR: no sensor\n\xff1,2,3\n4,5,6\n', 3)
    expect(lines.map((line) => line.skipped)).toEqual([
      'the first line may be cut off',
      '',
      '"hello" is not a number',
      '"nan" is not a number',
      'has 2 values instead of 3',
      'the board reports an error',
      'holds bytes that are no text',
      '',
    ])
  })

  it('survives a line without end', () => {
    const parser = createForwarderParser()
    const [long, next] = parser.push(bytesOf(`${'1'.repeat(5000)}\n1,2\n`), 0)
    expect(long?.skipped).toBe('longer than 4000 characters')
    expect(next?.values).toEqual([1, 2])
  })

  it('gives the same lines however the bytes are cut', () => {
    const text = '9,9\r\n1,2,3\r\n4,x,6\n\0\r7,8,9\rERR\n1e2,0,0\n'
    const whole = parse(text)
    for (let at = 0; at <= text.length; at++) {
      const parser = createForwarderParser()
      const lines = [...parser.push(bytesOf(text.slice(0, at)), 0), ...parser.push(bytesOf(text.slice(at)), 0)]
      expect(lines).toEqual(whole)
    }
  })

  it('never gives a value that is no number, whatever arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const line of createForwarderParser().push(bytes, 0)) {
          expect(line.values === null).toBe(line.skipped !== '')
          for (const value of line.values ?? []) expect(Number.isFinite(value)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})
