/** What people and disks do wrong, through the same bridge as a page: a sentence with a remedy, and nothing lost. */
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../test/support/backend.ts'
import { writeTakes } from '../test/support/cli.ts'
import { AppError } from '../shared/contract/errors.ts'

let backend: TestBackend
beforeEach(async () => {
  backend = await openTestBackend()
})
afterEach(() => backend.close())

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error(`not refused as it should be: ${String(error)}`)
  return error
}

/** A project with recordings of 2 s. */
async function project(labels: Record<string, number>): Promise<void> {
  await backend.call('project/create', { path: backend.path('good.tinyml'), name: 'Good', template: 'empty' })
  writeTakes({ folder: backend.path('takes'), labels, seconds: 2 })
  await backend.call('samples/import', { paths: [backend.path('takes')], split: 'train' })
}

describe('a project file that cannot be opened', () => {
  const FILES: [string, string, (path: string) => void][] = [
    ['not SQLite', 'project/not-a-project', (path) => writeFileSync(path, 'time,accX\n0,1\n'.repeat(400))],
    [
      'of a newer workbench',
      'project/newer',
      (path) => {
        const database = new DatabaseSync(path)
        database.exec('PRAGMA user_version = 99')
        database.close()
      },
    ],
    ['cut short', 'project/damaged', (path) => truncateSync(path, 8000)],
    ['read-only', 'project/read-only', (path) => chmodSync(path, 0o444)],
    ['not there', 'file/not-found', (path) => copyFileSync(path, `${path}.moved`)],
  ]
  it.each(FILES)(
    'is %s: says so and what to do, changes nothing, keeps the open project',
    async (name, code, spoil) => {
      await project({ up: 3, down: 3 })
      await backend.call('project/close', {})
      const bad = backend.path('bad.tinyml')
      copyFileSync(backend.path('good.tinyml'), bad)
      spoil(bad)
      const target = name === 'not there' ? backend.path('gone.tinyml') : bad
      const before = readFileSync(bad)
      await backend.call('project/open', { path: backend.path('good.tinyml') })
      const error = await refusal(backend.call('project/open', { path: target }))
      expect(error.code).toBe(code)
      expect(error.message).toMatch(/\w.*\.$/)
      expect(error.hint).toMatch(/^(Choose|Update|Open|Copy|Close)\b.*\.$/)
      expect(readFileSync(bad).equals(before)).toBe(true)
      expect((await backend.call('app/state', {})).project).toMatchObject({ name: 'Good', samples: 6 })
    },
  )

  it('is open in another process: names the remedy, and opens once that is over', async () => {
    await project({ up: 3, down: 3 })
    await backend.call('project/close', {})
    const path = backend.path('good.tinyml')
    const script = `import('@photostructure/sqlite').then(({ DatabaseSync }) => {
      const held = new DatabaseSync(${JSON.stringify(path)})
      held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      // Kept reachable: collected as garbage, it would let go of the file.
      globalThis.held = held
      console.log('held')
    }).then(() => process.stdin.resume())`
    const other = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    await new Promise((resolve) => other.stdout.once('data', resolve))
    const error = await refusal(backend.call('project/open', { path }))
    expect([error.code, error.hint]).toEqual(['project/locked', 'Close it there, then open it here.'])
    const ended = new Promise((resolve) => other.once('close', resolve))
    other.kill('SIGKILL')
    await ended
    expect(await backend.call('project/open', { path })).toMatchObject({ samples: 6 })
  })
})

describe('data that cannot be learned from', () => {
  it('has a window longer than every sample: gives the value that goes', async () => {
    await project({ up: 3, down: 3 })
    const { impulse } = await backend.call('impulse/get', {})
    if (!impulse) throw new Error('no impulse was proposed')
    if (impulse.input.kind !== 'time-series') throw new Error('no signal was proposed')
    impulse.input.windowSizeMs = 3000
    await backend.call('impulse/set', { impulse })
    for (const name of ['features/compute', 'training/train'] as const) {
      const error = await refusal(backend.call(name, {}))
      expect(error).toMatchObject({ code: 'impulse/window-too-long', data: { fix: 2000 } })
      expect(error.message).toContain('The window (3,000 ms) is longer than every sample; the longest is 2,000 ms.')
    }
    expect((await backend.call('app/state', {})).nextStep.text).toBe('Mend the impulse')
  })

  it('has one label only', async () => {
    await project({ up: 6 })
    expect(await refusal(backend.call('training/train', {}))).toMatchObject({ code: 'training/one-class' })
    expect(await backend.call('training/runs', {})).toEqual([])
  })

  it('has a label with one sample: asks for the right number, and says why it does not train', async () => {
    await project({ up: 6, down: 6, rare: 1 })
    const state = await backend.call('app/state', {})
    expect(state.nextStep.text).toBe('Record 2 more ‘rare’')
    expect(state.problems.map(({ sentence }) => sentence)).toContain(
      '‘rare’ has 1 sample. Record 2 more so that some can be kept for testing.',
    )
    const error = await refusal(backend.call('training/train', {}))
    expect(error.code).toBe('training/too-few')
    expect(error.message).toBe('"rare" has 1 window to learn from. It needs at least 2.')
    expect(error.hint).toBe('Record 2 more samples of "rare", or use a shorter window.')
    expect(await backend.call('training/runs', {})).toEqual([])
  })

  it('has no test samples: says so instead of a per cent', async () => {
    await project({ up: 6, down: 6 })
    const run = await backend.call('training/train', {})
    expect(run.test.float).toMatchObject({ windows: 0 })
    expect(run.test.float.accuracy).toBeUndefined()
    const error = await refusal(backend.call('testing/run', { precision: 'int8' }))
    expect([error.code, error.message]).toEqual(['testing/empty', 'There are no test samples yet.'])
    expect((await backend.call('app/state', {})).model).toMatchObject({ testAccuracy: null })
  })

  it('is cancelled at once: leaves the earlier model and no half-written run', async () => {
    await project({ up: 6, down: 6 })
    const { modelHash } = await backend.call('training/train', {})
    const controller = new AbortController()
    const training = backend.call('training/train', { seed: 7 }, { signal: controller.signal })
    controller.abort()
    expect((await refusal(training)).code).toBe('app/cancelled')
    expect((await backend.call('training/runs', {})).map((run) => run.modelHash)).toEqual([modelHash])
    await backend.call('project/close', {})
    await backend.call('project/open', { path: backend.path('good.tinyml') })
    expect((await backend.call('training/runs', {})).map((run) => run.modelHash)).toEqual([modelHash])
    expect((await backend.call('app/state', {})).model).toMatchObject({ modelHash })
  })
})
