/** Reads files, folders and ZIPs into the project: all that can be read comes in as one step, the rest is named. */
import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../shared/contract/errors.ts'
import type { ImportResult } from '../../shared/contract/operations/projects.ts'
import type { NewSample, Sample, Split } from '../../shared/model/sample.ts'
import { contentHashOf } from '../project/content-hash.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { labelFolders, labelOfPath, labelOfSound, namesSpeaker, sessionOf, splitOfFolders } from './guesses.ts'
import { cutTakes, readingsPerTake } from './joined-takes.ts'
import {
  ASSUMED_RATE_HZ,
  type Recording,
  type RecordingFile,
  readRecordings,
  type TableOptions,
} from './read-recordings.ts'
import { readSideCars, type SideCars } from './side-cars.ts'
import { findSources, type GivenFile, reasonOf, type Skipped, type Source } from './sources.ts'
import { dealSplits } from './split.ts'

export interface ImportRequest extends TableOptions {
  paths: string[]
  /** Files given as bytes, for example dropped on the page. */
  files?: GivenFile[] | undefined
  /** Label of all that is read. */
  label?: string | undefined
  split?: Split | 'auto' | undefined
  /** Session of all that is read. */
  session?: string | undefined
  /** Only files of this kind. */
  format?: 'csv' | 'edge-impulse' | 'wav' | 'image' | undefined
  /** For files without times. */
  rateHz?: number | undefined
}

export interface ImportContext {
  signal: AbortSignal
  progress(stage: string, done: number, total: number): void
}

/** Share that an import keeps for testing where neither files nor options say it. */
const TEST_SHARE = 0.2
const SPLIT_SEED = 1

interface ReadFile {
  source: Source
  file: RecordingFile
}

/** `split` is null where nothing says it yet. */
type Found = Omit<NewSample, 'split'> & { split: Split | null }

/** Cancelled or failed, the project is as it was. */
export async function importPaths(
  request: ImportRequest,
  project: ProjectFile,
  { signal, progress }: ImportContext,
): Promise<ImportResult> {
  if (request.paths.length + (request.files?.length ?? 0) === 0) {
    throw new AppError('file/not-found', { message: 'No file to import was named.' })
  }
  const sources = findSources(request.paths, request.files ?? [])
  const sideCars = readSideCars(sources.labels)
  const skipped = [...sources.skipped, ...sideCars.skipped]
  const read: ReadFile[] = []
  for (const [index, source] of sources.data.entries()) {
    if (index % 16 === 0) await breathe(signal)
    progress('reading', index, sources.data.length)
    const file = readOne(source, { request, sideCars, skipped })
    if (file) read.push({ source, file })
  }
  const found = describe(read, request, sideCars)
  const { fresh, duplicates } = withoutDuplicates(found, project)
  await breathe(signal)
  progress('saving', sources.data.length, sources.data.length)
  project.addSamples(withSplits(fresh, request.split ?? 'auto', project.samples()))
  return {
    taken: fresh.length,
    skipped,
    duplicates,
    labels: countLabels(fresh),
    notes: [...rateNotes(read), ...rowNotes(read), ...leftOutNotes(read)],
  }
}

/** Files with rows that could not be read; beyond these they are counted. */
const NAMED_FILES = 5

/** Rows that are missing from files that were taken: the first files by name, so that none goes unsaid. */
function leftOutNotes(read: readonly ReadFile[]): string[] {
  const told = read.filter(({ file }) => file.notes.length > 0)
  const named = told.slice(0, NAMED_FILES).map(({ source, file }) => `${source.path}: ${file.notes.join(' ')}`)
  const more = told.length - named.length
  return more > 0 ? [...named, `${more} more files have such notes; each stands with its sample.`] : named
}

/** What a person should know about files that were taken. */
function rateNotes(read: readonly ReadFile[]): string[] {
  const assumed = read.filter(({ file }) => file.rateAssumed).length
  if (assumed === 0) return []
  const files = assumed === 1 ? '1 file has' : `${assumed} files have`
  return [
    `${files} no column of times that go forward: ${ASSUMED_RATE_HZ} readings a second were assumed. If that is wrong, undo and import again with the right rate.`,
  ]
}

function tableOptions({ rows, target, columns, missing }: ImportRequest): TableOptions {
  return { rows, target, columns, missing }
}

function rowNotes(read: readonly ReadFile[]): string[] {
  const tables = read.filter(({ file }) => file.rowsAreSamples && file.recordings.length > 1)
  return tables
    .slice(0, NAMED_FILES)
    .map(
      ({ source, file }) =>
        `${source.path}: each of its ${file.recordings.length} rows is a sample. If they are one signal, undo and import again with rows as a signal.`,
    )
}

/** Lets other work and a cancel come through. */
async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate()
  if (signal.aborted) throw new AppError('app/cancelled', { cause: signal.reason })
}

