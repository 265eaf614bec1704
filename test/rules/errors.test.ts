import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../main/paths.ts'
import {
  AppError,
  ERRORS,
  errorDataSchema,
  type ErrorCode,
  fromErrorData,
  toErrorData,
} from '../../shared/contract/errors.ts'
import { sourceFiles } from './rooms.ts'

const codes = Object.keys(ERRORS) as ErrorCode[]
const text = sourceFiles()
  .filter((file) => file !== 'shared/contract/errors.ts')
  .map((file) => readFileSync(join(projectRoot, file), 'utf8'))
  .join('\n')

describe('errors', () => {
  it.each(codes)('%s says what happened and what to do', (code) => {
    const [sentence, hint] = ERRORS[code]
    expect(code).toMatch(/^[a-z]+\/[a-z-]+$/)
    for (const part of [sentence, hint]) {
      expect(part).toMatch(/^[A-Z].*\.$/)
      expect(part.length).toBeGreaterThan(8)
      expect(part.toLowerCase()).not.toMatch(/\b(error|failed|invalid|exception|null|undefined|todo)\b(?! could)/)
    }
  })

  it('are all in the table', () => {
    const thrown = [...text.matchAll(/new AppError\(\s*'([^']+)'/g)].map(([, code = '']) => code)
    expect(thrown.length).toBeGreaterThan(30)
    expect([...new Set(thrown)].filter((code) => !(code in ERRORS))).toEqual([])
  })

  it('are all used', () => {
    expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([])
  })

  it.each(codes)('%s crosses the bridge whole', (code) => {
    const error = new AppError(code, { data: { field: 'a' } })
    const data = errorDataSchema.parse(structuredClone(toErrorData(error)))
    expect(fromErrorData(data)).toMatchObject({ code, message: error.message, hint: error.hint, data: { field: 'a' } })
  })
})
