/** What label side-cars say about the files beside and below them. */
import { parseInfoLabels, parseStructuredLabels, type LabelledFile, type Segment } from '../../shared/formats/labels.ts'
import { reasonOf, type Skipped, type Source } from './sources.ts'

export interface SideCars {
  labelled(parts: readonly string[]): LabelledFile | null
  segments(parts: readonly string[]): Segment[] | null
  skipped: Skipped[]
}

export function readSideCars(sources: readonly Source[]): SideCars {
  const files = new Map<string, LabelledFile>()
  const segments = new Map<string, Segment[]>()
  const skipped: Skipped[] = []
  // Deeper ones come last and win: they are nearer to their files.
  for (const source of [...sources].sort((a, b) => a.parts.length - b.parts.length)) {
    const folder = source.parts.slice(0, -1)
    const below = (path: string): string => [...folder, path].join('/')
    try {
      const text = new TextDecoder().decode(source.read())
      if (source.parts.at(-1) === 'info.labels') {
        for (const [path, file] of parseInfoLabels(text)) files.set(below(path), file)
      } else {
        for (const [path, list] of parseStructuredLabels(text)) segments.set(below(path), list)
      }
    } catch (error) {
      skipped.push({ path: source.path, reason: reasonOf(error) })
    }
  }
  return {
    labelled: (parts) => files.get(parts.join('/')) ?? null,
    segments: (parts) => segments.get(parts.join('/')) ?? null,
    skipped,
  }
}
