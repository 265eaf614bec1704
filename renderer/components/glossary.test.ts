import { describe, expect, it } from 'vitest'
import { GLOSSARY } from './glossary.ts'

describe('glossary', () => {
  it('explains each term in one short sentence', () => {
    for (const [term, sentence] of Object.entries(GLOSSARY)) {
      expect(sentence, term).toMatch(/^[A-Z][^.]*(\.\d[^.]*)*\.$/)
      expect(sentence.split(' ').length, term).toBeLessThanOrEqual(16)
    }
  })
})
