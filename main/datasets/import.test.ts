import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { encode as encodePng } from 'fast-png'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportResult } from '../../shared/contract/operations/projects.ts'
import { decodePicture } from '../../shared/formats/picture.ts'
import { encodeWav } from '../../shared/formats/wav.ts'
import { projectRoot } from '../paths.ts'
import { createProject, type ProjectFile } from '../project/project-file.ts'
import { type TestFolder, testFolder } from '../project/test-support.ts'
import { datasetFiles } from './export.ts'
import { type ImportRequest, importPaths } from './import.ts'

const data = join(projectRoot, '../shared/data')
const absent = !existsSync(data)
const needsData = absent ? ' (skipped: ../shared/data is not here)' : ''

let folder: TestFolder
let project: ProjectFile
beforeEach(() => {
  folder = testFolder()
  project = createProject(folder.path('a.tinyml'), 'Import')
})
afterEach(() => {
  project.close()
  folder.remove()
})

function run(request: ImportRequest, signal = new AbortController().signal): Promise<ImportResult> {
  return importPaths(request, project, { signal, progress: () => undefined })
}

function write(name: string, content: string): string {
  const path = folder.path(name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

function csv(first: number, rows = 20): string {
  return ['timestamp,accX', ...Array.from({ length: rows }, (_, row) => `${row * 10},${first + row}`)].join('\n')
}

function acquisition(first: number, changes: object = {}): string {
  const values = Array.from({ length: 20 }, (_, row) => [first + row])
  const sensors = [{ name: 'accX', units: 'm/s2' }]
  const payload = { device_name: 'D', device_type: 'T', interval_ms: 10, sensors, values, ...changes }
  return JSON.stringify({ protected: { ver: 'v1', alg: 'none' }, signature: '0'.repeat(64), payload })
}

describe('import', () => {
  it('takes what can be read, names the rest, and is one step for undo', async () => {
    write('set/wave/1.csv', csv(0))
    write('set/wave/2.csv', csv(100))
    write('set/circle/1.csv', csv(200))
    write('set/circle/again.csv', csv(200))
    write('set/circle/bad.csv', 'words only\nand more')
    write('set/circle/untimed.csv', 'a\n1\n2')
    write('set/photo.png', 'x')
    write('set/README.md', 'about')
    const result = await run({ paths: [folder.path('set'), folder.path('none.csv')] })
    expect(result).toMatchObject({ taken: 4, duplicates: 1, labels: { wave: 2, circle: 2 } })
    expect(result.notes).toEqual([
      expect.stringContaining('1 file has no column of times that go forward: 100 readings a second'),
    ])
    expect(Object.fromEntries(result.skipped.map(({ path, reason }) => [path.split('/').at(-1), reason]))).toEqual({
      'bad.csv': 'No readings were found.',
      'photo.png': expect.stringContaining('no PNG'),
      'none.csv': 'There is no such file.',
    })
    expect(project.undo()).toBe('added 4 samples')
    expect(project.samples()).toEqual([])
  })

  it('says which files lost rows, and how many', async () => {
    const rows = csv(0).replace('30,3', '30,temp=21.5C')
    for (let index = 0; index < 7; index++) write(`set/wave/${index}.csv`, rows.replace('0,0', `0,${index}`))
    const { taken, notes } = await run({ paths: [folder.path('set')] })
    expect(taken).toBe(7)
    expect(notes).toHaveLength(6)
    expect(notes[0]).toBe(`${folder.path('set/wave/0.csv')}: One row was left out, the first at line 5: “temp=21.5C”.`)
    expect(notes[5]).toContain('2 more files')
  })

  it('does not call a column of times missing that only goes back', async () => {
    const { notes } = await run({ paths: [write('back.csv', 'timestamp,accX\n30,1\n20,2\n10,3\n')] })
    expect(notes).toEqual([expect.stringContaining('no column of times that go forward')])
  })

  it('counts what the project already has as duplicates', async () => {
    const path = write('wave.csv', csv(0))
    expect(await run({ paths: [path] })).toMatchObject({ taken: 1, duplicates: 0 })
    expect(await run({ paths: [path] })).toMatchObject({ taken: 0, duplicates: 1 })
  })

  it('follows the options over everything a file says', async () => {
    write('train/person1_wave.csv', 'a\n1\n2\n')
    await run({ paths: [folder.path('train')], label: 'L', split: 'validation', session: 'S', rateHz: 50 })
    expect(project.samples()).toMatchObject([{ label: 'L', split: 'validation', session: 'S', rateHz: 50 }])
  })

  it('reads an Edge Impulse export from a ZIP with its side-car', async () => {
    const item = (path: string, category: string, label: object): object => ({ path, category, label })
    const files = [
      item('training/a.json', 'training', { type: 'label', label: 'idle' }),
      item('testing/b.json', 'testing', { type: 'label', label: 'wave' }),
      item('training/c.json', 'training', { type: 'unlabeled' }),
    ]
    const zip = zipSync({
      'info.labels': strToU8(JSON.stringify({ version: 1, files })),
      'training/a.json': strToU8(acquisition(0)),
      'training/c.json': strToU8(acquisition(50)),
      'testing/b.json': strToU8(acquisition(100)),
      'training/broken.json': strToU8('{"payload":'),
    })
    const result = await run({ paths: [], files: [{ name: 'export.zip', bytes: zip }] })
    expect(result.skipped).toMatchObject([{ path: 'export.zip/training/broken.json' }])
    expect(project.samples().map(({ label, split, session }) => [label, split, session])).toEqual([
      ['wave', 'test', 'D'],
      ['idle', 'train', 'D'],
      [null, 'train', 'D'],
    ])
  })

  it('cuts a file with labelled stretches into samples', async () => {
    const structured_labels = [
      { startIndex: 0, endIndex: 11, label: 'up' },
      { startIndex: 12, endIndex: 19, label: 'down' },
    ]
    await run({ paths: [write('x.json', acquisition(0, { structured_labels }))] })
    expect(project.samples().map(({ name, label, readings }) => [name, label, readings])).toEqual([
      ['x.1', 'up', 12],
      ['x.2', 'down', 8],
    ])
    expect(project.values(2)[0]).toBe(12)
  })

  it('keeps a fifth for testing where nothing says it, by session where it can', async () => {
    for (let person = 1; person <= 5; person++) {
      for (const label of ['wave', 'circle']) {
        write(`set/person${person}_${label}.csv`, csv(person * 1000 + (label === 'wave' ? 0 : 500)))
      }
    }
    await run({ paths: [folder.path('set')] })
    const test = project.samples().filter((sample) => sample.split === 'test')
    expect(test.map((sample) => sample.label ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual(['circle', 'wave'])
    expect(new Set(test.map((sample) => sample.session)).size).toBe(1)
    const { session } = test[0] ?? { session: '' }
    write(`more/${session}_wave_2.csv`, csv(9000))
    await run({ paths: [folder.path('more')] })
    expect(project.samples().at(-1)).toMatchObject({ session, split: 'test' })
  })

  it('reads text with a mark of its encoding, UTF-8 or UTF-16', async () => {
    const utf16 = Buffer.from(`\uFEFF${csv(0)}`, 'utf16le')
    const utf8 = Buffer.from(`\uFEFF${csv(100)}`)
    const files = [
      { name: 'wave.csv', bytes: utf16 },
      { name: 'circle.csv', bytes: utf8 },
    ]
    expect(await run({ paths: [], files })).toMatchObject({ taken: 2, skipped: [] })
    expect(project.samples().map(({ rateHz, axes }) => [rateHz, axes[0]?.name])).toEqual([
      [100, 'accX'],
      [100, 'accX'],
    ])
  })

  it('leaves the project as it was when it is cancelled', async () => {
    const controller = new AbortController()
    const path = write('wave.csv', csv(0))
    const importing = importPaths({ paths: [path] }, project, {
      signal: controller.signal,
      progress: () => controller.abort(),
    })
    await expect(importing).rejects.toMatchObject({ code: 'app/cancelled' })
    expect(project.samples()).toEqual([])
  })

  it('does not cut a smooth recording into takes', async () => {
    const wave = Array.from({ length: 1000 }, (_, row) => Math.sin(row / 7).toFixed(5)).join('\n')
    await run({ paths: [write('wave.csv', `a\n${wave}`)], rateHz: 100 })
    expect(project.samples()).toHaveLength(1)
  })
})

describe(`import of real recordings${needsData}`, () => {
  it.skipIf(absent)('finds the gestures of the magic wand', async () => {
    const result = await run({ paths: [join(data, 'motion-magic-wand')], rateHz: 119 })
    expect(result).toMatchObject({ taken: 125, skipped: [], duplicates: 0 })
    expect(new Set(Object.values(result.labels))).toEqual(new Set([25]))
    expect(new Set(project.samples().map((sample) => sample.readings))).toEqual(new Set([119]))
    expect(project.samples().filter((sample) => sample.split === 'test')).toHaveLength(25)
  })

  it.skipIf(absent)('reads a complete Edge Impulse export, folder and ZIP alike', async () => {
    const expected = { taken: 96, skipped: [], labels: { circle: 24, flick: 24, idle: 24, updown: 24 } }
    expect(await run({ paths: [join(data, 'ei-export-xiao-imu/extracted')] })).toMatchObject(expected)
    const zip = join(data, 'ei-export-xiao-imu/imu-acc-export.zip')
    expect(await run({ paths: [zip] })).toMatchObject({ taken: 0, duplicates: 96, skipped: [] })
    const test = project.samples().filter((sample) => sample.split === 'test')
    expect(test).toHaveLength(24)
    expect(test[0]).toMatchObject({ rateHz: 104, readings: 1040, session: '03:72:69:C7 2025-09-26' })
  })

  it.skipIf(absent)('cuts a recording by its structured labels', async () => {
    await run({ paths: [join(data, 'ei-structured-labels')] })
    expect(project.samples().map(({ label, readings }) => [label, readings])).toEqual([
      ['first_label', 301],
      ['second_label', 321],
    ])
  })
})

describe('import of sound', () => {
  const wav = (first: number): Uint8Array =>
    encodeWav(
      Float32Array.from({ length: 80 }, (_, at) => first + at),
      8000,
    )
  const labels = (): Record<string, string | null> =>
    Object.fromEntries(project.samples().map(({ name, label }) => [name, label]))

  it('takes the label of the folder, or what stands before the first dot, also out of a ZIP', async () => {
    const zip = zipSync({
      'set/yes/0a0b0c0d_nohash_0.wav': wav(1),
      'set/yes/no.take.wav.wav': wav(2),
      'set/_silence_/12.wav': wav(3),
      'samples/no.take 1.wav': wav(4),
      'samples/stop_1000ms.WAV': wav(5),
      'set/yes/cut.wav': wav(6).subarray(0, 20),
    })
    const result = await run({ paths: [], files: [{ name: 'all.zip', bytes: zip }] })
    expect(result).toMatchObject({ taken: 5, labels: { yes: 2, _silence_: 1, no: 1, stop: 1 } })
    expect(result.skipped).toEqual([{ path: 'all.zip/set/yes/cut.wav', reason: expect.stringContaining('WAV') }])
    expect(labels()).toMatchObject({ '0a0b0c0d_nohash_0': 'yes', '12': '_silence_', 'no.take 1': 'no' })
  })

  it('keeps a speaker together, whatever the word, and deals what nobody spoke', async () => {
    const words = ['yes', 'no', '_silence_']
    const entries = words.flatMap((word, place) =>
      Array.from({ length: 20 }, (_, index): [string, Uint8Array] => {
        const name = word === '_silence_' ? `${index}` : `${String(10_000_000 + index)}_nohash_0`
        return [`set/${word}/${name}.wav`, wav(place * 100 + index)]
      }),
    )
    const result = await run({ paths: [], files: [{ name: 'words.zip', bytes: zipSync(Object.fromEntries(entries)) }] })
    expect(result.labels).toEqual({ yes: 20, no: 20, _silence_: 20 })
    const spoken = project.samples().filter(({ label }) => label !== '_silence_')
    const bySpeaker = new Set(spoken.map(({ session, split }) => `${session} ${split}`))
    expect(bySpeaker.size).toBe(20)
    expect(project.samples().filter(({ split }) => split === 'test').length).toBeGreaterThanOrEqual(10)
  })
})

describe.skipIf(absent)(`import of spoken commands${needsData}`, () => {
  it('takes all, two that are there twice once, and tests every word with other speakers than it trains', async () => {
    const result = await run({ paths: [join(data, 'audio-speech-commands')] })
    expect(result).toMatchObject({ taken: 358, skipped: [], duplicates: 2 })
    const samples = project.samples()
    const of = (split: string) => samples.filter((sample) => sample.split === split)
    expect(new Set(of('test').map(({ label }) => label)).size).toBe(6)
    const trained = new Set(of('train').map(({ session }) => session))
    expect(of('test').filter(({ session }) => trained.has(session))).toEqual([])
  })
})

describe('import of pictures', () => {
  const png = (seed: number): Uint8Array =>
    encodePng({
      width: 2,
      height: 2,
      channels: 3,
      depth: 8,
      data: Uint8Array.from({ length: 12 }, (_, at) => seed + at),
    })

  it('takes the label of folders and knows the size', async () => {
    const files = ['cat', 'ship'].flatMap((label, place) =>
      [0, 1].map((take) => ({ name: `set/${label}/${take}.png`, bytes: png(place * 100 + take * 20) })),
    )
    const result = await run({ paths: [], files })
    expect(result).toMatchObject({ taken: 4, skipped: [], labels: { cat: 2, ship: 2 }, notes: [] })
    const [first] = project.samples()
    expect(first).toMatchObject({ image: { width: 2, height: 2 }, readings: 4, seconds: 0 })
    expect(first!.axes.map(({ name }) => name)).toEqual(['r', 'g', 'b'])
    expect([...project.values(first!.id)].slice(0, 3)).toEqual([0, 1, 2])
  })

  it('believes the label file of an Edge Impulse export, and writes such exports', async () => {
    const label = { type: 'label', label: 'dog' }
    const info = { version: 1, files: [{ path: 'a.1.png', category: 'testing', label }] }
    const files = [
      { name: 'testing/a.1.png', bytes: png(7) },
      { name: 'testing/info.labels', bytes: strToU8(JSON.stringify(info)) },
    ]
    await run({ paths: [], files })
    expect(project.samples()).toMatchObject([{ label: 'dog', split: 'test' }])
    const written = datasetFiles(project, 'edge-impulse').find(({ path }) => path.endsWith('.png'))
    expect([...decodePicture(written!.bytes).values]).toEqual([...project.values(project.samples()[0]!.id)])
  })

  it(`reads 600 photographs${needsData}`, async ({ skip }) => {
    if (absent) skip()
    const result = await run({ paths: [join(data, 'images-cifar4')] })
    expect(result).toMatchObject({
      taken: 600,
      skipped: [],
      labels: { airplane: 150, automobile: 150, cat: 150, ship: 150 },
    })
  })
})

describe('import of tables', () => {
  it(`takes each row of a table of gas sensors as a sample${needsData}`, async ({ skip }) => {
    if (absent) skip()
    const result = await run({ paths: [join(data, 'tabular-gas-sensors')] })
    // Rows that are equal to an earlier one are counted as duplicates.
    expect(result.taken + result.duplicates).toBe(6400)
    expect(Object.keys(result.labels).sort()).toEqual(['Mixture', 'NoGas', 'Perfume', 'Smoke'])
    expect(project.samples()[0]).toMatchObject({ readings: 1 })
    expect(project.samples()[0]!.axes).toHaveLength(7)
    expect(result.notes).toEqual([expect.stringContaining('each of its 6400 rows is a sample')])
  })

  it(`labels each hour of air with its value${needsData}`, async ({ skip }) => {
    if (absent) skip()
    const columns = ['PT08_S1_CO', 'PT08_S2_NMHC', 'PT08_S3_NOx', 'PT08_S4_NO2', 'PT08_S5_O3', 'T', 'RH', 'AH']
    const request = { paths: [join(data, 'regression-air-quality')], target: 'CO_GT', columns, missing: -200 }
    const result = await run(request)
    expect(result.taken + result.duplicates).toBe(7344)
    expect(project.samples()[0]).toMatchObject({ label: '2.6', readings: 1 })
  })
})
