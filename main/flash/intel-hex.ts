/** Intel HEX, the text form of programs that every programmer reads. */
import { AppError } from '../../shared/contract/errors.ts'

const RECORD_BYTES = 16
const SEGMENT = 2 ** 16

/** The program from address 0 on; gaps are 0xFF, as empty flash is. Throws `flash/malformed-image` with the line's number. */
export function parseIntelHex(text: string, limitBytes: number): Uint8Array {
  const image = new Uint8Array(limitBytes).fill(0xff)
  let end = 0
  let isComplete = false
  text.split(/\r?\n/).forEach((line, index) => {
    if (line === '' || isComplete) return
    const bytes = readLine(line, index + 1)
    const [count = 0, high = 0, low = 0, type = 0] = bytes
    const address = (high << 8) | low
    if (type === 1) isComplete = true
    // Start addresses and segments mean nothing below 64 kB, unless they name another segment.
    if (type !== 0) return
    if (address + count > limitBytes) throw malformed(index + 1, `writes beyond ${limitBytes} bytes`)
    image.set(bytes.subarray(4, 4 + count), address)
    end = Math.max(end, address + count)
  })
  if (!isComplete)
    throw new AppError('flash/malformed-image', { message: 'The program has no end record: it is cut off.' })
  return image.slice(0, end)
}

function readLine(line: string, number: number): Uint8Array {
  const digits = /^:((?:[0-9a-f]{2})+)\s*$/i.exec(line)?.[1]
  if (digits === undefined) throw malformed(number, 'is no record')
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  if (bytes.length !== (bytes[0] ?? 0) + 5) throw malformed(number, 'has a wrong length')
  if (bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0) !== 0) throw malformed(number, 'has a wrong checksum')
  return bytes
}

function malformed(line: number, what: string): AppError {
  return new AppError('flash/malformed-image', { message: `Line ${line} of the program ${what}.` })
}

/** Data records of 16 bytes; addresses above 64 kB by extended linear address records. */
export function encodeIntelHex(parts: { address: number; bytes: Uint8Array }[]): string {
  const lines: string[] = []
  let segment = 0
  for (const { address, bytes } of parts) {
    for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
      const place = address + at
      const high = Math.floor(place / SEGMENT)
      if (high !== segment) lines.push(record(0, 4, Uint8Array.of(high >> 8, high & 0xff)))
      segment = high
      lines.push(record(place % SEGMENT, 0, bytes.subarray(at, at + RECORD_BYTES)))
    }
  }
  return [...lines, ':00000001FF', ''].join('\n')
}

function record(address: number, type: number, data: Uint8Array): string {
  const bytes = [data.length, address >> 8, address & 0xff, type, ...data]
  const checksum = -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff
  return `:${[...bytes, checksum].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')}`
}
