import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAtLeast, parseAtConfig } from './at-config.ts'
import { createAtInferenceReader, readStaticLine, staticPieces } from './at-inference.ts'
import {
  atCommand,
  atComplaint,
  decodeBase64Line,
  fetchCommand,
  planTransfer,
  readSnapshot,
  SAMPLE_ASKED,
  sampleStep,
} from './at-protocol.ts'
import { type AtEvent, createAtReader } from './at-text.ts'
import { encodeBase64 } from './base64.ts'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('AT text', () => {
  const stream = 'AT+HELP\r\nOK > here\r\n\0> \r\r\n> AT+X?\r\nb -> c\n> '
  const words = (events: AtEvent[]): string[] => events.map((event) => (event.kind === 'line' ? event.text : '<>'))
  const expected = ['AT+HELP', 'OK > here', '<>', '<>', 'AT+X?', 'b -> c', '<>']

  it('gives lines and prompts however the bytes are cut', () => {
    for (let at = 0; at <= stream.length; at++) {
      const reader = createAtReader()
      expect(words([...reader.push(bytesOf(stream.slice(0, at))), ...reader.push(bytesOf(stream.slice(at)))])).toEqual(
        expected,
      )
    }
  })

  it('finds a prompt behind noise once the board is quiet, and no other', () => {
    const reader = createAtReader()
    expect(reader.push(bytesOf('\xff\x81> '))).toEqual([])
    expect(words(reader.quiet())).toEqual(['\xff\x81', '<>'])
    reader.push(bytesOf('still coming >'))
    expect(reader.quiet()).toEqual([])
  })

  it('never fails, whatever arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
        const reader = createAtReader()
        const cutEvents = [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut))]
        expect(cutEvents).toEqual(createAtReader().push(bytes))
      }),
      { numRuns: 500 },
    )
  })
})

const CONFIG = `===== Device info =====
ID:         01:02:03:04:05:06
Type:       ACME_KIT
AT Version: 1.8.0
Data Transfer Baudrate: 921600

===== Sensors ======
Name: Motion, Max sample length: 300s, Frequencies: [62.50Hz, 100.00Hz]
Name: Microphone

===== Snapshot =====
Has snapshot:    1
Supports stream: 0
Color depth:     RGB
Resolutions:     [ 128x96, 320x240 ]

===== Inference =====
Sensor:          2
Model type:      classification

===== Sampling parameters =====
Label:     wave
Interval:  16.00 ms.
Length:    10000 ms.
HMAC key:

===== WIFI =====
SSID:      home: sweet
Wings:     2
`

describe('AT configuration', () => {
  it('reads every section and names unknown keys', () => {
    expect(parseAtConfig(CONFIG.split('\n'))).toEqual({
      deviceId: '01:02:03:04:05:06',
      deviceType: 'ACME_KIT',
      atVersion: '1.8.0',
      transferBaudRate: 921_600,
      sensors: [
        { name: 'Motion', maxSampleSeconds: 300, frequenciesHz: [62.5, 100] },
        { name: 'Microphone', maxSampleSeconds: null, frequenciesHz: [] },
      ],
      snapshot: {
        has: true,
        streams: false,
        colour: 'RGB',
        resolutions: [
          { width: 128, height: 96 },
          { width: 320, height: 240 },
        ],
      },
      inference: { sensor: 2, modelType: 'classification' },
      sampling: { label: 'wave', intervalMs: 16, lengthMs: 10_000 },
      unknown: ['wifi: wings'],
    })
  })

  it.each([
    ['1.9.0', 'device/unsupported'],
    ['2.0.0', 'device/unsupported'],
    ['', 'device/wrong-answer'],
  ])('refuses version %j', (version, code) => {
    const lines = CONFIG.replace('1.8.0', version).split('\n')
    expect(() => parseAtConfig(lines)).toThrow(expect.objectContaining({ code }))
  })

  it('compares versions by number', () => {
    expect([isAtLeast('1.10.0', 1, 6), isAtLeast('1.5.9', 1, 6), isAtLeast('1.6', 1, 6)]).toEqual([true, false, true])
  })
})

describe('AT commands', () => {
  it('are written with commas, and refuse values that hold one', () => {
    expect(atCommand('SAMPLESETTINGS', 'wave', 16, 2000)).toBe('AT+SAMPLESETTINGS=wave,16,2000\r')
    expect(() => atCommand('SAMPLESETTINGS', 'a,b')).toThrow(/comma/)
  })

  it.each([
    ['1.8.0', 921_600, { suffix: 'y', baudRate: 921_600 }],
    ['1.6.0', 115_200, { suffix: 'n', baudRate: null }],
    ['1.5.0', 921_600, { suffix: '', baudRate: null }],
  ] as const)('plan the transfer of AT %s at %i baud', (atVersion, transferBaudRate, plan) => {
    expect(planTransfer({ atVersion, transferBaudRate })).toEqual(plan)
  })

  it('tell complaints from answers', () => {
    expect(atComplaint(['OK', ' ERR: no sensor'])).toBe('ERR: no sensor')
    expect(atComplaint(['Command not found! (AT+NO)'])).toBe('Command not found! (AT+NO)')
    expect(atComplaint(['OK', 'No ERR here'])).toBeNull()
  })
})

