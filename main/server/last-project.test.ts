import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { AppState } from '../../shared/model/state.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { fakeBackend } from '../../test/support/fake-backend.ts'
import { openAtStart, rememberedProject, rememberProject } from './last-project.ts'

const folder = mkdtempSync(join(tmpdir(), 'tinyml-last-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stateWith = (path: string | null): AppState =>
  ({ project: path === null ? null : { path } }) as unknown as AppState

describe('last project', () => {
  it('is the one that was open, and none after it was closed', () => {
    const file = join(folder, 'deep', 'open.json')
    const backend = fakeBackend({})
    rememberProject(backend, file)
    expect(rememberedProject(file)).toBeNull()
    backend.publish('state/changed', stateWith('/a.tinyml'))
    expect(rememberedProject(file)).toBe('/a.tinyml')
    backend.publish('samples/changed', { ids: [] })
    expect(rememberedProject(file)).toBe('/a.tinyml')
    backend.publish('state/changed', stateWith(null))
    expect(rememberedProject(file)).toBeNull()
  })

  it('is none where the note is damaged', () => {
    const file = join(folder, 'damaged.json')
    writeFileSync(file, '{"project":')
    expect(rememberedProject(file)).toBeNull()
    writeFileSync(file, '{"project":5}')
    expect(rememberedProject(file)).toBeNull()
  })

  it('does not keep the workbench from starting when it cannot be opened', async () => {
    const backend = fakeBackend({
      'project/open': ({ path }) => {
        throw new AppError('file/not-found', { data: { path } })
      },
    })
    expect(await openAtStart(backend, '/gone.tinyml')).toMatchObject({ code: 'file/not-found' })
  })
})
