import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { encodeWav, parseWav } from './wav.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const noData = existsSync(data) ? '' : ' (skipped: ../shared/data is not here)'

interface Kind {
  tag: number
  channels: number
  rate: number
  bits: number
}

function chunk(name: string, content: Uint8Array | number[], size = content.length): number[] {
  const length = [size & 255, (size >> 8) & 255, (size >> 16) & 255, size >>> 24]
  const pad = content.length % 2 === 1 ? [0] : []
  return [...Buffer.from(name), ...length, ...content, ...pad]
}

function fmt({ tag, channels, rate, bits }: Kind, more: number[] = []): number[] {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt16LE(tag, 0)
  bytes.writeUInt16LE(channels, 2)
  bytes.writeUInt32LE(rate, 4)
  const row = channels * Math.ceil(bits / 8)
  bytes.writeUInt32LE(rate * row, 8)
  bytes.writeUInt16LE(row, 12)
  bytes.writeUInt16LE(bits, 14)
  return chunk('fmt ', [...bytes, ...more])
}

function file(...chunks: number[][]): Uint8Array {
  const inside = [...Buffer.from('WAVE'), ...chunks.flat()]
  return Uint8Array.from(chunk('RIFF', inside))
}

const mono16: Kind = { tag: 1, channels: 1, rate: 16_000, bits: 16 }
const float = (...values: number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)]
const double = (...values: number[]): number[] => [...new Uint8Array(Float64Array.from(values).buffer)]

