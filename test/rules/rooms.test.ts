import { describe, expect, it } from 'vitest'
import { importsOf, isForbidden, sourceFiles } from './rooms.ts'
import { PLANTED } from './planted.ts'

describe('rooms', () => {
  const imports = sourceFiles().flatMap((file) => importsOf(file))

  it('are read at all', () => {
    expect(sourceFiles().length).toBeGreaterThan(100)
    expect(imports.filter(({ to }) => to.startsWith('shared/')).length).toBeGreaterThan(100)
  })

  it('import only what they may', () => {
    expect(imports.filter(isForbidden).map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  it.each(PLANTED.filter(({ code }) => code.includes(' from ')))('would notice: $rule', ({ file, code }) => {
    expect(importsOf(file, code).some(isForbidden)).toBe(true)
  })

  it('would notice an import that is made while running', () => {
    expect(importsOf('shared/late.ts', "const late = await import('../main/backend.ts')").some(isForbidden)).toBe(true)
    expect(importsOf('renderer/app/late.ts', "void import('plotly.js-gl3d-dist-min')").some(isForbidden)).toBe(true)
  })
})
