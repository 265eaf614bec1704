import { describe, expect, it } from 'vitest'
import { fileStem, tableAsCsv } from './save-file.ts'

describe('tableAsCsv', () => {
  it('quotes what holds commas or quotes and leaves missing values empty', () => {
    const csv = tableAsCsv({
      columns: ['Time (s)', 'a,b'],
      rows: [
        [0.01, null],
        [0.02, 'say "hi"'],
      ],
    })
    expect(csv).toBe('Time (s),"a,b"\n0.01,\n0.02,"say ""hi"""\n')
  })
})

describe('fileStem', () => {
  it('makes a plain name of any title', () => {
    expect(fileStem('Spectrum of ‘wave’ (dB)')).toBe('spectrum-of-wave-db')
    expect(fileStem('…')).toBe('figure')
  })
})