describe('wav', () => {
  it.each([
    ['8 bit', 1, 8, [0, 128, 255], [-32_768, 0, 32_512]],
    ['16 bit', 1, 16, [0, 128, 0, 0, 255, 127], [-32_768, 0, 32_767]],
    ['24 bit', 1, 24, [0, 0, 128, 128, 1, 0, 255, 255, 255], [-32_768, 1.5, -1 / 256]],
    ['32 bit', 1, 32, [0, 0, 0, 128, 0, 128, 1, 0], [-32_768, 1.5]],
    ['12 bit in two bytes', 1, 12, [0, 128, 240, 127], [-32_768, 32_752]],
    ['float', 3, 32, float(-1, 0.5, 1.25), [-32_768, 16_384, 40_960]],
    ['double', 3, 64, double(-1, 0.5), [-32_768, 16_384]],
  ])('reads %s as 16-bit counts', (_, tag, bits, stored, expected) => {
    const read = parseWav(file(fmt({ ...mono16, tag, bits }), chunk('data', stored)))
    expect(read).toMatchObject({ rateHz: 16_000, axes: [{ name: 'audio', unit: 'wav' }], notes: [] })
    expect([...read.values]).toEqual(expected)
  })

  it('reads the extensible form, stereo and more, one axis a channel', () => {
    const extra = [22, 0, 16, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]
    const stereo = parseWav(file(fmt({ ...mono16, tag: 0xfffe, channels: 2 }, extra), chunk('data', [1, 0, 2, 0])))
    expect(stereo.axes.map(({ name }) => name)).toEqual(['audio left', 'audio right'])
    expect([...stereo.values]).toEqual([1, 2])
    const three = parseWav(file(fmt({ ...mono16, channels: 3 }), chunk('data', [1, 0, 2, 0, 3, 0])))
    expect(three.axes.map(({ name }) => name)).toEqual(['audio 1', 'audio 2', 'audio 3'])
  })

  it('finds its chunks in any order, among others, with or without the byte between', () => {
    const list = chunk('LIST', [...Buffer.from('INFOdata')])
    const odd = chunk('id3 ', [1, 2, 3])
    const before = parseWav(file(list, chunk('data', [7, 0]), odd, fmt(mono16)))
    expect([...before.values]).toEqual([7])
    const unpadded = parseWav(file(odd.slice(0, -1), fmt(mono16), chunk('data', [7, 0])))
    expect([...unpadded.values]).toEqual([7])
  })

  it('keeps what is there of a file that is cut short or was never finished, and says so', () => {
    const whole = file(fmt(mono16), chunk('data', [1, 0, 2, 0, 3, 0]))
    const cut = parseWav(whole.subarray(0, whole.length - 1))
    expect([...cut.values]).toEqual([1, 2])
    expect(cut.notes).toEqual([
      'The file is cut short: 5 of 6 bytes of sound are there.',
      'The last reading is incomplete and was left out.',
    ])
    for (const size of [0, 0xffff_ffff]) {
      const open = parseWav(file(fmt(mono16), chunk('data', [1, 0, 2, 0], size)))
      expect([...open.values]).toEqual([1, 2])
      expect(open.notes[0]).toContain('did not note the length')
    }
  })

  it.each([
    ['no WAV file', Uint8Array.from(Buffer.from('ID3 something else'))],
    ['backwards', Uint8Array.from(Buffer.from('RIFX    WAVEfmt '))],
    ['fmt chunk is missing', file(chunk('data', [1, 0]))],
    ['data chunk is missing', file(fmt(mono16))],
    ['no readings', file(fmt(mono16), chunk('data', []))],
    ['compressed (IMA ADPCM)', file(fmt({ ...mono16, tag: 17 }), chunk('data', [1, 0]))],
    ['0 channels', file(fmt({ ...mono16, channels: 0 }), chunk('data', [1, 0]))],
    ['0 readings a second', file(fmt({ ...mono16, rate: 0 }), chunk('data', [1, 0]))],
    ['Allowed bits: 32, 64', file(fmt({ ...mono16, tag: 3 }), chunk('data', [1, 0]))],
    ['Reading 2 of this WAV is NaN', file(fmt({ ...mono16, tag: 3, bits: 32 }), chunk('data', float(0, Number.NaN)))],
  ])('says what is wrong: %s', (words, bytes) => {
    expect(() => parseWav(bytes)).toThrow(words)
  })

  it('comes back from the writer with the same counts', () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 2, maxLength: 200 }), fc.constantFrom(1, 2), (counts, channels) => {
        const values = Float32Array.from(counts.subarray(0, counts.length - (counts.length % channels)))
        const read = parseWav(encodeWav(values, 16_000, channels))
        expect(read).toMatchObject({ rateHz: 16_000, values, notes: [] })
        expect(read.axes).toHaveLength(channels)
      }),
    )
  })

  it('clips what is too loud instead of turning it around', () => {
    expect([...parseWav(encodeWav(Float32Array.of(40_000, -40_000, 0.6), 8000)).values]).toEqual([32_767, -32_768, 1])
  })

  it('never fails but with an error of ours, and gives only numbers', () => {
    const whole = file(chunk('LIST', [1, 2, 3]), fmt({ ...mono16, tag: 3, bits: 32 }), chunk('data', float(0.5, -1, 0)))
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice(0, length)
        for (const [at, value] of changes) bytes[at] = value
        try {
          const { values, axes } = parseWav(bytes)
          expect(values.every(Number.isFinite)).toBe(true)
          expect(values.length % axes.length).toBe(0)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe.skipIf(noData !== '')(`real WAV recordings${noData}`, () => {
  const read = (...parts: string[]) => parseWav(readFileSync(join(data, ...parts)))
  const wavs = (folder: string): string[] =>
    readdirSync(join(data, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wav'))

  it('of every kind found are read whole, within full scale', () => {
    const names = wavs('audio-wav-variants')
    expect(names).toHaveLength(9)
    for (const name of names) {
      const { rateHz, values, axes, notes } = read('audio-wav-variants', name)
      expect([16_000, 44_100, 48_000]).toContain(rateHz)
      expect(notes).toEqual([])
      const seconds = values.length / axes.length / rateHz
      expect(seconds).toBeGreaterThan(0.9)
      expect(seconds).toBeLessThan(1.1)
      const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      expect(peak).toBeGreaterThan(100)
      expect(peak).toBeLessThanOrEqual(32_768)
    }
    expect(read('audio-wav-variants', 'marvin_617de221_0.wav').axes).toHaveLength(2)
  })

  it('of 1 s and 30 ms have 16,000 and 480 readings', () => {
    for (const name of wavs('audio-micro-speech')) {
      const { rateHz, values } = read('audio-micro-speech', name)
      expect([name, rateHz, values.length]).toEqual([name, 16_000, name.includes('30ms') ? 480 : 16_000])
    }
  })

  it('of spoken commands hold as many readings as their header says', () => {
    const names = wavs('audio-speech-commands')
    expect(names).toHaveLength(360)
    for (const name of names) {
      const bytes = readFileSync(join(data, 'audio-speech-commands', name))
      const { rateHz, values, notes } = parseWav(bytes)
      expect([rateHz, notes]).toEqual([16_000, []])
      expect(values).toHaveLength(bytes.readUInt32LE(bytes.indexOf('data') + 4) / 2)
    }
  })
})
