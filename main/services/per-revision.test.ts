import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProject } from '../project/project-file.ts'
import { simulatedSamples } from '../project/sample-projects.ts'
import { perRevision } from './per-revision.ts'

it('asks again after a change of the project, and only then', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-revision-'))
  const project = createProject(join(folder, 'a.tinyml'), 'a')
  const remember = perRevision<number>()
  let asked = 0
  const ask = (key: string): number => remember(project, key, () => ++asked)
  expect([ask('a'), ask('a'), ask('b'), ask('a')]).toEqual([1, 1, 2, 1])
  project.addSamples(simulatedSamples({ perLabel: 1, seed: 1 }))
  expect([ask('a'), ask('a')]).toEqual([3, 3])
  project.undo()
  expect(ask('a')).toBe(4)
  project.close()
  rmSync(folder, { recursive: true, force: true })
})
