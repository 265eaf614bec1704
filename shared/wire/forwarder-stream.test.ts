import { describe, expect, it } from 'vitest'
import { createForwarderParser, type ForwarderLine } from './data-forwarder.ts'
import { detectForwarderStream } from './forwarder-stream.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('data forwarder detection', () => {
  function stream(rateHz: number, count: number, text: (index: number) => string): ForwarderLine[] {
    const parser = createForwarderParser()
    return Array.from({ length: count }, (_, index) => index).flatMap((index) =>
      parser.push(bytesOf(`${text(index)}\n`), (index * 1000) / rateHz),
    )
  }

  it('finds axes and the nominal rate', () => {
    const found = detectForwarderStream(stream(99.3, 100, (index) => `${index},2,3`))
    expect(found).toMatchObject({ axes: 3, rateHz: 100, example: [99, 2, 3] })
    expect(found.measuredRateHz).toBeCloseTo(99.3, 6)
  })

  it('keeps a rate that is near no nominal one', () => {
    expect(detectForwarderStream(stream(72, 80, () => '1,2')).rateHz).toBeCloseTo(72, 6)
  })

  it('goes by the commonest number of values', () => {
    expect(detectForwarderStream(stream(50, 60, (index) => (index % 9 === 4 ? '1' : '1,2,3,4'))).axes).toBe(4)
  })

  it.each([
    ['too few lines', stream(10, 3, () => '1,2,3'), /sent 2 usable lines/],
    ['no readings', stream(10, 9, () => 'hello'), /"hello" is not a number/],
    ['an error of the board', stream(10, 9, () => 'ERR no sensor'), /The board reports: ERR no sensor/],
  ])('says what is wrong: %s', (_, lines, message) => {
    expect(() => detectForwarderStream(lines)).toThrow(message)
  })
})
