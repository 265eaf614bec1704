import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSignal } from './read-signal.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signal-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function read(text: string) {
  const file = join(folder, 'signal.json')
  writeFileSync(file, text)
  return readSignal(file)
}

describe('readSignal', () => {
  it('reads one signal, or several', () => {
    expect(read('[1, 2.5]')).toEqual({ batch: false, signal: [1, 2.5] })
    expect(read('[[1], [2, 3]]')).toEqual({ batch: true, signals: [[1], [2, 3]] })
  })

  it.each([
    ['[]', 'dsp/bad-signal', 'The signal is empty.'],
    ['[1, NaN]', 'dsp/bad-signal', 'The signal holds NaN, which is no number.'],
    ['[1, -Infinity]', 'dsp/bad-signal', 'The signal holds Infinity, which is no number.'],
    ['[1, 1e400]', 'dsp/bad-signal', 'Value 2 is too large.'],
    ['[1, null]', 'dsp/bad-signal', 'Value 2 is null, which is no number.'],
    ['[[1], [2, "3"]]', 'dsp/bad-signal', 'Value 2 of signal 2 is "3", which is no number.'],
    ['[[1], 2]', 'dsp/bad-signal', 'Signal 2 is no array of numbers, as the first one is.'],
    ['{"signal": [1]}', 'file/unreadable', expect.stringContaining('is not an array of numbers')],
    ['[1, 2', 'file/unreadable', expect.stringContaining('is not JSON')],
  ])('%s is told with what is wrong', (text, code, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code, message }))
  })
})
