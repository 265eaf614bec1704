/**
 * Label, split and session of a file that does not say them itself.
 *
 * A session is one sitting of one person with one board. From strongest to weakest hint: the importer's option, a person
 * in the metadata or the file's name, the device and the day its clock shows (UTC), the device, the folder. A day, not a
 * pause between takes: then a file has the same session whatever part of an export is imported.
 */
import type { Split } from '../../shared/model/sample.ts'

const SPLIT_FOLDERS: Record<string, Split> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  validation: 'validation',
  val: 'validation',
}
const PLAIN_FOLDERS = /^(data|dataset|datasets|csv|json|raw|samples?|recordings?|files|export|extracted|.*\.zip)$/i
const PERSON_KEYS = ['session', 'person', 'subject', 'user', 'participant', 'speaker']
/** Google's Speech Commands, and sets made like it, name the speaker by eight digits: `0f250098_nohash_1`. */
const SPEAKER_IN_NAME = /(?:^|[/_])([0-9a-f]{8})_nohash_\d+/
const LENGTH_AT_END = /[\s._-]*\d+ ?m?s$/i
const PERSON_IN_NAME = /(?:^|[^a-z])((?:person|subject|user|participant)[-_ ]?\d+)(?:[^0-9]|$)/i

/** From a folder named train, testing … anywhere above the file. */
export function splitOfFolders(parts: readonly string[]): Split | null {
  for (const folder of parts.slice(0, -1).reverse()) {
    const split = SPLIT_FOLDERS[folder.toLowerCase()]
    if (split) return split
  }
  return null
}

/** Names of folders that stand side by side and hold files: `wave/1.csv`, `circle/1.csv`. */
export function labelFolders(files: readonly (readonly string[])[]): Set<string> {
  const children = new Map<string, Set<string>>()
  for (const parts of files) {
    const folder = parts.at(-2)
    if (folder === undefined || isPlain(folder)) continue
    const above = parts.slice(0, -2).join('/')
    children.set(above, (children.get(above) ?? new Set()).add(folder))
  }
  const side = [...children].filter(([, folders]) => folders.size >= 2)
  return new Set(side.flatMap(([above, folders]) => [...folders].map((folder) => `${above}/${folder}`)))
}

function isPlain(folder: string): boolean {
  return folder.toLowerCase() in SPLIT_FOLDERS || PLAIN_FOLDERS.test(folder)
}

export function namesSpeaker(parts: readonly string[]): boolean {
  return SPEAKER_IN_NAME.test(parts.at(-1) ?? '')
}

/** Sound is kept in a folder a word, or as `yes.take 1.wav`; a name of a speaker or a number says nothing. */
export function labelOfSound(parts: readonly string[], folders: ReadonlySet<string>): string | null {
  const [first = '', ...others] = (parts.at(-1) ?? '').split('.')
  const folder = parts.at(-2)
  if (folder !== undefined && folders.has(parts.slice(0, -1).join('/'))) return folder
  if (namesSpeaker(parts)) return folder !== undefined && !isPlain(folder) ? folder : null
  if (others.length > 1 && first !== '' && !/^\d+$/.test(first)) return first
  const name = `${first.replace(LENGTH_AT_END, '')}.wav`
  return labelOfPath([...parts.slice(0, -1), name], folders, false)
}

/** `acquisition` files carry their label before the first dot of their name. */
export function labelOfPath(
  parts: readonly string[],
  folders: ReadonlySet<string>,
  acquisition: boolean,
): string | null {
  const name = parts.at(-1) ?? ''
  const first = name.split('.')[0] ?? ''
  const folder = parts.at(-2)
  const named = first
    .replace(/[\s._-]*\d+$/, '')
    .replace(PERSON_IN_NAME, '')
    .replace(/^[\s._-]+|[\s._-]+$/g, '')
  if (acquisition && first !== '' && !/^\d+$/.test(first)) return first
  if (folder !== undefined && folders.has(parts.slice(0, -1).join('/'))) return folder
  if (named !== '') return named
  return folder !== undefined && !isPlain(folder) ? folder : null
}

export interface SessionHints {
  metadata: Record<string, string>
  deviceName: string | null
  takenAt: number | null
  /** Other files of the import name their speaker: a file without one is nobody else's sitting. */
  amongSpeakers?: boolean
}

export function sessionOf(parts: readonly string[], folders: ReadonlySet<string>, hints: SessionHints): string {
  for (const key of PERSON_KEYS) {
    const value = hints.metadata[key]?.trim()
    if (value) return value
  }
  const path = parts.join('/')
  const person = PERSON_IN_NAME.exec(path)?.[1] ?? SPEAKER_IN_NAME.exec(path)?.[1]
  if (person) return person
  if (hints.amongSpeakers) return path
  if (hints.deviceName !== null) {
    const day = hints.takenAt === null ? '' : dayOf(hints.takenAt)
    return `${hints.deviceName}${day}`
  }
  const above = parts.slice(0, -1)
  if (folders.has(above.join('/'))) above.pop()
  return above.reverse().find((folder) => !isPlain(folder)) ?? 'imported'
}

function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? '' : ` ${date.toISOString().slice(0, 10)}`
}