describe('AT recording', () => {
  const lines = [
    'Sampling settings:',
    '\tInterval: 16.00 ms.',
    '\tFile name: /fs/wave',
    'Starting in 2000 ms... (or until all flash was erased)',
    'Sampling...',
    'Done sampling, total bytes collected: 1500',
    '[1/1] Uploading file to Edge Impulse...',
    'Not uploading file, not connected to WiFi. Used buffer, from=0, to=1612.',
    'OK',
  ]

  it('goes through its stages and says what to fetch', () => {
    const stages = lines.map((_, index) => lines.slice(0, index + 1).reduce(sampleStep, SAMPLE_ASKED).stage)
    expect(stages).toEqual([...Array(3).fill('asked'), 'starting', 'sampling', ...Array(4).fill('finished')])
    const end = lines.reduce(sampleStep, SAMPLE_ASKED)
    expect(end).toMatchObject({ startsInMs: 2000, totalBytes: 1500, buffer: { from: 0, to: 1612 } })
    expect(fetchCommand(end, { suffix: 'y', baudRate: 921_600 })).toBe('AT+READBUFFER=0,1612,y\r')
  })

  it('fetches the file where no buffer is told, and says so where neither is', () => {
    const end = lines.slice(0, 6).reduce(sampleStep, SAMPLE_ASKED)
    expect(fetchCommand(end, { suffix: '', baudRate: null })).toBe('AT+READFILE=/fs/wave\r')
    expect(() => fetchCommand(SAMPLE_ASKED, { suffix: '', baudRate: null })).toThrow(/where it keeps/)
  })

  it('gives back any bytes, and refuses text that lost a letter', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(99), (bytes, at) => {
        const text = encodeBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect([...decodeBase64Line(`${text} `)]).toEqual([...bytes])
        const cut = at % text.length
        expect(() => decodeBase64Line(text.slice(0, cut) + text.slice(cut + 1))).toThrow(/damaged/)
        expect(() => decodeBase64Line(`=${text.slice(1)}`)).toThrow(/damaged/)
      }),
    )
  })

  it('knows pictures by their size', () => {
    const pixels = (count: number): string => encodeBase64(new Uint8Array(count))
    expect(readSnapshot(pixels(12), 4, 3).format).toBe('gray')
    expect(readSnapshot(pixels(36), 4, 3).format).toBe('rgb')
    expect(readSnapshot(encodeBase64(Uint8Array.of(0xff, 0xd8, 1)), 4, 3).format).toBe('jpeg')
    expect(() => readSnapshot(pixels(13), 4, 3)).toThrow(/13 bytes; 4 x 3 needs 12 or 36/)
  })
})

describe('AT inference', () => {
  const read = (text: string) => {
    const reader = createAtInferenceReader()
    return [...text.split('\n').map((line) => reader.push(line)), reader.end()].flatMap((one) => one ?? [])
  }

  it('reads scores, times and anomaly of one answer after another', () => {
    const answer = (score: string): string =>
      `Starting inferencing\nTiming: DSP 5 ms, inference 900 us, anomaly 1 ms\n#Classification predictions:\n  idle: ${score}\n  wave: two: 1e-3\nAnomaly prediction: -0.25\n`
    const found = read(answer('0.75') + answer('.5'))
    expect(found).toHaveLength(2)
    expect(found[0]).toEqual({
      dspMs: 5,
      inferenceMs: 0.9,
      anomalyMs: 1,
      scores: [
        { label: 'idle', score: 0.75 },
        { label: 'wave: two', score: 0.001 },
      ],
      anomaly: -0.25,
      regression: null,
      boxes: [],
    })
  })

  it('reads regression, boxes and the text of older firmware', () => {
    expect(read('Timing: DSP 1 ms, inference 1 ms\n#Regression prediction: 3.5')[0]?.regression).toBe(3.5)
    const boxes =
      'Timing: DSP 1 ms, inference 2 ms\n#Object detection bounding boxes:\n  cup (0.98) [ x: 1, y: 2, width: 8, height: 9 ]'
    expect(read(boxes)[0]?.boxes).toEqual([{ label: 'cup', score: 0.98, x: 1, y: 2, width: 8, height: 9 }])
    const old = 'Predictions (DSP: 4 ms., Classification: 3 ms., Anomaly: 0 ms.): \n    idle: \t0.5'
    expect(read(old)[0]).toMatchObject({ dspMs: 4, inferenceMs: 3, scores: [{ label: 'idle', score: 0.5 }] })
  })

  it('sends windows in pieces of the size the board asked for', () => {
    const values = Float32Array.from({ length: 8 }, (_, index) => index / 3)
    const pieces = staticPieces(values, 32)
    expect(pieces.map((piece) => piece.length)).toEqual([32, 32])
    const bytes = pieces.flatMap((piece) => [...Buffer.from(piece, 'base64')])
    expect(new Float32Array(Uint8Array.from(bytes).buffer)).toEqual(values)
    expect(() => staticPieces(values, 4)).toThrow(/pieces of 4/)
  })

  it('knows each line of the upload', () => {
    const lines = ['OK CHUNK=32', 'OK 6', 'TIMEOUT', 'TRANSFER COMPLETED 375', 'RESULT 0', 'END OUTPUT', 'OK then']
    expect(lines.map((line) => readStaticLine(line).kind)).toEqual([
      'send-pieces',
      'taken',
      'timeout',
      'complete',
      'result',
      'end',
      'text',
    ])
  })
})
