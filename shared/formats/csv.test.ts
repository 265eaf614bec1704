import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { createCsvReader, type CsvResult, parseCsv } from './csv.ts'

const plain = 'timestamp,accX,accY\n0,1,2\n10,3,4\n20,5,6\n'

function values(result: CsvResult, recording = 0): number[] {
  return [...(result.recordings[recording]?.values ?? [])]
}

describe('csv', () => {
  it('reads an Edge Impulse table: header, milliseconds', () => {
    const result = parseCsv(plain)
    expect(result).toMatchObject({ timed: true, notes: [] })
    expect(result.recordings).toMatchObject([{ rateHz: 100, label: null, gaps: [], line: 2 }])
    expect(result.recordings[0]?.axes).toEqual([
      { name: 'accX', unit: '' },
      { name: 'accY', unit: '' },
    ])
    expect(values(result)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('gives the same result however the text is cut', () => {
    const text = '\uFEFF# made by hand\r\ntime (s);"acc;X";b\r\n\r\n0;1,5;2\r\n0,01;3;4\r\n"0,02";5;x\r\n0,03;7;8'
    const whole = parseCsv(text)
    expect(whole.recordings).toMatchObject([{ rateHz: 100, gaps: [{ afterReading: 2, readings: 1 }] }])
    expect(values(whole)).toEqual([1.5, 2, 3, 4, 7, 8])
    expect(whole.notes).toEqual(['One row was left out, the first at line 6: “x”.'])
    for (let at = 0; at <= text.length; at++) {
      const reader = createCsvReader()
      reader.push(text.slice(0, at))
      reader.push(text.slice(at))
      expect(reader.end()).toEqual(whole)
    }
  })

  it.each([
    ['seconds by name', 'seconds_elapsed,a\n0,1\n0.02,2\n0.04,3', 50],
    ['seconds by steps', 'time,a\n0,1\n0.02,2\n0.04,3', 50],
    ['microseconds by name', 'time_us,a\n0,1\n20000,2\n40000,3', 50],
    ['microseconds by steps', 't,a\n0,1\n20000,2\n40000,3', 50],
    ['milliseconds with jitter', 'timestamp,a\n0,1\n9,2\n20,3\n29,4\n40,5', 100],
    ['a unit in the name', 'Time [ms],a\n100,1\n140,2', 25],
    ['dates', 'date,a\n2026-01-01T00:00:00.000Z,1\n2026-01-01T00:00:00.020Z,2', 50],
    ['tabs', 'timestamp\ta\n0\t1\n20\t2', 50],
    ['spaces', 'timestamp a\n0 1\n20 2', 50],
    ['carriage returns only', 'timestamp,a\r0,1\r20,2\r', 50],
    ['NUL bytes', 'time\0stamp,a\n0,\x001\n20,2\n', 50],
    ['a row of units', 'time,a\nms,m/s2\n0,1\n20,2', 50],
    ['a header in a comment', '#time_ms,a\n0,1\n20,2', 50],
    ['a counter', 'index,timestamp,a\n1,0,1\n2,20,2', 50],
  ])('knows the rate from %s', (_what, text, rateHz) => {
    const { recordings } = parseCsv(text)
    expect(recordings).toHaveLength(1)
    expect(recordings[0]).toMatchObject({ rateHz, axes: [{ name: 'a' }] })
    expect(recordings[0]?.values[1]).toBe(2)
  })

  it('takes units from names and unit rows', () => {
    const [first] = parseCsv('t [s],accX (m/s2),gyrX [dps]\n0,1,2\n0.1,3,4').recordings
    expect(first?.axes).toEqual([
      { name: 'accX', unit: 'm/s2' },
      { name: 'gyrX', unit: 'dps' },
    ])
    const [second] = parseCsv('t,accX\nms,g\n0,1\n10,3').recordings
    expect(second?.axes).toEqual([{ name: 'accX', unit: 'g' }])
  })

  it('asks for the rate where there are no times', () => {
    const text = 'aX,aY\n1,2\n3,4'
    expect(() => parseCsv(text)).toThrow(expect.objectContaining({ code: 'data/rate-missing' }))
    expect(parseCsv(text, { rateHz: 119 })).toMatchObject({ timed: false, recordings: [{ rateHz: 119 }] })
  })

  it('cuts at blank lines, label changes, pauses and times that start again', () => {
    expect(parseCsv('a\n1\n2\n\n\n3\n4', { rateHz: 10 }).recordings.map((one) => [...one.values])).toEqual([
      [1, 2],
      [3, 4],
    ])
    const labelled = parseCsv('timestamp,a,label\n0,1,up\n10,2,up\n20,3,down\n30,4,').recordings
    expect(labelled.map((one) => [one.label, one.values.length])).toEqual([
      ['up', 2],
      ['down', 1],
      [null, 1],
    ])
    expect(parseCsv('timestamp,a\n0,1\n10,2\n0,3\n10,4\n60000,5').recordings.map((one) => one.values.length)).toEqual([
      2, 2, 1,
    ])
  })

  it('does not cut a file that is written with a blank line after every row', () => {
    expect(parseCsv('a\n\n1\n\n2\n\n3\n\n4\n', { rateHz: 10 }).recordings).toHaveLength(1)
  })

  it('keeps time: missing steps and unreadable rows are gaps', () => {
    expect(parseCsv('timestamp,a\n0,1\n10,2\n50,3\n60,4').recordings[0]?.gaps).toEqual([
      { afterReading: 2, readings: 3 },
    ])
    expect(parseCsv('a,b\n1,1\n2,inf\nx,2\n3,1\n4,1\n5,5', { rateHz: 10 }).recordings[0]?.gaps).toEqual([
      { afterReading: 1, readings: 2 },
    ])
  })

  it.each([
    ['nothing', ''],
    ['a header alone', 'timestamp,accX\n'],
    ['words', 'once upon a time\nthere was a table\n'],
    ['mostly broken rows', 'a,b\n1,2\n1\n1\n'],
    ['infinite values', 'a\ninf\ninf\n'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseCsv(text, { rateHz: 10 })).toThrow(expect.objectContaining({ code: 'data/unreadable' }))
  })

  it('never gives anything but finite whole rows or an error of ours', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'timestamp',
        'accX',
        ',',
        ';',
        '\t',
        '\n',
        '\r',
        '"',
        '#',
        '1',
        '-2.5',
        '1e400',
        'inf',
        ' ',
        '\0',
      ),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          for (const { axes, values: read, rateHz } of parseCsv(pieces.join(''), { rateHz: 100 }).recordings) {
            expect(read.length % axes.length).toBe(0)
            expect(read.every(Number.isFinite) && rateHz > 0 && Number.isFinite(rateHz)).toBe(true)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 500, seed: 1 },
    )
  })
})

