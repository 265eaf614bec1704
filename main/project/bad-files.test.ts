import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Impulse, impulseSchema } from '../../shared/model/impulse.ts'
import { APPLICATION_ID } from './header.ts'
import { createProject, openProject, type ProjectFile } from './project-file.ts'
import { MIGRATIONS, type Migration } from './schema.ts'
import { type TestFolder, testFolder, testSample } from './test-support.ts'

let folder: TestFolder
let path: string
beforeEach(() => {
  folder = testFolder()
  path = folder.path('a.tinyml')
})
afterEach(() => folder.remove())

function makeProject(samples = 30): void {
  const project = createProject(path, 'Magic')
  project.addSamples(Array.from({ length: samples }, (_, number) => testSample(number)))
  project.close()
}

/** Opens the file, demands the error, and that neither the file nor its folder has changed. */
function expectRefused(code: string): void {
  const before = existsSync(path) && readFileSync(path)
  const beside = readdirSync(dirname(path))
  expect(() => openProject(path)).toThrow(expect.objectContaining({ code }))
  expect(readdirSync(dirname(path))).toEqual(beside)
  if (before) expect(readFileSync(path).equals(before)).toBe(true)
}

function impulseOf(windowSizeMs: number): Impulse {
  return impulseSchema.parse({
    version: 1,
    input: { kind: 'time-series', windowSizeMs, windowIncreaseMs: 100, frequencyHz: 100, padZeros: false, axes: ['x'] },
    dsp: [{ id: 'raw', block: 'raw', implementationVersion: 1, params: {} }],
    learn: [{ id: 'classifier', block: 'classification', inputs: ['raw'], layers: [], training: {} }],
  })
}

function sql(text: string): void {
  const connection = new DatabaseSync(path)
  connection.exec(text)
  connection.close()
}

describe('a project file that cannot be opened', () => {
  it('is not there', () => {
    path = folder.path('none.tinyml')
    expect(() => openProject(path)).toThrow(expect.objectContaining({ code: 'file/not-found' }))
  })

  it('is not SQLite', () => {
    writeFileSync(path, 'timestamp,accX\n'.repeat(100))
    expectRefused('project/not-a-project')
  })

  it('is a folder', () => {
    mkdirSync(path)
    expect(() => openProject(path)).toThrow(expect.objectContaining({ code: 'project/not-a-project' }))
  })

  it('is the database of another program', () => {
    sql('CREATE TABLE sample (id)')
    expectRefused('project/not-a-project')
  })

  it('was made by a newer workbench', () => {
    makeProject()
    sql('PRAGMA user_version = 99')
    expectRefused('project/newer')
  })

  it('is empty', () => {
    writeFileSync(path, '')
    expectRefused('project/damaged')
  })

  it.each([50, 99, 4096, -1])('is cut short to %i bytes', (bytes) => {
    makeProject()
    truncateSync(path, bytes < 0 ? readFileSync(path).length + bytes : bytes)
    expectRefused('project/damaged')
  })

  it('has damaged pages', () => {
    makeProject(300)
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0xa5, 4096, 20_000))
    expectRefused('project/damaged')
  })

  it('is marked read-only', () => {
    makeProject()
    chmodSync(path, 0o444)
    expectRefused('project/read-only')
  })

  it('is open already in this program', () => {
    makeProject()
    const project = openProject(path)
    expectRefused('project/locked')
    project.addSample(testSample(99))
    expectRefused('project/locked')
    project.close()
    openProject(path).close()
  })
})

