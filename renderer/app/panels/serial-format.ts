/** How lines of the serial console look: time, hexadecimal bytes; and what is sent for what was typed. */
import type { ConsoleLine } from './serial-log.ts'

/** Time of day with milliseconds. */
export function timeText(tMs: number): string {
  const date = new Date(tMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`
}

/** The bytes of a line; those of its text where it has no others. */
export function hexText(line: Pick<ConsoleLine, 'text' | 'bytes'>): string {
  const bytes = line.bytes ?? new TextEncoder().encode(line.text)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

export const SEND_AS = ['lf', 'crlf', 'cr', 'none', 'hex'] as const
export type SendAs = (typeof SEND_AS)[number]
export const SEND_NAMES: Record<SendAs, string> = {
  lf: 'Text, LF',
  crlf: 'Text, CR LF',
  cr: 'Text, CR',
  none: 'Text, no line end',
  hex: 'Hex bytes',
}
const ENDINGS: Record<Exclude<SendAs, 'hex'>, string> = { lf: '\n', crlf: '\r\n', cr: '\r', none: '' }

/** null where it is no list of bytes in hexadecimal, such as `01 ff` or `0x01,0xFF`. */
export function parseHex(typed: string): Uint8Array | null {
  const digits = typed.replaceAll(/0x|[\s,:]/gi, '')
  if (digits === '' || digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return null
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** null where it cannot be sent that way. */
export function whatToSend(typed: string, as: SendAs): { text: string; bytes?: Uint8Array } | null {
  if (as !== 'hex') return { text: typed + ENDINGS[as] }
  const bytes = parseHex(typed)
  return bytes ? { text: typed, bytes } : null
}
