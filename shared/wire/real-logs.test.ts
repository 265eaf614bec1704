/** Streams and logs as real boards and terminals write them: what is a reading is read, the rest gets its reason. */
import { describe, expect, it } from 'vitest'
import { createForwarderParser, type ForwarderLine } from './data-forwarder.ts'
import { detectForwarderStream } from './forwarder-stream.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...bytesOf(part)] : part)))

/** After a first line that may be cut, each byte as a piece of its own. */
function parse(log: string | Uint8Array): ForwarderLine[] {
  const parser = createForwarderParser()
  const all = typeof log === 'string' ? bytesOf(log) : log
  return Array.from(bytes('0\n', [...all]), (byte) => parser.push(Uint8Array.of(byte), 0))
    .flat()
    .slice(1)
}
const valuesOf = (log: string | Uint8Array): (number[] | null)[] => parse(log).map((line) => line.values)
const reasonsOf = (log: string | Uint8Array): string[] => parse(log).map((line) => line.skipped)

describe('a real log', () => {
  it('with NUL padding loses nothing', () => {
    expect(valuesOf(bytes([0, 0, 0], '1,2\n', [0], '3,4\r\n', [0, 0], '5,', [0], '6\n', [0]))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
  })

  it('with CR-only lines is read line by line', () => {
    expect(valuesOf('1,2\r3,4\r\r5,6\r')).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
  })

  it('cut at both ends gives only whole lines', () => {
    const parser = createForwarderParser()
    const lines = parser.push(bytesOf('81,0.1,9.8\n1,2,3\n4,5,6\n7,8'), 0)
    expect(lines.map((line) => line.values)).toEqual([null, [1, 2, 3], [4, 5, 6]])
    expect(lines[0]?.skipped).toBe('the first line may be cut off')
  })

  it('with binary frames among its text keeps the text', () => {
    const frame = [0x7e, 0xff, 0x03, 0x00, 0x81, 0x9d, 0xc3, 0x28]
    expect(valuesOf(bytes('1,2,3\n', frame, '\n4,5,6\n', frame, '7,8,9\n1,1,1\n'))).toEqual([
      [1, 2, 3],
      null,
      [4, 5, 6],
      null,
      [1, 1, 1],
    ])
  })

  it.each(['inf', '-inf', 'INF', 'Infinity', 'nan', 'NaN', 'ovf', '1e999'])('never takes %s for a number', (word) => {
    const [line, next] = parse(`1,${word},3\n4,5,6\n`)
    expect([line?.values, line?.skipped]).toEqual([null, `"${word}" is not a number`])
    expect(next?.values).toEqual([4, 5, 6])
  })

  it.each([
    ['0.01 g, -0.50 g, 0.98 g\n', [0.01, -0.5, 0.98], ['g', 'g', 'g']],
    ['0.1,m/s2,0.2,m/s2\n', [0.1, 0.2], ['m/s2', 'm/s2']],
    ['1.5g\t2.5g\n', [1.5, 2.5], ['g', 'g']],
    ['23.5°C;45 %RH;1013.2 hPa\n', [23.5, 45, 1013.2], ['°C', '%RH', 'hPa']],
    ['9.81 m/s², 3.1 µT\n', [9.81, 3.1], ['m/s²', 'µT']],
  ])('with unit columns is read: %j', (log, values, units) => {
    expect(parse(log)[0]).toMatchObject({ values, units, skipped: '' })
  })

  it('with comment headers takes the names of its columns from them', () => {
    const lines = parse('# sensor log, version 2\n# accX,accY,accZ\n// m/s2,m/s2,m/s2\n1,2,3\n4,5,6\n7,8,9\n')
    expect(lines.map((line) => line.values?.length ?? 0)).toEqual([0, 0, 0, 3, 3, 3])
    lines.forEach((line, index) => (line.arrivalMs = index * 10))
    expect(detectForwarderStream(lines).columns).toEqual([
      { name: 'accX', unit: 'm/s2' },
      { name: 'accY', unit: 'm/s2' },
      { name: 'accZ', unit: 'm/s2' },
    ])
  })

  it('with error lines between its readings keeps the readings', () => {
    const log = '1,2\nERR: I2C timeout\n3,4\n<ERR 5>\nE (421) imu: no answer\n[E][Wire.cpp:513] requestFrom()\n5,6\n'
    expect(valuesOf(log)).toEqual([[1, 2], null, [3, 4], null, null, null, [5, 6]])
    expect(reasonsOf(log).filter((reason) => reason === 'the board reports an error')).toHaveLength(4)
  })
})

describe('lines of other programs', () => {
  it.each([
    ['times of a terminal', '12:34:56.789 -> 1,2,3\n', [1, 2, 3]],
    ['times in brackets', '[12:34:56:789] -1,2,3\n', [-1, 2, 3]],
    ['ISO times', '2026-03-01T12:00:00.125Z,1,2\n', [1, 2]],
    ['times and a sign', '12:34:56.789 -5 6\n', [-5, 6]],
    ['log tags', 'I (31337) imu: 0.1, 0.2\n', [0.1, 0.2]],
    ['colours', '\u001b[0;32m1,2,3\u001b[0m\n', [1, 2, 3]],
    ['semicolons', '1;2;3\n', [1, 2, 3]],
    ['semicolons and decimal commas', '1,5;-2,25;0,125\n', [1.5, -2.25, 0.125]],
    ['tabs and decimal commas', '1,5\t-2,25\t0,125\n', [1.5, -2.25, 0.125]],
    ['bars', '| 1 | 2 |\n', [1, 2]],
    ['separators at the end', '1,2,3,\n', [1, 2, 3]],
    ['quotes', '"1.5","2"\n', [1.5, 2]],
    ['brackets', '[1, 2, 3]\n', [1, 2, 3]],
    ['parentheses', '(1.0, 2.0)\n', [1, 2]],
    ['braces', '{1, 2, 3}\n', [1, 2, 3]],
    ['marks at both ends', '<1,2,3>\n', [1, 2, 3]],
    ['marks of plotters', '$1 2 3;\n', [1, 2, 3]],
    ['a semicolon at the end', '1,2,3;\n', [1, 2, 3]],
    ['two kinds of separators', '1.5,2;3.5,4\n', [1.5, 2, 3.5, 4]],
    ['a note behind it', '1,2,3 # shaken\n', [1, 2, 3]],
    ['a comma behind JSON', '{"x":1,"y":2},\n', [1, 2]],
    ['a JSON list', '[1.5e-3,-2]\n', [0.0015, -2]],
    ['a minus of typesetters', '\u22121,2\n', [-1, 2]],
    ['a mark at the begin of a file', '\ufeff1,2\n', [1, 2]],
  ])('with %s', (_, log, values) => {
    expect(parse(log)[0]).toMatchObject({ values, skipped: '' })
  })

  it.each([
    ['a plotter', 'x:1 y:-2.5 z:3\n', ['x', 'y', 'z'], [1, -2.5, 3]],
    ['a plotter with commas', 'x:1,y:2\n', ['x', 'y'], [1, 2]],
    ['equals signs', 'ax = 0.1, ay = 0.2 g\n', ['ax', 'ay'], [0.1, 0.2]],
    ['names of two words', 'Acc X: 0.1\tAcc Y: 0.2\n', ['Acc X', 'Acc Y'], [0.1, 0.2]],
    ['one name for three', 'acc: 0.1 0.2 0.3\n', ['accX', 'accY', 'accZ'], [0.1, 0.2, 0.3]],
    ['two names for two each', 'a: 1, 2 b: 3, 4\n', ['a1', 'a2', 'b1', 'b2'], [1, 2, 3, 4]],
    ['a word in front', 'GYRO,1,-2,3\n', ['GYROX', 'GYROY', 'GYROZ'], [1, -2, 3]],
    ['JSON', '{"t":5,"acc":{"x":1,"y":-2.5},"ok":true,"id":"a"}\n', ['t', 'acc.x', 'acc.y'], [5, 1, -2.5]],
    ['JSON lists', '{"acc":[1,2]}\n', ['acc.0', 'acc.1'], [1, 2]],
  ])('with the names of %s', (_, log, names, values) => {
    expect(parse(log)[0]).toMatchObject({ names, values, skipped: '' })
  })

  it.each([
    'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
    'ets Jul 29 2019 12:21:46',
    'load:0x3fff0018,len:4',
    'entry 0x400806b8',
    'MPU6050 connection successful',
    'Starting in 2000 ms...',
    'x:1 y:',
    '{"x":1,"y"',
    '{"x":1,"y":null}',
    '192.168.0.17',
    '----------',
    '$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47',
    '5, x: 6',
    '1,2,3x',
    '',
  ])('never takes %j for a reading', (text) => {
    expect(parse(`${text}\n`).every((line) => line.values === null && line.skipped !== '')).toBe(true)
  })
})

describe('detection in a real log', () => {
  function heard(lines: string[]): ForwarderLine[] {
    const parser = createForwarderParser()
    return lines.flatMap((line, index) => parser.push(bytesOf(`${line}\n`), index * 10))
  }

  it('goes by the shape that most lines have, and names the axes', () => {
    const rows = Array.from({ length: 60 }, (_, index) => (index % 9 === 4 ? 'Battery: 3.7' : `x:${index} y:2`))
    const stream = detectForwarderStream(heard(['boot', ...rows]))
    expect(stream).toMatchObject({ axes: 2, columns: [{ name: 'x' }, { name: 'y' }], clock: null })
    const parser = createForwarderParser()
    parser.expect(stream.shape)
    const reasons = parser.push(bytesOf('0\nx:1 y:2\ny:1 x:2\nBattery: 3.7\n1,2\n'), 0).map((line) => line.skipped)
    expect(reasons.slice(1)).toEqual(['', 'names other values', 'has 1 values instead of 2', 'names other values'])
  })

  it.each([['x: %\ny: %'], ['>ax:%\n>ay:%\n>az:%']])('does not drop the other values of %j', (lines) => {
    const rows = Array.from({ length: 40 }, (_, index) => lines.replaceAll('%', `${index}.5`).split('\n')).flat()
    expect(() => detectForwarderStream(heard(['Battery: 3.7', ...rows]))).toThrow(
      /each value on a line of its own: ".*", ".*"/,
    )
  })

  it('finds a column that counts by its name, never by its look', () => {
    const counted = Array.from({ length: 40 }, (_, index) => `${1000 + index * 10},1,2`)
    expect(detectForwarderStream(heard(counted)).clock).toBeNull()
    const named = detectForwarderStream(heard(['timestamp,accX,accY', ...counted]))
    expect(named.clock).toEqual({ column: 0, step: 10 })
  })

  it('does not take a sentence for names', () => {
    const rows = Array.from({ length: 20 }, () => '1,2')
    expect(detectForwarderStream(heard(['Calibrating, please wait', ...rows])).columns[0]?.name).toBe('')
    expect(detectForwarderStream(heard(['Ready, steady', 'go', ...rows])).columns[0]?.name).toBe('')
  })
})