function readOne(
  source: Source,
  { request, sideCars, skipped }: { request: ImportRequest; sideCars: SideCars; skipped: Skipped[] },
): RecordingFile | null {
  try {
    const said = sideCars.labelled(source.parts)
    const segments = said?.label.type === 'multi-label' ? said.label.labels : sideCars.segments(source.parts)
    const file = readRecordings(source.path, source.read(), {
      ...tableOptions(request),
      rateHz: request.rateHz,
      segments,
    })
    const wanted = request.format === 'edge-impulse' ? 'acquisition' : request.format
    if (wanted === undefined || file.format === wanted) return file
    skipped.push({ path: source.path, reason: `This is not ${request.format}, which was asked for.` })
    return null
  } catch (error) {
    skipped.push({ path: source.path, reason: reasonOf(error) })
    return null
  }
}

function describe(read: readonly ReadFile[], request: ImportRequest, sideCars: SideCars): Found[] {
  const folders = labelFolders(read.map(({ source }) => source.parts))
  const speakers = read.some(({ source }) => namesSpeaker(source.parts))
  const readings = readingsPerTake(read.map(({ file }) => file))
  return read.flatMap(({ source, file }) => {
    const { recordings } = cutTakes(file, readings)
    return recordings.map((recording, index) =>
      describeOne(recording, {
        source,
        file,
        request,
        sideCars,
        folders,
        speakers,
        place: index,
        count: recordings.length,
      }),
    )
  })
}

interface Place extends ReadFile {
  request: ImportRequest
  sideCars: SideCars
  folders: ReadonlySet<string>
  /** Some files of the import name their speaker. */
  speakers: boolean
  place: number
  count: number
}

function describeOne(recording: Recording, at: Place): Found {
  const { source, file, request, sideCars, folders } = at
  const said = sideCars.labelled(source.parts)
  const metadata = { ...recording.metadata, ...said?.metadata, file: source.parts.at(-1) ?? source.path }
  const name = said?.name ?? nameOf(source)
  const saidLabel = said?.label.type === 'label' ? said.label.label : null
  const unlabelled = said?.label.type === 'unlabeled'
  // Sounds and pictures lie in a folder a label, or are called `label.name.ext`.
  const media = file.format === 'wav' || file.format === 'image'
  const guessed = unlabelled
    ? null
    : media
      ? labelOfSound(source.parts, folders)
      : labelOfPath(source.parts, folders, file.format === 'acquisition')
  const amongSpeakers = media && at.speakers
  const hints = { metadata, deviceName: file.deviceName, takenAt: file.takenAt, amongSpeakers }
  return {
    name: at.count > 1 ? `${name}.${at.place + 1}` : name,
    label: request.label ?? recording.label ?? (saidLabel || guessed),
    split: categorySplit(said?.category) ?? splitOfFolders(source.parts),
    session: request.session ?? said?.metadata?.['session'] ?? sessionOf(source.parts, folders, hints),
    rateHz: recording.rateHz,
    axes: recording.axes,
    values: recording.values,
    gaps: recording.gaps,
    image: recording.image,
    health: healthOf(recording),
    source: 'imported',
    metadata,
  }
}

function nameOf(source: Source): string {
  return (source.parts.at(-1) ?? '').replace(/\.[^.]*$/, '') || 'sample'
}

function categorySplit(category: string | undefined): Split | null {
  if (category === 'training') return 'train'
  if (category === 'testing') return 'test'
  return category === 'validation' ? 'validation' : null
}

function healthOf({ gaps, rateHz }: Recording): Sample['health'] {
  const lost = gaps.reduce((sum, gap) => sum + gap.readings, 0)
  const sentence = lost === 1 ? 'One reading is missing.' : `${lost} readings are missing.`
  return { ok: lost === 0, measuredRateHz: rateHz, lost, findings: lost === 0 ? [] : [{ kind: 'gap', sentence }] }
}

function withoutDuplicates(found: readonly Found[], project: ProjectFile): { fresh: Found[]; duplicates: number } {
  const seen = new Set<string>()
  const fresh = found.filter((sample) => {
    const hash = contentHashOf(sample)
    if (seen.has(hash) || project.findContent(hash)) return false
    seen.add(hash)
    return true
  })
  return { fresh, duplicates: found.length - fresh.length }
}

/** What is marked stays so; a session that the project knows follows its own split; the rest is dealt. */
function withSplits(found: readonly Found[], wanted: Split | 'auto', existing: readonly Sample[]): NewSample[] {
  if (wanted !== 'auto') return found.map((sample) => ({ ...sample, split: wanted }))
  const known = new Map(existing.map((sample) => [sample.session, sample.split]))
  const mixed = new Set(existing.filter(({ session, split }) => known.get(session) !== split).map((one) => one.session))
  const follow = ({ session, split }: Found): Split | null =>
    split ?? (mixed.has(session) ? null : (known.get(session) ?? null))
  const open = found.flatMap((sample, id) => (follow(sample) === null ? [{ ...sample, id }] : []))
  const rule = new Set(open.map((sample) => sample.session)).size >= 2 ? 'session' : 'sample'
  const dealt = dealSplits(open, { rule, seed: SPLIT_SEED, testShare: TEST_SHARE, validationShare: 0 }).splits
  return found.map((sample, id) => ({ ...sample, split: follow(sample) ?? dealt.get(id) ?? 'train' }))
}

function countLabels(samples: readonly Found[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { label } of samples) if (label !== null) counts[label] = (counts[label] ?? 0) + 1
  return counts
}
