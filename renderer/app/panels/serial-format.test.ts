import { describe, expect, it } from 'vitest'
import { hexText, parseHex, timeText, whatToSend } from './serial-format.ts'

describe('lines of the serial console', () => {
  it('have the time of day', () => {
    expect(timeText(new Date(2026, 0, 2, 3, 4, 5, 6).getTime())).toBe('03:04:05.006')
  })

  it('show the bytes that came, not those of the text', () => {
    expect(hexText({ text: 'AZ' })).toBe('41 5a')
    expect(hexText({ text: '\ufffd', bytes: Uint8Array.of(0xff, 0) })).toBe('ff 00')
  })
})

describe('what is typed', () => {
  it('is sent with the line end that was chosen', () => {
    expect((['lf', 'crlf', 'cr', 'none'] as const).map((as) => whatToSend('go', as)?.text)).toEqual([
      'go\n',
      'go\r\n',
      'go\r',
      'go',
    ])
  })

  it('is sent as bytes where it is hexadecimal', () => {
    expect(whatToSend('0x01, FF:20', 'hex')?.bytes).toEqual(Uint8Array.of(1, 255, 32))
    for (const wrong of ['', 'f', '01 g0', 'hello']) expect(parseHex(wrong)).toBeNull()
  })
})
