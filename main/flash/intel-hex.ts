/** Reads Intel HEX, the text form in which AVR programs are kept. */
import { AppError } from '../../shared/contract/errors.ts'

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