/** A process that opens the file as another program would, and waits. */
function holder(): Promise<{ kill: () => Promise<void> }> {
  const script = `
    const { DatabaseSync } = require('@photostructure/sqlite')
    const connection = new DatabaseSync(process.argv[1])
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
    console.log('holding')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = (): Promise<void> => {
    child.kill('SIGKILL')
    return ended
  }
  return new Promise((resolve) => child.stdout.once('data', () => resolve({ kill })))
}

describe('the lock', () => {
  it('keeps a second process out and ends with the death of the first', async () => {
    makeProject()
    const other = await holder()
    try {
      expectRefused('project/locked')
    } finally {
      await other.kill()
    }
    const project = openProject(path)
    expect(project.samples()).toHaveLength(30)
    project.close()
  })
})

describe('an open project', () => {
  /** What another program is told when it reads the file. */
  function readElsewhere(): string {
    const script = `
      const { DatabaseSync } = require('@photostructure/sqlite')
      try {
        console.log(new DatabaseSync(process.argv[1]).prepare('SELECT count(*) AS count FROM sample').get().count)
      } catch (error) {
        console.log(error.message)
      }`
    return spawnSync(process.execPath, ['-e', script, path], { encoding: 'utf8' }).stdout.trim()
  }

  it('lets no other program in until it is closed', () => {
    makeProject()
    const project = openProject(path)
    expect(readElsewhere()).toBe('database is locked')
    project.addSample(testSample(99))
    expect(readElsewhere()).toBe('database is locked')
    project.close()
    expect(readElsewhere()).toBe('31')
  })
})

describe('migration', () => {
  const addNote: Migration = {
    to: MIGRATIONS.length + 1,
    up: (database) => database.exec("ALTER TABLE sample ADD COLUMN note TEXT NOT NULL DEFAULT 'none'"),
  }

  it('goes forward from version 0 after a backup copy', () => {
    // What an old workbench left: its application id, version 0, no table of today.
    sql(`PRAGMA application_id = ${APPLICATION_ID}; CREATE TABLE old (text); INSERT INTO old VALUES ('kept')`)
    const before = readFileSync(path)
    const project = openProject(path)
    expect(project.summary().notice).toContain('a.tinyml.backup-v0')
    project.addSample(testSample(1))
    project.close()
    expect(readFileSync(`${path}.backup-v0`).equals(before)).toBe(true)
    const again = openProject(path)
    expect(again.samples()).toHaveLength(1)
    expect(again.summary().notice).toBeNull()
    again.close()
  })

  it('keeps every sample of the version before', () => {
    makeProject()
    const project = openProject(path, { migrations: [...MIGRATIONS, addNote] })
    expect(project.samples()).toHaveLength(30)
    project.close()
    expect(existsSync(`${path}.backup-v${MIGRATIONS.length}`)).toBe(true)
    expectRefused('project/newer')
  })

  it('keeps the impulse of a file that knew only one, and its undo', () => {
    makeProject(3)
    const older = impulseOf(2000)
    const json = JSON.stringify(impulseOf(1000))
    sql(`DROP TABLE moment; ALTER TABLE sample DROP COLUMN image; DELETE FROM property WHERE key = 'impulses'; PRAGMA user_version = 1;
      INSERT INTO property VALUES ('impulse', '${json}');
      INSERT INTO journal (name, undone, change) VALUES ('changed the impulse', 0,
        '${JSON.stringify({ kind: 'impulse', before: older, after: impulseOf(1000) })}')`)
    const project = openProject(path)
    expect(project.samples()).toHaveLength(3)
    expect(project.impulses()).toMatchObject({ active: 1, list: [{ name: 'Impulse 1' }] })
    expect(project.impulse()).toEqual(impulseOf(1000))
    expect(project.undo()).toBe('changed the impulse')
    expect(project.impulse()).toEqual(older)
    project.close()
  })

  it('leaves the file as it was where a step fails', () => {
    makeProject()
    const before = readFileSync(path)
    const failing: Migration = {
      to: MIGRATIONS.length + 2,
      up() {
        throw new Error('planned')
      },
    }
    expect(() => openProject(path, { migrations: [...MIGRATIONS, addNote, failing] })).toThrow('planned')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(dirname(path))).toEqual(['a.tinyml'])
    openProject(path).close()
  })
})

describe('a recording that is cut off', () => {
  function record(project: ProjectFile, rows: number): void {
    const { values: _values, ...meta } = testSample(1, { name: 'cut', label: 'circle' })
    const writer = project.beginRecording(meta)
    for (let row = 0; row < rows; row++) writer.append(new Float32Array([row, -row]))
  }

  /** The file as it lies on the disk at this moment, as after a crash. */
  function crashCopy(): string {
    const copy = folder.path('crashed.tinyml')
    copyFileSync(path, copy)
    return copy
  }

  it('is rescued but for less than a quarter second', () => {
    const project = createProject(path, 'Magic')
    record(project, 439)
    const rescued = openProject(crashCopy())
    project.close()
    expect(rescued.summary().notice).toBe(
      'The workbench was cut off while recording. 4.2 s of the recording were rescued.',
    )
    const [sample] = rescued.samples()
    expect(sample).toMatchObject({ name: 'cut', label: 'circle', readings: 420 })
    expect([...rescued.values(1, { first: 418, end: 420 })]).toEqual([418, -418, 419, -419])
    expect(rescued.contentHash(1)).toHaveLength(64)
    expect(sample?.health).toMatchObject({
      ok: false,
      findings: [{ sentence: expect.stringContaining('4.2 s of this take') }],
    })
    expect(rescued.undo()).toBe('rescued a recording')
    rescued.close()
    const calm = openProject(folder.path('crashed.tinyml'))
    expect(calm.summary().notice).toBeNull()
    calm.close()
  })

  it('is rescued with the times of its readings', () => {
    const project = createProject(path, 'Magic')
    const { values: _values, ...meta } = testSample(1, { name: 'cut' })
    const writer = project.beginRecording(meta)
    for (let row = 0; row < 30; row++) writer.append(new Float32Array([row, 0]), row * 10 + (row === 7 ? 4 : 0))
    const rescued = openProject(crashCopy())
    project.close()
    expect([...rescued.moments(1)]).toEqual([7, 74, 8, 80])
    rescued.close()
  })

  it('leaves nothing where nothing had come', () => {
    const project = createProject(path, 'Magic')
    record(project, 3)
    const rescued = openProject(crashCopy())
    project.close()
    expect(rescued.summary()).toMatchObject({ samples: 0, notice: null, undo: null })
    rescued.close()
  })

  it('is let go when it is discarded', () => {
    const project = createProject(path, 'Magic')
    const { values, ...meta } = testSample(1)
    const writer = project.beginRecording(meta)
    writer.append(values)
    writer.discard()
    expect(() => writer.append(values)).toThrow('already ended')
    expect(project.samples()).toEqual([])
    project.close()
  })
})