describe('a table whose rows are samples', () => {
  const gas = 'Serial Number,MQ2,MQ3,Gas\n0,555,515,none\n1,556,516,none\n2,700,900,smoke\n'

  it('is found by its label without times and without names of motion or sound', () => {
    const { recordings, rowsAreSamples, timed } = parseCsv(gas)
    expect({ rowsAreSamples, timed }).toEqual({ rowsAreSamples: true, timed: true })
    expect(recordings.map(({ label, values }) => [label, ...values])).toEqual([
      ['none', 555, 515],
      ['none', 556, 516],
      ['smoke', 700, 900],
    ])
    expect(parseCsv(gas, { rows: 'signal', rateHz: 10 }).recordings).toHaveLength(2)
    expect(parseCsv('accX,label\n1,up\n2,up\n', { rateHz: 10 }).rowsAreSamples).toBe(false)
  })

  it('is labelled by the value to learn, without rows where it is missing', () => {
    const text = 'Date,Time,CO,T,RH\n10/03/2004,18:00,2.6,13.6,48.9\n10/03/2004,19:00,-200,13.3,47.7\n'
    const { recordings, notes } = parseCsv(text, { target: 'CO', columns: ['T', 'RH'], missing: -200 })
    expect(recordings.map(({ label, axes, values }) => [label, axes.map(({ name }) => name), [...values]])).toEqual([
      ['2.6', ['T', 'RH'], [Math.fround(13.6), Math.fround(48.9)]],
    ])
    expect(notes).toEqual(['1 rows without a value were left out.'])
    expect(() => parseCsv(text, { target: 'NO' })).toThrow(/no column “NO”/)
  })
})
