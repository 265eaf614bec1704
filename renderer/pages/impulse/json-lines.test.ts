import { describe, expect, it } from 'vitest'
import { lineOfPath, parseError } from './json-lines.ts'

const TEXT = JSON.stringify(
  { input: { windowSizeMs: 'x', axes: ['a'] }, dsp: [{ id: 'a', params: { size: 1 } }] },
  null,
  2,
)

describe('lineOfPath', () => {
  it('finds the line of a field', () => {
    expect(lineOfPath(TEXT, ['input', 'windowSizeMs'])).toBe(3)
    const line = lineOfPath(TEXT, ['dsp', '0', 'params', 'size'])
    expect(TEXT.split('\n')[line - 1]).toContain('"size"')
  })

  it('names the parent of a field that is missing', () => {
    expect(lineOfPath(TEXT, ['input', 'frequencyHz'])).toBe(2)
  })
})

describe('parseError', () => {
  it('names the line', () => {
    const text = '{\n  "a": 1\n  "b": 2\n}'
    let said = ''
    try {
      JSON.parse(text)
    } catch (error) {
      said = parseError(text, error)
    }
    expect(said).toMatch(/^Line 3 is not JSON/)
  })
})
