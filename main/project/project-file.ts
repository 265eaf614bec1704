/** A project: one SQLite file with everything in it. Every call that changes something has committed when it returns. */
import { statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { AppError } from '../../shared/contract/errors.ts'
import { type Impulse, impulseSchema } from '../../shared/model/impulse.ts'
import type { ImpulseList } from '../../shared/model/impulse-list.ts'
import type { Run } from '../../shared/model/run.ts'
import type { LabelCount, NewSample, Sample, Split } from '../../shared/model/sample.ts'
import type { ProjectSummary } from '../../shared/model/state.ts'
import { countOf, fieldsName } from './change-names.ts'
import { contentHashOf } from './content-hash.ts'
import type { Database } from './database.ts'
import { activeImpulse, readImpulses } from './impulses.ts'
import * as journal from './journal.ts'
import { countLabels, rememberLabels } from './labels.ts'
import { createDatabase, type OpenedDatabase, openDatabase } from './open-database.ts'
import { readMoments } from './moment-store.ts'
import { beginRecording, type RecordingMeta, type RecordingWriter, rescueRecordings } from './recording.ts'
import { addRun, getCached, listRuns, type NewRun, putCached, runBlob } from './runs.ts'
import { checkSample, insertSample, listSamples, presentSample } from './sample-rows.ts'
import { editOf, type SampleChanges } from './sample-edits.ts'
import { MIGRATIONS, type Migration } from './schema.ts'
import { readValues, writeValues } from './value-store.ts'

export type { RecordingMeta, RecordingWriter } from './recording.ts'
export type { NewRun } from './runs.ts'

export interface ProjectOptions {
  /** The time that is written beside what is added, ISO 8601. */
  now?: () => string
  /** Steps of the schema; only tests give others. */
  migrations?: readonly Migration[]
}

/** Makes a new file; throws `file/exists` or `file/not-writable`. */
export function createProject(path: string, name: string, options: ProjectOptions = {}): ProjectFile {
  if (name.trim() === '') throw new AppError('project/name-empty')
  const full = resolve(path)
  const opened = createDatabase(full, options.migrations ?? MIGRATIONS)
  opened.database.run("INSERT INTO property VALUES ('name', ?)", name)
  return new ProjectFile(full, opened, options)
}

/** Opens a file for this process alone. What cannot be opened is left as it is, byte for byte. */
export function openProject(path: string, options: ProjectOptions = {}): ProjectFile {
  const full = resolve(path)
  return new ProjectFile(full, openDatabase(full, options.migrations ?? MIGRATIONS), options)
}

export class ProjectFile {
  readonly path: string
  readonly #opened: OpenedDatabase
  readonly #now: () => string
  readonly #notice: string | null
  #open = true
  #list: readonly Sample[] | null = null
  #byId = new Map<number, Sample>()
  #revision = 0

  constructor(path: string, opened: OpenedDatabase, options: ProjectOptions) {
    this.path = path
    this.#opened = opened
    this.#now = options.now ?? (() => new Date().toISOString())
    const rescued = rescueRecordings(this.#database, (id) => this.#present(id, 'rescued a recording'))
    const updated =
      opened.backup === null ? null : `The project was updated. The copy from before is ${basename(opened.backup)}.`
    const notices = [rescued, updated].filter((notice) => notice !== null)
    this.#notice = notices.length > 0 ? notices.join(' ') : null
  }

  get #database(): Database {
    return this.#opened.database
  }

  /** Closing twice is allowed. */
  /** Counts the changes of samples, labels, splits, name and impulse while the file is open. */
  get revision(): number {
    return this.#revision
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    this.#opened.close()
  }

  get sampleCount(): number {
    return this.#samples().length
  }

  summary(): ProjectSummary {
    const samples = this.#samples()
    return {
      name: this.#property('name') ?? basename(this.path, '.tinyml'),
      path: this.path,
      simulated: samples.some((sample) => sample.source === 'simulated'),
      samples: samples.length,
      sizeBytes: statSync(this.path).size,
      sessions: [...new Set(samples.map((sample) => sample.session))],
      labels: this.labels(),
      undo: journal.undoName(this.#database),
      redo: journal.redoName(this.#database),
      notice: this.#notice,
    }
  }

  rename(name: string): void {
    if (name.trim() === '') throw new AppError('project/name-empty')
    const before = this.#property('name') ?? ''
    if (name !== before) this.#perform('renamed the project', { kind: 'name', before, after: name })
  }

  // Samples

  addSample(sample: NewSample): Sample {
    const [added] = this.addSamples([sample])
    if (!added) throw new AppError('app/bug')
    return added
  }

  /** All or none; one step for undo. */
  addSamples(samples: readonly NewSample[]): Sample[] {
    samples.forEach(checkSample)
    if (samples.length === 0) return []
    const labels = samples.map((sample) => sample.label)
    const added = this.#database.transaction(() => {
      rememberLabels(this.#database, labels)
      const ids = samples.map((sample) => this.#insert(sample))
      this.#perform(`added ${countOf(ids.length)}`, { kind: 'presence', ids, before: false, after: true })
      return ids
    })
    return added.map((id) => this.sample(id))
  }

  /** All samples, oldest first. */
  samples(): Sample[] {
    return [...this.#samples()]
  }

  sample(id: number): Sample {
    this.#samples()
    const sample = this.#byId.get(id)
    if (!sample) throw new AppError('data/no-such-sample', { data: { id } })
    return sample
  }

  /** Interleaved rows; `range` counts readings and reads only that stretch. */
  values(id: number, range?: { first: number; end: number }): Float32Array {
    const { readings, axes } = this.sample(id)
    const first = Math.min(Math.max(0, range?.first ?? 0), readings)
    const end = Math.min(Math.max(first, range?.end ?? readings), readings)
    return readValues(this.#database, id, { axes: axes.length, first, end })
  }

  /** When its readings were taken, where they did not come evenly: see shared/model/moments.ts. */
  moments(id: number): Float64Array {
    return readMoments(this.#database, this.sample(id).id)
  }

  /** SHA-256 of axes, rate and readings. */
  contentHash(id: number): string {
    const row = this.#database.get<{ content_hash: string }>('SELECT content_hash FROM sample WHERE id = ?', id)
    if (!row) throw new AppError('data/no-such-sample', { data: { id } })
    return row.content_hash
  }

  /** The same for all samples at once. */
  contentHashes(): Map<number, string> {
    const rows = this.#database.all<{ id: number; content_hash: string }>('SELECT id, content_hash FROM sample')
    return new Map(rows.map((row) => [row.id, row.content_hash]))
  }

  /** The sample with this content, or null. */
  findContent(hash: string): Sample | null {
    const row = this.#database.get<{ id: number }>(
      "SELECT id FROM sample WHERE content_hash = ? AND state = 'present'",
      hash,
    )
    return row ? this.sample(row.id) : null
  }

  updateSamples(ids: readonly number[], changes: SampleChanges): void {
    if (changes.name === '') throw new AppError('data/invalid-sample', { message: 'A sample needs a name.' })
    if (changes.label === '') throw new AppError('data/invalid-sample', { message: 'A label cannot be empty.' })
    const edits = ids.map((id) => editOf(this.sample(id), changes)).filter((edit) => edit !== null)
    if (edits.length === 0) return
    this.#database.transaction(() => {
      rememberLabels(this.#database, [changes.label ?? null])
      this.#perform(fieldsName(edits.length, changes), { kind: 'fields', samples: edits })
    })
  }

  deleteSamples(ids: readonly number[]): void {
    const unique = [...new Set(ids)]
    for (const id of unique) this.sample(id)
    if (unique.length === 0) return
    this.#perform(`deleted ${countOf(unique.length)}`, { kind: 'presence', ids: unique, before: true, after: false })
  }

  setSplits(splits: ReadonlyMap<number, Split>): void {
    const edits = [...splits].map(([id, split]) => editOf(this.sample(id), { split })).filter((edit) => edit !== null)
    if (edits.length > 0) this.#perform('dealt the samples into splits', { kind: 'fields', samples: edits })
  }

  /** In colour order. */
  labels(): LabelCount[] {
    return countLabels(this.#database, this.#samples())
  }

  /** A recording that is saved while it comes in; see RecordingWriter. */
  beginRecording(meta: RecordingMeta): RecordingWriter {
    return beginRecording(this.#database, meta, {
      now: this.#now(),
      present: (id) => this.#present(id, `recorded ${meta.label === null ? 'a sample' : `“${meta.label}”`}`),
    })
  }

  // Impulse, undo, settings

  /** The active one; null until there is one. */
  impulse(): Impulse | null {
    return activeImpulse(readImpulses(this.#database))
  }

  impulses(): ImpulseList {
    return readImpulses(this.#database)
  }

  /** `name` is what undo calls the change. */
  setImpulses(name: string, after: ImpulseList): void {
    const before = this.impulses()
    if (JSON.stringify(before) !== JSON.stringify(after)) this.#perform(name, { kind: 'impulses', before, after })
  }

  setImpulse(impulse: Impulse): void {
    const { active } = this.impulses()
    const before = this.impulse()
    const after = impulseSchema.parse(impulse)
    if (JSON.stringify(before) === JSON.stringify(after)) return
    this.#perform('changed the impulse', { kind: 'impulse', id: active, before, after })
  }

  /** Takes the last change back and returns its name; null where there is none. */
  undo(): string | null {
    this.#forgetList()
    return journal.undo(this.#database)
  }

  redo(): string | null {
    this.#forgetList()
    return journal.redo(this.#database)
  }

  /** null where the setting was never made. */
  getSetting(key: string): unknown {
    const row = this.#database.get<{ json: string }>('SELECT json FROM setting WHERE key = ?', key)
    return row ? JSON.parse(row.json) : null
  }

  /** The value is kept as JSON. Settings are not part of undo. */
  setSetting(key: string, value: unknown): void {
    this.#database.run('INSERT OR REPLACE INTO setting VALUES (?, ?)', key, JSON.stringify(value ?? null))
  }

  // Models and computed things

  getBlob(kind: string, hash: string): Uint8Array | null {
    return getCached(this.#database, kind, hash)
  }

  /** Kept until newer ones of its kind need the room. */
  putBlob(kind: string, hash: string, bytes: Uint8Array): void {
    putCached(this.#database, kind, hash, bytes)
  }

  addRun(run: NewRun, blobs: Record<string, Uint8Array>): Run {
    const impulseId = run.impulseId ?? this.impulses().active
    return addRun(this.#database, { ...run, impulseId, createdAt: this.#now() }, blobs)
  }

  /** Oldest first. */
  runs(): Run[] {
    return listRuns(this.#database)
  }

  /** Those of the active impulse. */
  activeRuns(): Run[] {
    const { active } = this.impulses()
    return this.runs().filter(({ impulseId }) => impulseId === active)
  }

  runBlob(runId: number, kind: string): Uint8Array | null {
    return runBlob(this.#database, runId, kind)
  }

  #insert(sample: NewSample): number {
    const { values, ...rest } = sample
    const contentHash = contentHashOf(sample)
    const readings = values.length / sample.axes.length
    const id = insertSample(this.#database, 'removed', { ...rest, readings, contentHash, addedAt: this.#now() })
    writeValues(this.#database, id, sample.axes.length, values)
    return id
  }

  /** Makes a finished recording a sample, as a step that undo can take back. */
  #present(id: number, name: string): Sample {
    const label = this.#database.get<{ label: string | null }>('SELECT label FROM sample WHERE id = ?', id)
    rememberLabels(this.#database, [label?.label ?? null])
    const before = this.#list
    this.#perform(name, { kind: 'presence', ids: [id], before: false, after: true })
    const added = presentSample(this.#database, id)
    // Reading the whole list again would hold a recording up where there are many samples.
    if (before && added && (before.at(-1)?.id ?? 0) < id) this.#setList([...before, added])
    return this.sample(id)
  }

  #perform(name: string, change: journal.Change): void {
    this.#forgetList()
    journal.perform(this.#database, name, change)
  }

  #forgetList(): void {
    this.#list = null
    this.#revision++
  }

  #property(key: string): string | null {
    return this.#database.get<{ value: string }>('SELECT value FROM property WHERE key = ?', key)?.value ?? null
  }

  #samples(): readonly Sample[] {
    if (this.#list) return this.#list
    return this.#setList(listSamples(this.#database))
  }

  #setList(list: readonly Sample[]): readonly Sample[] {
    this.#list = list
    this.#byId = new Map(list.map((sample) => [sample.id, sample]))
    return list
  }
}
